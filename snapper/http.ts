import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { snapperVersion } from './version.ts'

export type HttpErrorKind =
  | 'timeout'
  | 'stopped'
  | 'network'
  | 'certificate'
  | 'cut-short'
  | 'too-large'

/** A request that got no complete response. `message` is safe to log. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
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
  /** In pieces, to send a large picture without copying it. */
  body?: readonly Buffer[]
  /** Aborts the request at any stage. */
  signal: AbortSignal
}

export interface HttpResponse {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

const connectMs = 10_000
const idleMs = 30_000

/** A signal that aborts with the given one, or after `ms`. */
export function withDeadline(signal: AbortSignal, ms: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ms)])
}

/** Whether a message, or the code of an error, says that no address is known for a name. */
export function isUnresolved(text: string): boolean {
  return /\b(?:ENOTFOUND|EAI_AGAIN)\b/.test(text)
}

export function toHttpError(error: unknown, signal: AbortSignal): HttpError {
  if (error instanceof HttpError) return error
  if (signal.aborted) {
    if (signal.reason instanceof HttpError) return signal.reason
    const isTimeout = signal.reason instanceof Error && signal.reason.name === 'TimeoutError'
    return isTimeout
      ? new HttpError('timeout', 'no complete response in time', error)
      : new HttpError('stopped', 'stopped', error)
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
  const message = isUnresolved(code)
    ? `the name can't be resolved, ${code}`
    : // For example from the placeholder server that runs while OctoPrint starts.
      code.startsWith('HPE_')
      ? "the server doesn't speak HTTP (yet)"
      : code
  return new HttpError('network', message, error)
}

async function open(options: HttpRequest): Promise<IncomingMessage> {
  const { request } =
    options.url.protocol === 'https:' ? await import('node:https') : await import('node:http')
  if (options.signal.aborted) throw toHttpError(null, options.signal)
  return new Promise((resolve, reject) => {
    const outgoing = request(options.url, {
      method: options.method ?? 'GET',
      agent: false,
      signal: options.signal,
      headers: {
        'User-Agent': `paparazza-snapper/${snapperVersion}`,
        'Accept-Encoding': 'identity',
        Connection: 'close',
        ...(options.body && { 'Content-Length': countBytes(options.body) }),
        ...options.headers,
      },
    })
    const connecting = setTimeout(
      () => outgoing.destroy(new HttpError('timeout', 'connection timed out')),
      connectMs,
    )
    outgoing.on('socket', (socket) => socket.once('connect', () => clearTimeout(connecting)))
    outgoing.on('close', () => clearTimeout(connecting))
    outgoing.setTimeout(idleMs, () =>
      outgoing.destroy(new HttpError('timeout', 'no data received for too long')),
    )
    outgoing.on('response', resolve)
    outgoing.on('error', (error) => reject(toHttpError(error, options.signal)))
    for (const piece of options.body ?? []) outgoing.write(piece)
    outgoing.end()
  })
}

function countBytes(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0)
}

/**
 * Reads the body of a response.
 * @throws HttpError `too-large` above `maxBytes`, `cut-short` if the connection ends before the body does
 */
function readBody(
  message: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const declared = Number(message.headers['content-length'])
    // With a known length the body is assembled in place: two copies of a large picture are a lot on a small board.
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
          ? toHttpError(error, signal)
          : new HttpError('cut-short', `cut short after ${bytes} bytes`, error),
      )
    message.on('error', fail)
    message.on('close', fail)
  })
}

/**
 * Sends one request to the site. Redirects are not followed.
 *
 * Hand-written on `node:http` because `fetch` (or a library on top of it) costs a short-lived process 80 ms and 26 MB, measured.
 * Each request opens its own connection: the server may have closed an idle one.
 *
 * @throws HttpError
 */
export async function sendRequest(options: HttpRequest, maxBytes: number): Promise<HttpResponse> {
  const message = await open(options)
  const body = await readBody(message, maxBytes, options.signal)
  return { status: message.statusCode ?? 0, headers: message.headers, body }
}
