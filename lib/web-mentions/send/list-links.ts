import { fromHtml } from 'hast-util-from-html'
import { visit } from 'unist-util-visit'

/**
 * The pages of other sites that a page links to, one entry each, as they are written: a receiver looks for that. Two that differ only in
 * their fragment are one page.
 * @param also URLs that the page links to outside of this HTML
 */
export function listLinks(html: string, siteUrl: string, also: readonly string[] = []): string[] {
  const { host } = new URL(siteUrl)
  const links = new Map<string, string>()
  const add = (href: string) => {
    const url = /^\s*https?:/i.test(href) ? URL.parse(href) : null
    if (url === null || url.host === host) return
    url.hash = ''
    if (!links.has(url.href)) links.set(url.href, href.trim())
  }
  for (const url of also) add(url)
  visit(fromHtml(html, { fragment: true }), 'element', ({ tagName, properties: { href } }) => {
    if ((tagName === 'a' || tagName === 'area') && typeof href === 'string') add(href)
  })
  return [...links.values()]
}
