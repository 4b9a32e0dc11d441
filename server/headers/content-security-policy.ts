import { createHash } from 'node:crypto'

const openingTag = /<script((?:\s+[^\s"'>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*\/?>/gi
const closingTag = /<\/script[\s/>]/gi

/** Origins beyond our own that a page shows something of. */
export interface AllowedOrigins {
  images: readonly string[]
  frames: readonly string[]
}

export const noOrigins: AllowedOrigins = { images: [], frames: [] }

/**
 * The policy of one page: own files, and exactly the inline scripts that stand in it, by their hashes. A nonce would have to be
 * new for everybody and forbid holding the page; without either, Next's flight data doesn't run and nothing hydrates.
 * @param site its origin as pictures are addressed by; another than 'self' when it is opened as 127.0.0.1 or in a preview
 * @param about `isFramed`: made to stand in other sites' pages
 */
export function renderPagePolicy(
  html: string,
  site: string,
  { isFramed = false, shows = noOrigins }: { isFramed?: boolean; shows?: AllowedOrigins } = {},
): string {
  const hashes = [...new Set(listInlineScripts(html).map(hashSource))]
  return [
    "default-src 'none'",
    ["script-src 'self'", ...hashes].join(' '),
    "style-src 'self'",
    ["img-src 'self' data:", site, ...shows.images].join(' '),
    ...(shows.frames.length > 0 ? [['frame-src', ...shows.frames].join(' ')] : []),
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${isFramed ? '*' : "'none'"}`,
    "object-src 'none'",
  ].join('; ')
}

/** For everything that isn't a page: opened by itself, it can do nothing. */
export const filePolicy = "default-src 'none'; frame-ancestors 'none'"

/** The text of every script that runs from the page itself; data blocks (JSON-LD) don't run and need no leave. */
export function listInlineScripts(html: string): string[] {
  const scripts: string[] = []
  openingTag.lastIndex = 0
  for (let opening = openingTag.exec(html); opening !== null; opening = openingTag.exec(html)) {
    closingTag.lastIndex = openingTag.lastIndex
    const end = closingTag.exec(html)?.index ?? html.length
    const attributes = opening[1] ?? ''
    if (!/\ssrc\s*=/i.test(attributes) && !isDataBlock(attributes))
      scripts.push(html.slice(openingTag.lastIndex, end))
    openingTag.lastIndex = end
  }
  return scripts
}

function isDataBlock(attributes: string): boolean {
  const type = /\stype\s*=\s*["']?([^\s"'>]+)/i.exec(attributes)?.[1]?.toLowerCase()
  return type !== undefined && /^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(type)
}

function hashSource(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`
}
