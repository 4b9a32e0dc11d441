import { getContext } from '#lib/app-context/context.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { jsonResponse } from '#lib/http/public-response.ts'
import { apiRoute } from '#lib/http/route.ts'
import { parseReadingsQuery } from '#lib/printers/readings/readings-query.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute<{ id: string }>({
  async GET(request, params) {
    const id = parsePrinterId(params.id)
    const query = parseReadingsQuery(new URL(request.url).searchParams)
    const { readingsQueries } = await getContext()
    return jsonResponse(
      request,
      await readingsQueries.getColumns(id, query),
      untilPrinterChanges(printerTag(id)),
    )
  },
})
