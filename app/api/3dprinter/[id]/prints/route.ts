import { getContext } from '#lib/app-context/context.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { parseHistoryPage, parsePrinterId } from '#lib/http/params.ts'
import { jsonResponse } from '#lib/http/public-response.ts'
import { apiRoute } from '#lib/http/route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute<{ id: string }>({
  async GET(request, params) {
    const id = parsePrinterId(params.id)
    const page = parseHistoryPage(new URL(request.url))
    const { printQueries } = await getContext()
    return jsonResponse(
      request,
      await printQueries.listPrints(id, page),
      untilPrinterChanges(printerTag(id)),
    )
  },
})
