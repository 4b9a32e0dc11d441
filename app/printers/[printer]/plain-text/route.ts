import { printerTextPath } from '#lib/api/paths.ts'
import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { bytesResponse, cacheHeaders } from '#lib/http/public-response.ts'
import { route } from '#lib/http/route.ts'
import { renderPlainText } from '#lib/printers/embeds/plain-text.ts'
import { getSite } from '#lib/site/site.ts'

/** `/printers/1.txt`, rewritten to this route by `next.config.js`, and `/printers/1` with `Accept: text/plain`. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route<{ printer: string }>(
  {
    async GET(request, params) {
      const id = parsePrinterId(params.printer)
      const { printerQueries } = await getContext()
      const settings = { siteUrl: getEnv().siteUrl, formats: getSite() }
      const text = renderPlainText(await printerQueries.requirePrinter(id), settings, Date.now())
      return bytesResponse(request, Buffer.from(text), {
        'content-type': 'text/plain; charset=utf-8',
        'content-location': printerTextPath(id),
        vary: 'Accept',
        ...cacheHeaders(untilPrinterChanges(printerTag(id))),
      })
    },
  },
  { isEmbeddable: true, errors: 'text' },
)
