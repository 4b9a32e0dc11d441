import { getContext } from '#lib/app-context/context.ts'
import { answerBytes } from '#lib/http/public-response.ts'
import { resource } from '#lib/http/route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource<{
  sha256: string
  variant: string
}>({
  async GET(request, { sha256, variant }) {
    const { media } = await getContext()
    const { bytes, type } = await media.getVariant(sha256, variant)
    return answerBytes(request, bytes, {
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      'cache-tag': 'media',
    })
  },
})
