import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isPublicLiteral, resolvePublicAddress } from './address.ts'
import { RemoteError } from './remote-error.ts'

export interface RemoteRequest {
  url: URL
  /** What the owner has named: its host may be anywhere, all others must be public. */
  source: URL
  headers: Record<string, string>
  /** Ends all of it: redirects, and the body to its last byte. */
  signal: AbortSignal
}

export interface RemoteResponse {
  status: number
  headers: IncomingMessage['headers']
  /** Where the redirects have led. */
  url: URL
  /** Not yet limited. */
  body: IncomingMessage
}

const maxRedirects = 3
const redirects = new Set([301, 302, 303, 307, 308])

/**
 * Asks a remote server by GET, without cookies, credentials or compression.
 * @throws RemoteError where no answer comes, or where it leads to an address that isn't public
 */
export async function fetchRemote({
  url,
  source,
  headers,
  signal,
}: RemoteRequest): Promise<RemoteResponse> {
  let at = url
  for (let hops = 0; hops <= maxRedirects; hops++) {
    const body = await askOnce(at, source, headers, signal)
    const status = body.statusCode ?? 0
    const { location } = body.headers
    if (!redirects.has(status) || location === undefined)
      return { status, headers: body.headers, url: at, body }
    body.on('error', () => undefined).destroy()
    at = URL.parse(location, at) ?? refuse(at, 'redirects to no address')
  }
  throw new RemoteError('faulty', `${url.href} redirects more than ${maxRedirects} times`)
}

function askOnce(
  url: URL,
  source: URL,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    refuse(source, `leads to ${url.protocol}//, which isn't asked`)
  const isTrusted = url.host === source.host
  if (!isTrusted && isPublicLiteral(url) === false)
    refuse(source, `leads to ${url.host}, which is no public address`)
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const plain = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'paparazza' }
  request(url, {
    headers: { ...plain, ...headers },
    signal,
    // A connection of its own: one of a pool might have been opened by other rules.
    agent: false,
    ...(isTrusted ? {} : { lookup: resolvePublicAddress }),
  })
    .once('response', resolve)
    .on('error', (cause) =>
      reject(new RemoteError('no-answer', `${url.host}: ${explain(cause, signal)}`, cause)),
    )
    .end()
  return promise
}

function explain(error: Error, signal: AbortSignal): string {
  return signal.aborted ? 'no answer in time' : error.message || String(error)
}

function refuse(url: URL, what: string): never {
  throw new RemoteError('faulty', `${url.href} ${what}`)
}

/**
 * The whole of a body.
 * @throws RemoteError where it is longer than `maxBytes`, compressed, or breaks off
 */
export async function readBody(
  { body, headers, url }: RemoteResponse,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of limitBody({ body, headers, url }, maxBytes)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A body as it comes. @throws RemoteError as `readBody` does */
export async function* limitBody(
  { body, headers, url }: Pick<RemoteResponse, 'body' | 'headers' | 'url'>,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  const encoding = headers['content-encoding'] ?? 'identity'
  const declared = Number(headers['content-length'] ?? 0)
  let seen = 0
  try {
    if (encoding !== 'identity') refuse(url, `is compressed (${encoding}), though not asked to be`)
    if (declared > maxBytes) refuse(url, `has ${declared} bytes; ${maxBytes} are taken`)
    for await (const chunk of body) {
      const bytes = chunk as Buffer // no encoding is set on it
      seen += bytes.length
      if (seen > maxBytes) refuse(url, `has more than ${maxBytes} bytes`)
      yield bytes
    }
  } catch (error) {
    if (error instanceof RemoteError) throw error
    throw new RemoteError('no-answer', `${url.host}: the answer broke off`, error)
  } finally {
    body.on('error', () => undefined).destroy()
  }
}
