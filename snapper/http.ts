import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { type DigestCredentials, renderDigest } from './digest.ts'
import { snapperVersion } from './version.ts'

export type HttpErrorKind = 'timeout' | 'stopped' | 'network' | 'cut-short' | 'too-large'

/** An exchange that brought no whole answer. `message` says why, in words fit for a log. */
export class HttpError extends Error {
  override readonly name = 'HttpFault'
  readonly kind: HttpErrorKind

  constructor(kind: HttpErrorKind, message: string, cause?: unknown) {
    super(message, { cause })
    this.kind = kind
  }
}

export interface HttpRequest {
  url: URL
  method?: 'GET' | 'PATCH'
  headers?: Record<string, string>
  /** Piece by piece, so that a large picture is not copied to be sent. */
  body?: readonly Buffer[]
  /** Ends the exchange, whatever it is doing. */
  signal: AbortSignal
  /** Answers a Digest challenge, where one comes. */
  digest?: DigestCredentials | null
  /** Longest silence on the line; a slow line that moves is none. */
  idleMs?: number
}

export interface HttpResponse {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

const connectMs = 10_000
const defaultIdleMs = 30_000

/** A signal that ends with the given one, or after `ms`. */
export function withDeadline(signal: AbortSignal, ms: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ms)])
}

function toFault(error: unknown, signal: AbortSignal): HttpError {
  if (error instanceof HttpError) return error
  if (signal.aborted) {
    const isTimeout = signal.reason instanceof Error && signal.reason.name === 'TimeoutError'
    return isTimeout
      ? new HttpError('timeout', 'no whole answer in time', error)
      : new HttpError('stopped', 'stopped', error)
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault'
  // As from what stands in for OctoPrint while that starts.
  const said = code.startsWith('HPE_') ? "what answers there doesn't speak HTTP (yet)" : code
  return new HttpError('network', said, error)
}

/**
 * Sends one request and waits for the head of its answer. Redirects are answers like any other. The caller reads the
 * body by `readBody` or ends it by `destroy()`.
 *
 * `node:http` and not `fetch`, which costs a short-lived process 80 ms and 26 MB; and a connection of its own for each
 * request, because a kept one may have been closed at the far end since.
 *
 * @throws HttpError
 */
export async function openRequest(ask: HttpRequest): Promise<IncomingMessage> {
  const answer = await open(ask)
  const challenge = answer.headers['www-authenticate']
  if (!ask.digest || answer.statusCode !== 401 || challenge === undefined) return answer
  const request = { method: ask.method ?? 'GET', uri: ask.url.pathname + ask.url.search }
  const authorization = renderDigest(challenge, ask.digest, request)
  if (authorization === null) return answer
  answer.destroy()
  return open({ ...ask, headers: { ...ask.headers, Authorization: authorization } })
}

async function open(ask: HttpRequest): Promise<IncomingMessage> {
  // Only what is needed is loaded: TLS costs a few milliseconds at home, where nothing speaks it.
  const { request } =
    ask.url.protocol === 'https:' ? await import('node:https') : await import('node:http')
  if (ask.signal.aborted) throw toFault(null, ask.signal)
  return new Promise((resolve, reject) => {
    const outgoing = request(ask.url, {
      method: ask.method ?? 'GET',
      agent: false,
      signal: ask.signal,
      headers: {
        'User-Agent': `paparazza-snapper/${snapperVersion}`,
        'Accept-Encoding': 'identity',
        Connection: 'close',
        ...(ask.body && { 'Content-Length': countBytes(ask.body) }),
        ...ask.headers,
      },
    })
    const connecting = setTimeout(
      () => outgoing.destroy(new HttpError('timeout', 'no connection in time')),
      connectMs,
    )
    outgoing.on('socket', (socket) => socket.once('connect', () => clearTimeout(connecting)))
    outgoing.on('close', () => clearTimeout(connecting))
    outgoing.setTimeout(ask.idleMs ?? defaultIdleMs, () =>
      outgoing.destroy(new HttpError('timeout', 'the line fell silent')),
    )
    outgoing.on('response', resolve)
    outgoing.on('error', (error) => reject(toFault(error, ask.signal)))
    for (const piece of ask.body ?? []) outgoing.write(piece)
    outgoing.end()
  })
}

function countBytes(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0)
}

/**
 * The rest of an answer.
 * @throws HttpError `too-large` above `maxBytes`, `cut-short` where the connection ended before the body did
 */
export function readBody(
  message: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const declared = Number(message.headers['content-length'])
    // Where its size is known it is put together as it comes: twice a large picture is much on a small board.
    const whole = declared > 0 && declared <= maxBytes ? Buffer.allocUnsafe(declared) : null
    const chunks: Buffer[] = []
    let bytes = 0
    message.on('data', (chunk: Buffer) => {
      if (whole === null) chunks.push(chunk)
      else chunk.copy(whole, bytes)
      bytes += chunk.length
      if (bytes <= maxBytes) return
      reject(new HttpError('too-large', `more than ${maxBytes} bytes`))
      message.destroy()
    })
    message.on('end', () => resolve(whole?.subarray(0, bytes) ?? Buffer.concat(chunks)))
    const fail = (error?: unknown) =>
      reject(
        signal.aborted
          ? toFault(error, signal)
          : new HttpError('cut-short', `cut short after ${bytes} bytes`, error),
      )
    message.on('error', fail)
    message.on('close', fail)
  })
}

/** @throws HttpError */
export async function sendRequest(ask: HttpRequest, maxBytes: number): Promise<HttpResponse> {
  const message = await openRequest(ask)
  const body = await readBody(message, maxBytes, ask.signal)
  return { status: message.statusCode ?? 0, headers: message.headers, body }
}
