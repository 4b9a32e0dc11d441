import { getContext } from '#lib/app-context/context.ts'
import { jsonResponse } from '#lib/http/public-response.ts'
import { route } from '#lib/http/route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route({
  async GET(request) {
    const { printerQueries } = await getContext()
    return jsonResponse(request, await printerQueries.listPrinters(), ['printers'])
  },
})
