import { getContext } from '#lib/app-context/context.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { parsePrinterId, parsePrintNumber } from '#lib/http/params.ts'
import { jsonResponse } from '#lib/http/public-response.ts'
import { apiRoute } from '#lib/http/route.ts'

type Params = { id: string; number: string }

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute<Params>({
  async GET(request, params) {
    const id = parsePrinterId(params.id)
    const number = parsePrintNumber(params.number)
    const { printQueries } = await getContext()
    return jsonResponse(
      request,
      { frames: await printQueries.listFrames(id, number) },
      untilPrinterChanges(printerTag(id)),
    )
  },
})
