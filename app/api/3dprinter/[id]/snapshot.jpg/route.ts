import { getContext } from '#lib/app-context/context.ts'
import { printerTag } from '#lib/core/page-options.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { bytesResponse } from '#lib/http/public-response.ts'
import { apiRoute } from '#lib/http/route.ts'
import { parseCamera } from '#lib/printers/archive/archive-query.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = apiRoute<{ id: string }>({
  async GET(request, params) {
    const id = parsePrinterId(params.id)
    const { media } = await getContext()
    const query = new URL(request.url).searchParams
    const camera = parseCamera(query.get('camera'))
    const { bytes, capturedAt } = await media.getCurrent(id, query.get('width'), camera)
    return bytesResponse(request, bytes, {
      'content-type': 'image/jpeg',
      // A short lifetime for image proxies: the picture changes, its URL does not.
      'cache-control': 'public, max-age=30, s-maxage=5',
      'last-modified': capturedAt.toUTCString(),
      'cache-tag': printerTag(id),
    })
  },
})
