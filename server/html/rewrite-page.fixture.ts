import type { PageOptions } from '#lib/core/page-options.ts'

/** The element that `PageOptionsMeta` renders. */
export function renderOptions(options: PageOptions | Record<string, unknown>): string {
  const content = JSON.stringify(options).replaceAll('"', '&quot;')
  return `<meta content="${content}" name="page-options"/>`
}

export function renderHtml(head: string, body = ''): string {
  return `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`
}

/** As Next responds with a page that it has rendered. */
export function toHtmlResponse(html: string, headers: Record<string, string> = {}, status = 200) {
  const all = { 'content-type': 'text/html; charset=utf-8', vary: 'rsc, next-url', ...headers }
  return { status, headers: new Map(Object.entries(all)), body: Buffer.from(html) }
}
