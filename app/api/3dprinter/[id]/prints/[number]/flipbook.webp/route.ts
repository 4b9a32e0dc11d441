import { getContext } from '#lib/app-context/context.ts'
import { printerTag } from '#lib/core/page-options.ts'
import { parsePrinterId, parsePrintNumber } from '#lib/http/params.ts'
import { bytesResponse } from '#lib/http/public-response.ts'
import { apiRoute } from '#lib/http/route.ts'
import { parseCamera } from '#lib/printers/archive/archive-query.ts'

type Params = { id: string; number: string }

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute<Params>({
  async GET(request, params) {
    const id = parsePrinterId(params.id)
    const number = parsePrintNumber(params.number)
    const camera = parseCamera(new URL(request.url).searchParams.get('camera'))
    const { printFlipbooks } = await getContext()
    return bytesResponse(request, await printFlipbooks.getFlipbook(id, number, camera), {
      'content-type': 'image/webp',
      'content-disposition': `inline; filename="print-${id}-${number}.webp"`,
      'cache-control': 'public, max-age=300',
      'cache-tag': printerTag(id),
    })
  },
})
