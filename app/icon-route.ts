import { getContext } from '#lib/app-context/context.ts'
import { bytesResponse } from '#lib/http/public-response.ts'
import { route } from '#lib/http/route.ts'
import { getTheme } from '#lib/site/theme/current-theme.ts'
import { drawIcon } from '#lib/site/theme/icon.ts'

/** The site's icon in the colours of the theme. A file of the same name in the owner's `public/` takes its place. */
export function iconRoute(type: string, make: () => Buffer | Promise<Buffer>) {
  return route({
    async GET(request) {
      return iconResponse(request, type, await make())
    },
  })
}

export function iconResponse(request: Request, type: string, bytes: Buffer): Response {
  const headers = { 'content-type': type, 'cache-control': 'public, max-age=3600' }
  return bytesResponse(request, bytes, headers)
}

/** @param size in pixels */
export async function renderIconPng(size: number, draw = drawIcon): Promise<Buffer> {
  const { pictures } = await getContext()
  return pictures.rasterise(`icon of ${size}`, draw(getTheme().light, size))
}
