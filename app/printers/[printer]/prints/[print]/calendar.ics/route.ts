import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { parsePrinterId, parsePrintNumber } from '#lib/http/params.ts'
import { bytesResponse, cacheHeaders } from '#lib/http/public-response.ts'
import { apiRoute } from '#lib/http/route.ts'
import { renderCalendar } from '#lib/printers/embeds/calendar.ts'
import { getSite } from '#lib/site/site.ts'

type Params = { printer: string; print: string }

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute<Params>({
  async GET(request, params) {
    const id = parsePrinterId(params.printer)
    const number = parsePrintNumber(params.print)
    const { printerQueries, printQueries } = await getContext()
    const printer = await printerQueries.requirePrinter(id)
    const print = await printQueries.getPrint(id, number, { isPictured: false })
    const about = { siteUrl: getEnv().siteUrl, formats: getSite() }
    const text = renderCalendar(print, printer, about, Date.now())
    return bytesResponse(request, Buffer.from(text), {
      'content-type': 'text/calendar; charset=utf-8',
      ...cacheHeaders(untilPrinterChanges(printerTag(id))),
    })
  },
})
