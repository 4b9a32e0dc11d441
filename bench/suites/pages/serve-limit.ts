import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

/**
 * Serves the lower limit of what a site can do with a post: its text, code and diagram as plain HTML, without style, script and
 * pictures, compressed once and kept in memory.
 * @param feedUrl a JSON Feed with the full content
 */
export async function serveLimit(
  feedUrl: string,
  path: string,
): Promise<{ url: string; close(): void }> {
  const feed: { items: { url: string; title?: string; content_html: string }[] } = await (
    await fetch(feedUrl)
  ).json()
  const post = feed.items.find(({ url }) => url.endsWith(path))
  if (post === undefined) throw new Error(`The feed has no ${path}.`)
  const title = (post.title ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const content = post.content_html.replace(/<img [^>]*>/g, '')
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<meta name="description" content="${title.replaceAll('"', '&quot;')}"></head>
<body><main><h1>${title}</h1>${content}</main></body></html>`
  const body = gzipSync(html, { level: 9 })
  const server = createServer((request, response) => {
    // The icon, which every browser requests.
    if (request.url !== '/') return response.writeHead(204).end()
    return response
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-encoding': 'gzip',
        'content-length': body.length,
      })
      .end(body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // over TCP, so neither text nor null
  return {
    url: `http://127.0.0.1:${port}/`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
