import { avatarVariant } from '#lib/api/paths.ts'
import { mediaTypes } from '#lib/api/picture-formats.ts'
import { getContext } from '#lib/app-context/context.ts'
import { mediaTag, mentionsTag } from '#lib/core/page-options.ts'
import { bytesResponse } from '#lib/http/public-response.ts'
import { route } from '#lib/http/route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route<{
  sha256: string
  variant: string
}>(
  {
    async GET(request, { sha256, variant }) {
      const { media, mentions } = await getContext()
      const isAvatar = variant === avatarVariant
      const { bytes, type } = isAvatar
        ? { bytes: await mentions.getAvatar(sha256), type: mediaTypes.webp }
        : await media.getVariant(sha256, variant)
      return bytesResponse(request, bytes, {
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
        'cache-tag': isAvatar ? mentionsTag : mediaTag,
      })
    },
  },
  { isEmbeddable: true },
)
