import { fromHtml } from 'hast-util-from-html'
import { EXIT, visit } from 'unist-util-visit'
import { findLinkTarget } from './link-header.ts'

interface Page {
  /** After redirects. */
  url: string
  /** The `Link` headers, joined by commas. */
  link: string | undefined
  /** `null`: it is something else. */
  html: string | null
}

/**
 * The webmention endpoint that a page names (https://www.w3.org/TR/webmention/#sender-discovers-receiver-webmention-endpoint): in its header,
 * else in the first `<link>` or `<a>` with an `href`.
 */
export function findEndpoint({ url, link, html }: Page): string | null {
  const ofHeader = link === undefined ? null : findLinkTarget(link, 'webmention')
  if (ofHeader !== null) return URL.parse(ofHeader, url)?.href ?? null
  return html === null ? null : findInHtml(html, url)
}

function findInHtml(html: string, url: string): string | null {
  let base: string | null = null
  let found: string | null = null
  visit(fromHtml(html), 'element', ({ tagName, properties: { href, rel } }) => {
    if (typeof href !== 'string') return
    if (tagName === 'base') base ??= href
    if ((tagName !== 'link' && tagName !== 'a') || !Array.isArray(rel)) return
    if (!rel.some((value) => String(value).toLowerCase() === 'webmention')) return
    found = href
    return EXIT
  })
  if (found === null) return null
  return URL.parse(found, base === null ? url : (URL.parse(base, url)?.href ?? url))?.href ?? null
}
