import { formatWrittenDay } from '#components/blog/written-at.tsx'
import { getContent } from '#lib/app-context/content-context.ts'
import { getContext } from '#lib/app-context/context.ts'
import { findDocument } from '#lib/content/model/get-documents.ts'
import type { Content } from '#lib/content/model/types.ts'
import { DomainError } from '#lib/core/errors.ts'
import { site } from '#lib/core/site.ts'
import { bytesResponse } from '#lib/http/public-response.ts'
import { route } from '#lib/http/route.ts'
import { getTheme } from '#lib/site/theme/current-theme.ts'
import { drawPreview } from '../draw-preview.ts'

/** `/og/2021/02/07/0/name.png`: the post's preview image for other sites. Rendered on request, in the image process. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route<{ path: string[] }>({
  async GET(request, { path }) {
    const file = `/${path.map(decodeURIComponent).join('/')}`
    const svg = drawDocument(await getContent(), file.replace(/\.png$/, ''))
    if (svg === null || !file.endsWith('.png'))
      throw new DomainError('not-found', `No preview image exists at /og${file}.`)
    const { pictures } = await getContext()
    const png = await pictures.rasterise(`preview of ${file}`, svg)
    return bytesResponse(request, png, {
      'content-type': 'image/png',
      'cache-control': 'public, max-age=3600, s-maxage=600',
    })
  },
})

function drawDocument(content: Content, path: string): string | null {
  const { host } = new URL(content.siteUrl)
  const { light: colours } = getTheme()
  const document = findDocument(content, path)
  if (document === null) return null
  const { tagline } = document
  if (document.kind !== 'post')
    return drawPreview({ title: document.title, tagline, slugs: [site.title, host], colours })
  const day = formatWrittenDay(document.date)
  return drawPreview({
    title: document.label,
    tagline,
    slugs: [`${site.title}  ${day}`, host],
    colours,
  })
}
