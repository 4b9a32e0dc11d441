import { getContext } from '#lib/app-context/context.ts'
import { allPrintersTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { jsonResponse } from '#lib/http/public-response.ts'
import { apiRoute } from '#lib/http/route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute({
  async GET(request) {
    const { printerQueries } = await getContext()
    return jsonResponse(
      request,
      await printerQueries.listPrinters(),
      untilPrinterChanges(allPrintersTag),
    )
  },
})
