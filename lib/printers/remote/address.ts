import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/* A remote server may name any address for its picture, and redirect to any: only public ones are asked. */

const closed = new BlockList()
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
  closed.addSubnet(network, prefix, 'ipv4')
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
  closed.addSubnet(network, prefix, 'ipv6')

/** Is an IP address one of the public internet? IPv4 inside IPv6 is judged as what it is. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return !closed.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/** A host that is written as an address is never looked up: judged here. `null`: it is a name. */
export function isPublicLiteral({ hostname }: URL): boolean | null {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(address) === 0 ? null : isPublicAddress(address)
}

/**
 * Looks a name up for a connection, which then goes to the very address that was judged: a name that means something else a moment
 * later gains nothing.
 */
export const resolvePublicAddress: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error !== null || first === undefined) {
      callback(error ?? new Error(`${hostname} has no address`), '')
      return
    }
    const inside = addresses.find(({ address }) => !isPublicAddress(address))
    if (inside !== undefined)
      callback(new Error(`${hostname} is no public address (${inside.address})`), '')
    else if (options.all === true) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}
