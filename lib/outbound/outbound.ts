import type { IncomingMessage } from 'node:http'
import { createBody } from './body.ts'
import { createDeadline, type Deadline } from './deadline.ts'
import { OutboundError } from './outbound-error.ts'
import type { OutboundRequest, OutboundResponse } from './outbound-request.ts'
import { type AddressCheck, getLiteral } from './public-address.ts'
import {
  forbidAddress,
  type Reach,
  reachRules,
  requireRequestable,
  resolveRedirect,
} from './reach.ts'
import { type ResolveHost, resolveByDns, resolveBySystem } from './resolve-host.ts'
import { sendToAddress } from './send-to-address.ts'
import { createTurns } from './turns.ts'

/** Requests to addresses that others can choose: no cookies, a new connection each, to an address that was checked. */
export interface Outbound {
  /** @throws OutboundError, and nothing else */
  open(request: OutboundRequest): Promise<OutboundResponse>
  /** With the whole body in memory. @throws OutboundError, and nothing else */
  fetch(request: OutboundRequest): Promise<Omit<OutboundResponse, 'body'> & { body: Buffer }>
}

export interface OutboundOptions {
  /** `host` or `host:port`, which may have an address at home although a stranger names them. */
  homeHosts?: readonly string[]
  /** How many requests a host that a stranger chooses gets at a time. Default 1. */
  turns?: number
  /** For tests. */
  resolve?: ResolveHost
  isPublic?: AddressCheck
  ports?: readonly number[]
}

const redirects = new Set([301, 302, 303, 307, 308])

export function createOutbound(options: OutboundOptions = {}): Outbound {
  const takeTurn = createTurns(options.turns ?? 1)
  const { isPublic, ports } = options
  const strangers = {
    isAllowed: isPublic ?? reachRules.public.isAllowed,
    ports: ports ?? reachRules.public.ports,
  }
  const rules = { ...reachRules, public: strangers }

  function getReach(url: URL, { reach = 'public' }: OutboundRequest): Reach {
    const asked = typeof reach === 'function' ? reach(url) : reach
    const isHome = options.homeHosts?.some((host) => host === url.host || host === url.hostname)
    return asked === 'public' && isHome === true ? 'home' : asked
  }

  async function findAddresses(url: URL, reach: Reach, signal: AbortSignal) {
    const literal = getLiteral(url)
    if (literal !== null) return [literal]
    const resolve = options.resolve ?? (reach === 'public' ? resolveByDns : resolveBySystem)
    const addresses = await resolve(url.hostname, signal)
    signal.throwIfAborted()
    if (addresses.length === 0)
      throw new OutboundError('unresolvable', `${url.hostname} has no address`)
    const forbidden = addresses.find((address) => !rules[reach].isAllowed(address))
    if (forbidden === undefined) return addresses
    // A stranger may read the error, and must not learn what the names at home resolve to.
    throw forbidAddress(url.host, reach === 'public' ? '' : ` (${forbidden})`)
  }

  async function sendOnce(url: URL, request: OutboundRequest, deadline: Deadline) {
    const reach = getReach(url, request)
    requireRequestable(url, reach, rules)
    // A host that a stranger chooses gets few requests at a time.
    const endTurn =
      reach === 'public' ? await takeTurn(url.hostname, deadline.signal) : () => undefined
    try {
      const signal = deadline.start()
      const addresses = await findAddresses(url, reach, signal)
      const message = await sendToAddress(url, addresses, request, signal)
      return message.once('close', endTurn)
    } catch (error) {
      endTurn()
      throw error
    }
  }

  async function follow(
    request: OutboundRequest,
    deadline: Deadline,
  ): Promise<{ url: URL; message: IncomingMessage }> {
    const { maxRedirects = request.method === 'POST' ? 0 : 5 } = request
    let { url } = request
    for (let hops = 0; ; hops++) {
      const message = await sendOnce(url, request, deadline)
      const { location } = message.headers
      const isRedirect = redirects.has(message.statusCode ?? 0) && location !== undefined
      if (!isRedirect || maxRedirects === 0) return { url, message }
      message.on('error', () => undefined).destroy()
      if (hops === maxRedirects) {
        const text = `${request.url.host} redirects more than ${maxRedirects} times`
        throw new OutboundError('redirects', text)
      }
      url = resolveRedirect(url, location)
    }
  }

  async function open(request: OutboundRequest): Promise<OutboundResponse> {
    const { maxBytes = 1_000_000, accept } = request
    const deadline = createDeadline(request)
    try {
      const { url, message } = await follow(request, deadline)
      const { headers, statusCode: status = 0 } = message
      const { host } = url
      const body = createBody(message, { host, maxBytes, explain: deadline.explain })
      if (status < 300 && accept !== undefined && !isAccepted(headers['content-type'], accept)) {
        body.cancel()
        throw new OutboundError('media-type', `${host} sends no ${accept.join(', ')}`)
      }
      return { status, headers, url, body }
    } catch (error) {
      throw deadline.explain(error)
    }
  }

  return {
    open,
    async fetch(request) {
      const { body, ...rest } = await open(request)
      const chunks: Buffer[] = []
      for await (const chunk of body) chunks.push(chunk)
      return { ...rest, body: Buffer.concat(chunks) }
    },
  }
}

function isAccepted(contentType: string | undefined, accept: readonly string[]): boolean {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return accept.some((range) =>
    range.endsWith('/*') ? type.startsWith(range.slice(0, -1)) : type === range,
  )
}
