import type { HeaderMap } from '../next/captured-response.ts'
import { renderClientCacheControl } from './cache-control.ts'
import {
  type AllowedOrigins,
  filePolicy,
  noOrigins,
  renderPagePolicy,
} from './content-security-policy.ts'
import { printerPagePattern } from './negotiate.ts'
import type { Origin } from './request-headers.ts'

/** Between the parts of the house, or made anew for every answer. */
const internal =
  /^(?:cache-tag|x-powered-by|x-nextjs-|x-next-|x-middleware-|x-matched-path|x-document-|connection$|keep-alive$|transfer-encoding$|date$|vary$)/
const nextOwnVary = /^(?:rsc|next-.*|accept-encoding)$/i
/** What pages are made of; none of it says anything of anybody. */
const pageParts = /^\/_next\/static\//
/** Made to stand in other people's pages. */
const embeddable =
  /^\/(?:media\/|api\/|_next\/static\/|printers\/\d{1,9}(?:\.txt|\/card\.(?:svg|png)|\/embed\/?)$)/
/** The one page that other sites may frame: it takes no input and knows nobody. */
const framed = /^\/printers\/\d{1,9}\/embed\/?$/

export function isHtml(fields: HeaderMap): boolean {
  return /^text\/html\b/i.test(getHeader(fields, 'content-type') ?? '')
}

export function getHeader(fields: HeaderMap, name: string): string | undefined {
  const value = fields.get(name)
  return Array.isArray(value) ? value.join(', ') : value
}

/**
 * What leaves the house of an answer's header: the route's own fields, less what is nobody else's business, and what every
 * answer of this site carries.
 * @param html the page itself, which its policy is made from
 */
export function toResponseHeaders(
  fields: HeaderMap,
  about: { path: string; origin: Origin; html: string | null },
): HeaderMap {
  const outward: HeaderMap = new Map()
  for (const [name, value] of fields) if (!internal.test(name)) outward.set(name, value)
  const cacheControl = getHeader(fields, 'cache-control')
  if (cacheControl !== undefined)
    outward.set('cache-control', renderClientCacheControl(cacheControl))
  const vary = (getHeader(fields, 'vary') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !nextOwnVary.test(name))
  if (printerPagePattern.test(about.path)) vary.push('Accept')
  if (vary.length > 0) outward.set('vary', vary.join(', '))
  addSecurity(outward, { ...about, shows: readOrigins(fields) })
  return outward
}

/** What a document shows of other sites, as `documents/to-document.ts` has noted it. */
function readOrigins(fields: HeaderMap): AllowedOrigins {
  const noted = getHeader(fields, 'x-document-origins')
  return noted === undefined ? noOrigins : (JSON.parse(noted) as AllowedOrigins) // our own note
}

function addSecurity(
  outward: HeaderMap,
  {
    path,
    origin,
    html,
    shows,
  }: { path: string; origin: Origin; html: string | null; shows: AllowedOrigins },
): void {
  outward.set('x-content-type-options', 'nosniff')
  outward.set(
    'cross-origin-resource-policy',
    embeddable.test(path) ? 'cross-origin' : 'same-origin',
  )
  // A frame that its host has put in a sandbox is of no origin, so its styles, scripts and letters come from another.
  if (pageParts.test(path)) outward.set('access-control-allow-origin', '*')
  if (origin.proto === 'https') outward.set('strict-transport-security', 'max-age=31536000')
  if (html !== null) {
    outward.set(
      'content-security-policy',
      renderPagePolicy(html, `${origin.proto}://${origin.host}`, {
        isFramed: framed.test(path),
        shows,
      }),
    )
    outward.set('referrer-policy', 'strict-origin-when-cross-origin')
    outward.set(
      'permissions-policy',
      'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    )
    if (!framed.test(path)) outward.set('cross-origin-opener-policy', 'same-origin')
  } else if (!outward.has('content-security-policy')) {
    outward.set('content-security-policy', filePolicy)
  }
}
