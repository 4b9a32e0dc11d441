import { BlockList, isIP } from 'node:net'

/*
 * A stranger may name any address, and redirect to any: requests go only to public ones (SSRF). Where the owner allows it, also to
 * those at home.
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
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
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

export type AddressCheck = (address: string) => boolean

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
export function checkLiteral(url: URL, isAllowed: AddressCheck): boolean | null {
  const address = getLiteral(url)
  return address === null ? null : isAllowed(address)
}

/** The host where it is an IP address, without the brackets of IPv6. */
export function getLiteral({ hostname }: URL): string | null {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(address) === 0 ? null : address
}
