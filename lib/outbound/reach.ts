import { OutboundError } from './outbound-error.ts'
import {
  type AddressCheck,
  checkLiteral,
  isPublicAddress,
  isPublicOrHomeAddress,
} from './public-address.ts'

/**
 * Who has chosen a host decides where it may be. `public`: a stranger. `chosen`: the owner, in the admin area or by a command.
 * `home`: the owner, who allows an address in the network at home. `anywhere`: the site's environment.
 */
export type Reach = 'public' | 'chosen' | 'home' | 'anywhere'

interface ReachRule {
  isAllowed: AddressCheck
  /** `null`: all. */
  ports: readonly number[] | null
}

export const reachRules = {
  public: { isAllowed: isPublicAddress, ports: [80, 443] },
  chosen: { isAllowed: isPublicAddress, ports: null },
  home: { isAllowed: isPublicOrHomeAddress, ports: null },
  anywhere: { isAllowed: () => true, ports: null },
} as const satisfies Record<Reach, ReachRule>

export type ReachRules = Record<Reach, ReachRule>

/** Checks what needs no look-up. @throws OutboundError `invalid-url`, `forbidden-address` */
export function requireRequestable(url: URL, reach: Reach, rules: ReachRules) {
  const { protocol, host } = url
  const { isAllowed, ports } = rules[reach]
  const reject = (what: string) => new OutboundError('invalid-url', `${host} ${what}`)
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new OutboundError('invalid-url', `${url.href.slice(0, 200)} is not HTTP`)
  if (checkLiteral(url, isAllowed) === false) throw forbidAddress(host)
  if (ports === null) return
  if (url.username !== '' || url.password !== '') throw reject('comes with a user or password')
  const port = url.port === '' ? (protocol === 'https:' ? 443 : 80) : Number(url.port)
  if (!ports.includes(port)) throw reject(`has a port other than ${ports.join(' and ')}`)
}

export function forbidAddress(host: string, detail = ''): OutboundError {
  return new OutboundError('forbidden-address', `${host} is not a public address${detail}`)
}

/** @throws OutboundError `redirects` where the redirect leads nowhere, or from HTTPS to HTTP */
export function resolveRedirect(from: URL, location: string): URL {
  const to = URL.parse(location, from)
  if (to === null) throw new OutboundError('redirects', `${from.host} redirects to an invalid URL`)
  if (from.protocol === 'https:' && to.protocol === 'http:')
    throw new OutboundError('redirects', `${from.host} redirects from HTTPS to HTTP`)
  return to
}
