import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/**
 * Next's own words between its parts. From outside they have opened doors before
 * (CVE-2025-29927, CVE-2026-27979, React's server actions), and nothing on this site needs them: its links are plain ones.
 */
const nextOwn =
  /^(?:x-middleware-|x-nextjs-|x-next-|x-invoke-|x-now-|x-matched-path|x-prerender-|x-action-|next-|rsc$)/
/** What only a proxy or this door may say. */
const proxyOwn = /^(?:x-forwarded-|forwarded$|x-real-ip$|x-client-address$|x-request-id$)/

/** What the site is to itself, whatever a caller calls it. */
export interface Origin {
  host: string
  proto: 'http' | 'https'
}

export function parseOrigin(siteUrl: string): Origin {
  const { host, protocol } = new URL(siteUrl)
  return { host, proto: protocol === 'https:' ? 'https' : 'http' }
}

/** For a call to Next: nothing but these may be believed by a route. */
export function internalHeaders(origin: Origin, requestId: string): Record<string, string> {
  return {
    'x-forwarded-host': origin.host,
    'x-forwarded-proto': origin.proto,
    'x-forwarded-port': origin.host.split(':').at(1) ?? (origin.proto === 'https' ? '443' : '80'),
    'x-request-id': requestId,
  }
}

/** Takes out what must not come from outside, and puts in what the house knows. */
export function sanitizeHeaders(
  request: IncomingMessage,
  given: { origin: Origin; requestId: string; clientAddress: string; isNextOwnKept: boolean },
): void {
  const { headers } = request
  for (const name of Object.keys(headers))
    if (proxyOwn.test(name) || (nextOwn.test(name) && !given.isNextOwnKept)) delete headers[name]
  Object.assign(headers, internalHeaders(given.origin, given.requestId), {
    'x-forwarded-for': given.clientAddress,
    'x-client-address': given.clientAddress,
  })
}

/**
 * Who is asking: the connection's other end, or, behind `trustedProxies` proxies of the owner's, the entry of X-Forwarded-For
 * that the outermost of them wrote, counted from the right. What stands further left was written by anybody.
 */
export function findClientAddress(request: IncomingMessage, trustedProxies: number): string {
  const peer = normalise(request.socket.remoteAddress) ?? 'unknown'
  if (trustedProxies === 0) return peer
  const chain = request.headers['x-forwarded-for']?.toString().split(',') ?? []
  return normalise(chain.at(-trustedProxies)?.trim()) ?? peer
}

function normalise(address: string | undefined): string | null {
  const plain = address?.replace(/^::ffff:(?=\d+\.)/, '')
  return plain !== undefined && isIP(plain) !== 0 ? plain : null
}
