import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/*
 * A remote server may name any address for its picture, and redirect to any: requests go only to public ones (SSRF). Where the owner
 * allows it, also to those at home.
 */

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
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  notPublic.addSubnet(network, prefix, 'ipv6')

/** All that is assigned for the public internet: the rest has ways to write an IPv4 address, and networks at home. */
const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')
/** IPv4 mapped into IPv6. */
globalUnicast.addSubnet('0.0.0.0', 0, 'ipv4')

/** This machine, private networks and overlay networks. Not link-local addresses, where clouds answer with their credentials. */
const home = new BlockList()
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  home.addSubnet(network, prefix, 'ipv4')
home.addAddress('::1', 'ipv6')
home.addSubnet('fc00::', 7, 'ipv6')

/** Where clouds answer with their credentials, within what is otherwise a home's. */
const credentials = new BlockList()
credentials.addAddress('100.100.100.200', 'ipv4')
credentials.addAddress('fd00:ec2::254', 'ipv6')

type AddressCheck = (address: string) => boolean

const isIn = (list: BlockList, address: string) =>
  list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')

/** Whether an IP address belongs to the public internet. IPv4 mapped into IPv6 counts as IPv4. */
export function isPublicAddress(address: string): boolean {
  return isIP(address) !== 0 && isIn(globalUnicast, address) && !isIn(notPublic, address)
}

export function isPublicOrHomeAddress(address: string): boolean {
  if (isPublicAddress(address)) return true
  return isIP(address) !== 0 && isIn(home, address) && !isIn(credentials, address)
}

/** For a host that is an IP address, which is never looked up. `null`: the host is a name. */
export function isPublicLiteral(url: URL): boolean | null {
  return checkLiteral(url, isPublicAddress)
}

/** The same with another check. */
export function checkLiteral({ hostname }: URL, isAllowed: AddressCheck): boolean | null {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(address) === 0 ? null : isAllowed(address)
}

/**
 * Resolves names for a connection, which then uses the checked address: a name that resolves differently a moment later (DNS
 * rebinding) changes nothing.
 */
export function createLookup(isAllowed: AddressCheck): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error !== null || first === undefined) {
        callback(error ?? new Error(`${hostname} has no address`), '')
        return
      }
      const forbidden = addresses.find(({ address }) => !isAllowed(address))
      if (forbidden !== undefined)
        callback(new Error(`${hostname} is not a public address (${forbidden.address})`), '')
      else if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

export const resolvePublicAddress = createLookup(isPublicAddress)
