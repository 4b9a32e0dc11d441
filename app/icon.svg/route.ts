import { getTheme } from '#lib/site/theme/current-theme.ts'
import { drawIcon } from '#lib/site/theme/icon.ts'
import { iconRoute } from '../icon-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = iconRoute('image/svg+xml', () =>
  Buffer.from(drawIcon(getTheme().light)),
)
