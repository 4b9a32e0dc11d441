/**
 * Stands for the site's own address in what is rendered: an image is built once, and where it will stand is said when it starts. No
 * host can have this name (RFC 2606).
 */
export const sitePlaceholder = 'https://this-site.invalid'

/** What was rendered for any site, with this one's address. @param siteUrl origin without a slash at its end */
export function insertSiteUrl(html: string, siteUrl: string): string {
  return html.replaceAll(sitePlaceholder, siteUrl)
}
