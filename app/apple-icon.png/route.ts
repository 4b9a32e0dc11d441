import { iconRoute, renderIconPng } from '../icon-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = iconRoute('image/png', () =>
  renderIconPng(180),
)
