import { extname } from 'node:path'

const text = (type: string) => `${type}; charset=utf-8`

/** Of files in the content folder, by their ending. */
const contentTypes = new Map([
  ['.asc', text('text/plain')],
  ['.atom', text('application/atom+xml')],
  ['.avif', 'image/avif'],
  ['.css', text('text/css')],
  ['.csv', text('text/csv')],
  ['.gif', 'image/gif'],
  ['.htm', text('text/html')],
  ['.html', text('text/html')],
  ['.ico', 'image/x-icon'],
  ['.jpeg', 'image/jpeg'],
  ['.jpg', 'image/jpeg'],
  ['.js', text('text/javascript')],
  ['.json', 'application/json'],
  ['.md', text('text/markdown')],
  ['.mjs', text('text/javascript')],
  ['.mp3', 'audio/mpeg'],
  ['.mp4', 'video/mp4'],
  ['.pdf', 'application/pdf'],
  ['.png', 'image/png'],
  ['.rss', text('application/rss+xml')],
  ['.stl', 'model/stl'],
  ['.svg', text('image/svg+xml')],
  ['.txt', text('text/plain')],
  ['.vtt', text('text/vtt')],
  ['.webm', 'video/webm'],
  ['.webmanifest', 'application/manifest+json'],
  ['.webp', 'image/webp'],
  ['.woff2', 'font/woff2'],
  ['.xml', text('application/xml')],
])

export function getContentType(file: string): string {
  return contentTypes.get(extname(file).toLowerCase()) ?? 'application/octet-stream'
}
