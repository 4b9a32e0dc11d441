import { getContext } from '#lib/app-context/context.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { site } from '#lib/core/site.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { jsonResponse } from '#lib/http/public-response.ts'
import { apiRoute } from '#lib/http/route.ts'
import { fullArchive, parseMonth } from '#lib/printers/archive/archive-query.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute<{ id: string }>({
  async GET(request, params) {
    const id = parsePrinterId(params.id)
    const month = parseMonth(new URL(request.url).searchParams.get('month') ?? '', site.timeZone)
    const { archiveQueries } = await getContext()
    const days = await archiveQueries.listDays(id, { ...fullArchive, ...month })
    return jsonResponse(request, { days }, untilPrinterChanges(printerTag(id)))
  },
})
