import { DomainError } from '#lib/core/errors.ts'
import { route } from '#lib/http/route.ts'
import { drawBadge, drawMaskableIcon } from '#lib/site/theme/icon.ts'
import { iconResponse, renderIconPng } from '../../icon-route.ts'

/** The icons of an installed site, and of its notifications. */
const icons = new Map<string, () => Promise<Buffer>>([
  ['192.png', () => renderIconPng(192)],
  ['512.png', () => renderIconPng(512)],
  ['maskable.png', () => renderIconPng(512, drawMaskableIcon)],
  ['badge.png', () => renderIconPng(96, drawBadge)],
])

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route<{ name: string }>({
  async GET(request, { name }) {
    const render = icons.get(name)
    if (render === undefined) throw new DomainError('not-found', 'There is no icon of this name.')
    return iconResponse(request, 'image/png', await render())
  },
})
