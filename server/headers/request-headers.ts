import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { findProgramVariant } from '#lib/api/paths.ts'

/**
 * Headers that Next's parts send each other. Accepted from outside, they have opened doors before (CVE-2025-29927, CVE-2026-27979,
 * React's server actions), and this site doesn't need them: its links are plain ones.
 */
const nextOwn =
  /^(?:x-middleware-|x-nextjs-|x-next-|x-invoke-|x-now-|x-matched-path|x-prerender-|x-action-|next-|rsc$)/
/** Only a proxy or this server may set these. */
const proxyOwn =
  /^(?:x-forwarded-|forwarded$|x-real-ip$|x-client-address$|x-request-id$|x-error-page$)/

/** The site's own address, whatever Host a client sends. */
export interface Origin {
  host: string
  proto: 'http' | 'https'
}

export function parseOrigin(siteUrl: string): Origin {
  const { host, protocol } = new URL(siteUrl)
  return { host, proto: protocol === 'https:' ? 'https' : 'http' }
}

/** Headers for a call to Next that routes may trust. */
export function internalHeaders(origin: Origin, requestId: string): Record<string, string> {
  return {
    'x-forwarded-host': origin.host,
    'x-forwarded-proto': origin.proto,
    'x-forwarded-port': origin.host.split(':').at(1) ?? (origin.proto === 'https' ? '443' : '80'),
    'x-request-id': requestId,
  }
}

/** Removes headers that must not come from outside, and adds those that routes may trust. */
export function sanitizeHeaders(
  request: IncomingMessage,
  given: { origin: Origin; requestId: string; clientAddress: string; keepsNextOwn: boolean },
): void {
  const { headers } = request
  for (const name of Object.keys(headers))
    if (proxyOwn.test(name) || (nextOwn.test(name) && !given.keepsNextOwn)) delete headers[name]
  Object.assign(headers, internalHeaders(given.origin, given.requestId), {
    'x-forwarded-for': given.clientAddress,
    'x-client-address': given.clientAddress,
  })
}

/**
 * The client's address: the connection's other end or, behind `trustedProxies` proxies of the owner's, the X-Forwarded-For entry
 * that the outermost of them wrote, counted from the right. Anything further left may be forged.
 */
export function findClientAddress(request: IncomingMessage, trustedProxies: number): string {
  const peer = normalizeAddress(request.socket.remoteAddress) ?? 'unknown'
  if (trustedProxies === 0) return peer
  const chain = request.headers['x-forwarded-for']?.toString().split(',') ?? []
  return normalizeAddress(chain.at(-trustedProxies)?.trim()) ?? peer
}

/** Without the port that some proxies append (`1.2.3.4:5123`, `[2001:db8::1]:443`) and without the zone of a link-local address. */
function normalizeAddress(address: string | undefined): string | null {
  const [, inBrackets, dotted] =
    /^"?(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)"?$/.exec(address ?? '') ?? []
  const plain = (inBrackets ?? dotted ?? address ?? '')
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '')
    .replace(/%.*$/, '')
  return isIP(plain) === 0 ? null : plain
}

/**
 * Rewrites `request.url` to what a page has for programs where the client prefers that: `curl -H 'Accept: text/plain' /printers/1`
 * gets /printers/1.txt. This happens before the cache lookup, so each cache key has one response. Other caches learn of it by `Vary`,
 * which `response-headers.ts` and the text's route set.
 */
export function negotiateVariant(request: IncomingMessage): void {
  const { accept } = request.headers
  if (accept === undefined || !/text\/plain|application\/json/i.test(accept)) return
  const [, path = '', query = ''] = /^([^?]*)(.*)$/.exec(request.url ?? '') ?? []
  const variant = findProgramVariant(path)
  if (variant !== null && getQuality(accept, variant.type) > getQuality(accept, 'text/html'))
    request.url = variant.path + query
}

/** The quality that an Accept header gives a type, 0 to 1; the most specific range counts (RFC 9110 section 12.5.1). */
function getQuality(accept: string, type: string): number {
  const ranges = new Map(
    accept.split(',').map((range) => {
      const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
      const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
      return [name, q === undefined ? 1 : Number(q) || 0]
    }),
  )
  const [kind] = type.split('/')
  return ranges.get(type) ?? ranges.get(`${kind}/*`) ?? ranges.get('*/*') ?? 0
}
