import { getContent } from '#lib/app-context/content-context.ts'
import { getContext } from '#lib/app-context/context.ts'
import { DomainError } from '#lib/core/errors.ts'
import { bytesResponse } from '#lib/http/public-response.ts'
import { route } from '#lib/http/route.ts'
import { getTheme } from '#lib/site/theme/current-theme.ts'
import { drawPreview } from '../draw-preview.ts'
import { findPreview } from '../find-preview.ts'

/** `/og/2021/02/07/0/name.png`: a page's preview image for other sites. Rendered on request, in the image process. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route<{ path: string[] }>({
  async GET(request, { path }) {
    const file = `/${path.map(decodeURIComponent).join('/')}`
    const content = await getContent()
    const preview = findPreview(content, file.replace(/\.png$/, ''))
    if (preview === null || !file.endsWith('.png'))
      throw new DomainError('not-found', `No preview image exists at /og${file}.`)
    const { title, tagline, source } = preview
    const { host } = new URL(content.siteUrl)
    const colours = getTheme().light
    const svg = drawPreview({ title, tagline, slugs: [source, host], colours })
    const { pictures } = await getContext()
    const png = await pictures.rasterise(`preview of ${file}`, svg)
    return bytesResponse(request, png, {
      'content-type': 'image/png',
      'cache-control': 'public, max-age=3600, s-maxage=600',
    })
  },
})
