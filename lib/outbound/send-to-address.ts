import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { acceptEncoding } from './body.ts'
import type { OutboundRequest } from './outbound-request.ts'

/** A server may send informational responses before the real one; more are an attempt to keep us reading. */
const maxInformation = 10

/**
 * Sends one request to one of these addresses, whatever its host resolves to by now. Not insecure HTTP parsing, and Node's limit for
 * headers, 16 kB.
 */
export function sendToAddress(
  url: URL,
  addresses: readonly string[],
  { method = 'GET', headers, body, accept = ['*/*'] }: OutboundRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  let information = 0
  const onInformation = () => {
    if (++information > maxInformation) request.destroy(new Error('too many 1xx responses'))
  }
  const request = send(url, {
    method,
    headers: {
      accept: accept.join(', '),
      'accept-encoding': acceptEncoding,
      'user-agent': 'paparazza',
      ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
      ...headers,
    },
    signal,
    // A new connection: one from a pool might have been opened without the check of addresses, and may hold a second response.
    agent: false,
    lookup: pin(addresses),
  })
    .once('response', resolve)
    .on('information', onInformation)
    .on('continue', onInformation)
    .on('error', reject)
    .end(body)
  return promise
}

/** A look-up that gives these addresses, whatever the name resolves to by now. */
export function pin(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_, options, callback) => {
    const fitting = all.filter(({ family }) => !options.family || family === options.family)
    const [first] = fitting
    if (first === undefined) callback(new Error('no address of this family'), '')
    else if (options.all === true) callback(null, fitting)
    else callback(null, first.address, first.family)
  }
}
