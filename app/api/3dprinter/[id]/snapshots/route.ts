import { getContext } from '#lib/app-context/context.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { site } from '#lib/core/site.ts'
import { parseArchivePosition, parsePrinterId } from '#lib/http/params.ts'
import { jsonResponse } from '#lib/http/public-response.ts'
import { apiRoute } from '#lib/http/route.ts'
import { parseArchiveQuery } from '#lib/printers/archive/archive-query.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute<{ id: string }>({
  async GET(request, params) {
    const id = parsePrinterId(params.id)
    const url = new URL(request.url)
    const page = parseArchivePosition(url)
    const query = parseArchiveQuery(url.searchParams, site.timeZone)
    const { archiveQueries } = await getContext()
    return jsonResponse(
      request,
      await archiveQueries.listArchive(id, page, query),
      untilPrinterChanges(printerTag(id)),
    )
  },
})
