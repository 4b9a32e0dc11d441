import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import {
  checkLiteral,
  createLookup,
  isPublicAddress,
  isPublicOrHomeAddress,
} from '#lib/core/outbound-address.ts'
import type { OutgoingRequest } from './channel-kind.ts'

/** A receiver's response. */
export interface Answer {
  /** `null`: none. */
  status: number | null
  /** Its beginning, or why there is none. */
  text: string
  /** Milliseconds from now, as the receiver asks. */
  retryAfterMs: number | null
}

/** Standard Webhooks asks for 15 to 30 s. */
export const answerTimeoutMs = 20_000
const maxTextBytes = 2_000

/**
 * Sends a request to an address that is checked and then used, so that a name can't resolve to another one in between. Redirects
 * aren't followed. Never throws: whatever goes wrong is an answer.
 */
export async function sendRequest(
  request: OutgoingRequest,
  now: () => Date = () => new Date(),
  timeoutMs = answerTimeoutMs,
): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const response = await open(request, signal)
    const retryAfterMs = parseRetryAfter(response.headers['retry-after'], now())
    return { status: response.statusCode ?? 0, text: await readStart(response), retryAfterMs }
  } catch (error) {
    const seconds = timeoutMs / 1000
    const reason = error instanceof Error ? error.message || error.name : String(error)
    const text = signal.aborted ? `No response within ${seconds} s.` : reason
    return { status: null, text, retryAfterMs: null }
  }
}

function open(
  { url, headers, body, isHome }: OutgoingRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  if (url.protocol !== 'https:' && !isHome)
    throw new Error(
      `${url.protocol}//${url.host} is not HTTPS. Allow it with --home, or use https://.`,
    )
  const isAllowed = isHome ? isPublicOrHomeAddress : isPublicAddress
  if (checkLiteral(url, isAllowed) === false)
    throw new Error(`${url.host} is not a public address. Allow one at home with --home.`)
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  request(url, {
    method: 'POST',
    headers: {
      ...headers,
      'content-length': Buffer.byteLength(body),
      'accept-encoding': 'identity',
      'user-agent': 'paparazza',
    },
    signal,
    // A new connection: one from a pool might have been opened without the address check.
    agent: false,
    lookup: createLookup(isAllowed),
  })
    .once('response', resolve)
    .on('error', reject)
    .end(body)
  return promise
}

/** The rest isn't read. A response that ends early counts with what arrived: its status says whether the message was taken. */
async function readStart(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Buffer) // no encoding is set on it
      bytes += (chunk as Buffer).length
      if (bytes >= maxTextBytes) break
    }
  } catch {
    // What arrived is enough.
  }
  response.on('error', () => undefined).destroy()
  return Buffer.concat(chunks).subarray(0, maxTextBytes).toString()
}

/** Seconds or a date (RFC 9110, 10.2.3). @returns milliseconds from now; `null` without a valid one */
export function parseRetryAfter(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}
