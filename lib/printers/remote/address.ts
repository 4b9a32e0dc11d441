import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/* A remote server may name any address for its picture, and redirect to any: requests go only to public ones (SSRF). */

const notPublic = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  notPublic.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  notPublic.addSubnet(network, prefix, 'ipv6')

/** Whether an IP address belongs to the public internet. IPv4 mapped into IPv6 counts as IPv4. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return !notPublic.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/** For a host that is an IP address, which is never looked up. `null`: the host is a name. */
export function isPublicLiteral({ hostname }: URL): boolean | null {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(address) === 0 ? null : isPublicAddress(address)
}

/**
 * Resolves a name for a connection, which then uses the checked address: a name that resolves differently a moment later (DNS
 * rebinding) changes nothing.
 */
export const resolvePublicAddress: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error !== null || first === undefined) {
      callback(error ?? new Error(`${hostname} has no address`), '')
      return
    }
    const forbidden = addresses.find(({ address }) => !isPublicAddress(address))
    if (forbidden !== undefined)
      callback(new Error(`${hostname} is not a public address (${forbidden.address})`), '')
    else if (options.all === true) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}
