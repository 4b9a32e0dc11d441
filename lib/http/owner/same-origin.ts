import { DomainError } from '#lib/core/errors.ts'

/**
 * Rejects a write that doesn't come from the site's own pages. Browsers send both headers and let no page set them; over plain HTTP
 * in a home network they send `Origin` only.
 * @throws DomainError `cross-origin`
 */
export function requireSameOrigin({ headers }: Request, siteUrl: string): void {
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  if (origin === siteUrl && (site === null || site === 'same-origin')) return
  throw new DomainError(
    'cross-origin',
    origin === null || origin === 'null' || origin === siteUrl
      ? 'The request doesn’t come from a page of this site. Use the pages below /admin.'
      : `The request comes from a page at ${origin}, and this site is ${siteUrl}. Open ${siteUrl}/admin, or start the site with SITE_URL=${origin}.`,
  )
}
