import { isIPv6 } from 'node:net'

/** A request, or as much of it as is needed here. */
export interface WithHeaders {
  headers: { get(name: string): string | null | undefined }
}

/**
 * Whom a limit counts: an IPv4 address, or the /64 of an IPv6 address, since each household has all addresses of one. The HTTP server
 * overwrites the header that a client sends; without it all clients share one allowance.
 */
export function findClientNetwork({ headers }: WithHeaders): string {
  const address = headers.get('x-client-address') ?? 'unknown'
  if (!isIPv6(address)) return address
  const [left = [], right = []] = address.split('::').map((half) => half.split(':').filter(Boolean))
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  const groups = [...left, ...zeros, ...right].slice(0, 4)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
