import { isPublicLiteral } from '#lib/outbound/public-address.ts'

/** Why receivers elsewhere can't read this site; `null`: they can, or the owner has named its host as one at home. */
export function findPrivateReason(siteUrl: string, homeHosts: readonly string[]): string | null {
  const url = new URL(siteUrl)
  const { host, hostname } = url
  if (homeHosts.includes(host) || homeHosts.includes(hostname)) return null
  const isNamed = hostname.includes('.') && !/\.(?:localhost|local|internal|test)$/.test(hostname)
  if (!(isPublicLiteral(url) ?? isNamed))
    return `other sites can't read ${siteUrl}: set SITE_URL to the site's public address`
  return url.protocol === 'https:' ? null : `SITE_URL is ${siteUrl}: it has to begin with https://`
}
