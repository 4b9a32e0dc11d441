import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isPublicLiteral, resolvePublicAddress } from '#lib/core/outbound-address.ts'
import { RemoteError } from './remote-error.ts'

interface RemoteRequest {
  url: URL
  /** The URL configured by the owner. */
  source: URL
  /** Its host may have any address. All other hosts need a public one. */
  isTrusted: boolean
  headers: Record<string, string>
  /** Covers all redirects, and the body to its last byte. */
  signal: AbortSignal
}

export interface RemoteResponse {
  status: number
  headers: IncomingMessage['headers']
  /** After redirects. */
  url: URL
  /** Not yet limited. */
  body: IncomingMessage
}

const maxRedirects = 3
const redirects = new Set([301, 302, 303, 307, 308])

/**
 * Sends a GET request to a remote server, without cookies, credentials or compression.
 * @throws RemoteError where there is no response, or where the request leads to an address that isn't public
 */
export async function fetchRemote({
  url,
  source,
  isTrusted,
  headers,
  signal,
}: RemoteRequest): Promise<RemoteResponse> {
  let at = url
  for (let hops = 0; hops <= maxRedirects; hops++) {
    const isExempt = isTrusted && at.host === source.host
    const body = await sendRequest(at, { source, isExempt, headers, signal })
    const status = body.statusCode ?? 0
    const { location } = body.headers
    if (!redirects.has(status) || location === undefined)
      return { status, headers: body.headers, url: at, body }
    body.on('error', () => undefined).destroy()
    at = URL.parse(location, at) ?? fail(at, 'redirects to an invalid URL')
  }
  throw new RemoteError('faulty', `${url.href} redirects more than ${maxRedirects} times`)
}

function sendRequest(
  url: URL,
  {
    source,
    isExempt,
    headers,
    signal,
  }: Pick<RemoteRequest, 'source' | 'headers' | 'signal'> & { isExempt: boolean },
): Promise<IncomingMessage> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    fail(source, `leads to ${url.protocol}//, which is not HTTP`)
  if (!isExempt && isPublicLiteral(url) === false)
    fail(source, `leads to ${url.host}, which is not a public address`)
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const plain = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'paparazza' }
  request(url, {
    headers: { ...plain, ...headers },
    signal,
    // A new connection: one from a pool might have been opened without the address check.
    agent: false,
    ...(isExempt ? {} : { lookup: resolvePublicAddress }),
  })
    .once('response', resolve)
    .on('error', (cause) =>
      reject(new RemoteError('no-answer', `${url.host}: ${explain(cause, signal)}`, cause)),
    )
    .end()
  return promise
}

function explain(error: Error, signal: AbortSignal): string {
  return signal.aborted ? 'no response in time' : error.message || String(error)
}

function fail(url: URL, what: string): never {
  throw new RemoteError('faulty', `${url.href} ${what}`)
}

/**
 * Reads the whole body.
 * @throws RemoteError where it is longer than `maxBytes`, compressed, or incomplete
 */
export async function readBody(
  { body, headers, url }: RemoteResponse,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of limitBody({ body, headers, url }, maxBytes)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Streams the body. @throws RemoteError as `readBody` does */
export async function* limitBody(
  { body, headers, url }: Pick<RemoteResponse, 'body' | 'headers' | 'url'>,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  const encoding = headers['content-encoding'] ?? 'identity'
  const declared = Number(headers['content-length'] ?? 0)
  let seen = 0
  try {
    if (encoding !== 'identity') fail(url, `is compressed (${encoding}) in spite of the request`)
    if (declared > maxBytes) fail(url, `has ${declared} bytes; the limit is ${maxBytes}`)
    for await (const chunk of body) {
      const bytes = chunk as Buffer // no encoding is set on it
      seen += bytes.length
      if (seen > maxBytes) fail(url, `has more than ${maxBytes} bytes`)
      yield bytes
    }
  } catch (error) {
    if (error instanceof RemoteError) throw error
    throw new RemoteError('no-answer', `${url.host}: the response is incomplete`, error)
  } finally {
    body.on('error', () => undefined).destroy()
  }
}
