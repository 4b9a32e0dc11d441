import { getContext } from '#lib/app-context/context.ts'
import { mediaTag } from '#lib/core/page-options.ts'
import { bytesResponse } from '#lib/http/public-response.ts'
import { route } from '#lib/http/route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route<{
  sha256: string
  variant: string
}>(
  {
    async GET(request, { sha256, variant }) {
      const { media } = await getContext()
      const { bytes, type } = await media.getVariant(sha256, variant)
      return bytesResponse(request, bytes, {
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
        'cache-tag': mediaTag,
      })
    },
  },
  { isEmbeddable: true },
)
