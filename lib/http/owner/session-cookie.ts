import { getEnv } from '#lib/app-context/env.ts'

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

export function readSessionCookie(siteUrl: string, cookie: string | null): string | null {
  const name = getName(siteUrl)
  const found = (cookie ?? '').split(/; */).find((pair) => pair.startsWith(`${name}=`))
  return found?.slice(name.length + 1) || null
}

/** The secret of the session that a request comes from. */
export function getSecret(headers: Headers): string | null {
  return readSessionCookie(getEnv().siteUrl, headers.get('cookie'))
}
