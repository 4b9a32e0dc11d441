import { wrapAsIco } from '#lib/site/theme/icon.ts'
import { iconRoute, renderIconPng } from '../icon-route.ts'

/** Browsers and feed readers request this address even where no page links it. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = iconRoute(
  'image/x-icon',
  async () => wrapAsIco(await renderIconPng(32)),
)
