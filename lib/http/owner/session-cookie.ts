import { getEnv } from '#lib/app-context/env.ts'
import type { Owner } from '#lib/owner/owner.ts'
import type { Session } from '#lib/owner/types.ts'

/** Chromium allows no longer. The session ends earlier, on the server. */
const maxAgeSeconds = 400 * 24 * 60 * 60

/** With the prefix, browsers accept the cookie over HTTPS only, so that no other site of the domain can plant one over HTTP. */
function getName(siteUrl: string): string {
  return siteUrl.startsWith('https:') ? '__Secure-owner' : 'owner'
}

/** Only for /admin: no visitor has a cookie, and the public pages are the same for everybody. */
export function renderSessionCookie(siteUrl: string, secret: string | null): string {
  return [
    `${getName(siteUrl)}=${secret ?? ''}`,
    'Path=/admin',
    `Max-Age=${secret === null ? 0 : maxAgeSeconds}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(siteUrl.startsWith('https:') ? ['Secure'] : []),
  ].join('; ')
}

/** Each costs a query. */
const maxCookies = 5

/** In the order of the header. Another program on the host, at another path or port, may have set a cookie of the same name. */
export function readSessionCookies(siteUrl: string, cookie: string | null): string[] {
  const start = `${getName(siteUrl)}=`
  const pairs = (cookie ?? '').split(/; */)
  const secrets = pairs.flatMap((pair) => (pair.startsWith(start) ? pair.slice(start.length) : []))
  return secrets.filter((secret) => secret !== '').slice(0, maxCookies)
}

/** The session that a request comes from, or `null`. */
export async function findSession(
  owner: Pick<Owner, 'findSession'>,
  headers: Headers,
): Promise<Session | null> {
  for (const secret of readSessionCookies(getEnv().siteUrl, headers.get('cookie'))) {
    const session = await owner.findSession(secret)
    if (session !== null) return session
  }
  return null
}
