import { isAdminPath } from '#lib/api/admin.ts'
import { findProgramVariant } from '#lib/api/paths.ts'
import type { HeaderMap } from '../next/captured-response.ts'
import { renderClientCacheControl } from './cache-control.ts'
import { filePolicy, type PageSources, renderPagePolicy } from './content-security-policy.ts'
import type { Origin } from './request-headers.ts'

/** For use between the parts of the site only, or set for every response below. */
const internal =
  /^(?:cache-tag$|announced-version$|x-powered-by|x-nextjs-|x-next-|x-middleware-|x-matched-path|connection$|keep-alive$|transfer-encoding$|date$|vary$)/
const nextOwnVary = /^(?:rsc|next-.*|accept-encoding)$/i
/** Next's own files: scripts, styles and fonts. */
const nextFile = /^\/_next\/static\//

export function isHtml(headers: HeaderMap): boolean {
  return /^text\/html\b/i.test(getHeader(headers, 'content-type') ?? '')
}

export function getHeader(headers: HeaderMap, name: string): string | undefined {
  const value = headers.get(name)
  return Array.isArray(value) ? value.join(', ') : value
}

/**
 * The headers that a client gets: the route's own without the internal ones, and those that every response of this site has. What
 * other sites may do is what the route declares in Cross-Origin-Resource-Policy, or the page in its options; else nothing.
 * @param about.page `null` for everything but HTML
 */
export function toResponseHeaders(
  headers: HeaderMap,
  about: { path: string; origin: Origin; page: PageSources | null },
): HeaderMap {
  const { path, origin, page } = about
  const sent: HeaderMap = new Map()
  for (const [name, value] of headers) if (!internal.test(name)) sent.set(name, value)
  const cacheControl = getHeader(headers, 'cache-control')
  if (cacheControl !== undefined) sent.set('cache-control', renderClientCacheControl(cacheControl))
  const vary = (getHeader(headers, 'vary') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !nextOwnVary.test(name))
  if (findProgramVariant(path) !== null) vary.push('Accept')
  if (vary.length > 0) sent.set('vary', vary.join(', '))
  sent.set('x-content-type-options', 'nosniff')
  if (origin.proto === 'https') sent.set('strict-transport-security', 'max-age=31536000')
  if (nextFile.test(path)) {
    // A sandboxed frame has an opaque origin, so its styles, scripts and fonts are cross-origin requests.
    sent.set('access-control-allow-origin', '*')
    sent.set('cross-origin-resource-policy', 'cross-origin')
  } else if (page !== null) addPageHeaders(sent, { path, origin, page })
  if (isAdminPath(path)) addAdminHeaders(sent)
  // Next answers cookies of its own preview mode by deleting them, and a cache in front would store that for everybody.
  else sent.delete('set-cookie')
  if (!sent.has('cross-origin-resource-policy'))
    sent.set('cross-origin-resource-policy', 'same-origin')
  if (!sent.has('content-security-policy')) sent.set('content-security-policy', filePolicy)
  return sent
}

function addPageHeaders(
  sent: HeaderMap,
  { path, origin, page }: { path: string; origin: Origin; page: PageSources },
): void {
  const site = isAdminPath(path) ? null : `${origin.proto}://${origin.host}`
  sent.set('content-security-policy', renderPagePolicy(site, page))
  sent.set('referrer-policy', 'strict-origin-when-cross-origin')
  sent.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()')
  sent.set('cross-origin-resource-policy', page.isFramed ? 'cross-origin' : 'same-origin')
  if (!page.isFramed) sent.set('cross-origin-opener-policy', 'same-origin')
}

/** The owner's area: in no cache, in no index. A form's POST keeps its Origin header, which `no-referrer` would take away. */
function addAdminHeaders(sent: HeaderMap): void {
  sent.set('cache-control', 'no-store')
  sent.set('x-robots-tag', 'noindex, nofollow')
  sent.set('referrer-policy', 'same-origin')
  sent.set('cross-origin-resource-policy', 'same-origin')
}
