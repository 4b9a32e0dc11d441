import { createHash } from 'node:crypto'

/** What a page's policy depends on. */
export interface PageSources {
  /** The text of every script in the page itself. */
  inlineScripts: readonly string[]
  /** The text of every style sheet in the page's head: the owner's theme. */
  inlineStyles: readonly string[]
  /** Other sites may frame the page. */
  isFramed: boolean
  /** Other sites that the page frames, or `'self'`. */
  frameOrigins: readonly string[]
}

/**
 * The policy of one page: the site's own files, and exactly its inline scripts and the theme, by their hashes. A nonce would have to
 * be new for every visitor and so forbid caching; without either, Next's flight data doesn't run and nothing hydrates.
 * @param site the origin in the addresses of pictures; differs from 'self' when the page is opened as 127.0.0.1 or in a preview. `null`
 *   for the owner's pages, which can be used at the site's own address only, and play nothing
 */
export function renderPagePolicy(site: string | null, page: PageSources): string {
  const { inlineScripts, inlineStyles, isFramed, frameOrigins } = page
  return [
    "default-src 'none'",
    ["script-src 'self'", ...hashSources(inlineScripts)].join(' '),
    ["style-src 'self'", ...hashSources(inlineStyles)].join(' '),
    ["img-src 'self' data:", ...(site === null ? [] : [site])].join(' '),
    ...(site === null ? [] : ["media-src 'self'"]),
    ...(frameOrigins.length > 0 ? [['frame-src', ...frameOrigins].join(' ')] : []),
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    // The owner's area shows colours on the site's own pages before they are saved.
    `frame-ancestors ${site === null ? "'none'" : isFramed ? '*' : "'self'"}`,
    "object-src 'none'",
  ].join('; ')
}

/** For everything that isn't a page: opened by itself, it can do nothing. */
export const filePolicy = "default-src 'none'; frame-ancestors 'none'"

function hashSources(texts: readonly string[]): string[] {
  return [...new Set(texts)].map(
    (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  )
}
