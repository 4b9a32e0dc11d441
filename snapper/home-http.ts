import { connect as connectTcp, type Socket } from 'node:net'
import { decompress } from './decompress.ts'
import { answerChallenge, type DigestCredentials, rememberNonce } from './digest.ts'
import { explainTlsError, getTlsOptions } from './home-tls.ts'
import { HttpError, toHttpError } from './http.ts'
import { maxHeadBytes, parseHead, readFrames } from './lenient-http.ts'
import { snapperVersion } from './version.ts'

/*
 * HTTP for addresses at home, never for the site. Cameras and boards send heads that Node's parser rejects even with
 * `insecureHTTPParser` (two equal Content-Lengths, `ICY 200 OK`, lines without a colon) and wrong lengths; browsers and curl read
 * all of them.
 */

export interface HomeRequest {
  url: URL
  headers?: Record<string, string>
  /** JSON to send: then it is a POST. */
  body?: string
  /** Aborts the request at any stage. */
  signal: AbortSignal
  /** Only for a Digest challenge. Without it the URL's user and password are sent as Basic, and for a challenge if there is one. */
  digest?: DigestCredentials | null
  /** Longest time without any traffic. */
  idleMs?: number
}

export interface HomeResponse {
  status: number
  /** Names in lower case; repeated ones are joined by commas. */
  headers: ReadonlyMap<string, string>
  body: AsyncIterable<Buffer>
  /** After the switch to another protocol (101). */
  write(bytes: Buffer): void
  /** @param error what the reader of `body` gets */
  close(error?: HttpError): void
}

const connectMs = 10_000
const defaultIdleMs = 30_000
/** A server that asks without reading the answers must not fill the memory. */
const maxUnreadBytes = 1_000_000

/**
 * Sends one request and waits for the response's head. Redirects are not followed. The caller reads `body` or calls `close()`.
 * @throws HttpError
 */
export async function openHomeRequest(request: HomeRequest): Promise<HomeResponse> {
  const { url } = request
  const own = readCredentials(url)
  const credentials = request.digest ?? own
  const basic = request.digest || own === null ? null : renderBasic(own)
  const target = { method: getMethod(request), uri: url.pathname + url.search, origin: url.origin }
  const remembered = credentials && answerChallenge(null, credentials, target)
  let response = await open(request, remembered ?? basic)
  // Once more if a nonce has expired.
  for (let tries = 0; tries < 2 && response.status === 401 && credentials !== null; tries += 1) {
    const challenge = response.headers.get('www-authenticate') ?? ''
    if (tries > 0 && !/stale\s*=\s*"?true/i.test(challenge)) break
    const answer = answerChallenge(challenge, credentials, target)
    if (answer === null) break
    response.close()
    response = await open(request, answer)
  }
  rememberNonce(url.origin, response.headers.get('authentication-info') ?? '')
  return response
}

function readCredentials({ username, password }: URL): DigestCredentials | null {
  if (username === '') return null
  return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
}

function renderBasic({ user, password }: DigestCredentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

async function open(request: HomeRequest, authorization: string | null): Promise<HomeResponse> {
  const { url, signal } = request
  if (signal.aborted) throw toHttpError(null, signal)
  const socket = await openSocket(url)
  const abort = () => socket.destroy(toHttpError(null, signal))
  signal.addEventListener('abort', abort)
  socket.once('close', () => signal.removeEventListener('abort', abort))
  const connecting = setTimeout(
    () => socket.destroy(new HttpError('timeout', 'connection timed out')),
    connectMs,
  )
  socket.once('connect', () => clearTimeout(connecting))
  socket.once('close', () => clearTimeout(connecting))
  socket.setTimeout(request.idleMs ?? defaultIdleMs, () =>
    socket.destroy(new HttpError('timeout', 'no data received for too long')),
  )
  socket.write(renderRequest(request, authorization))
  const chunks = readChunks(socket, request)
  let bytes: Buffer = Buffer.alloc(0)
  for (;;) {
    const head = parseHead(bytes)
    if (head !== null && (head.status >= 200 || head.status === 101)) {
      const rest = bytes.subarray(head.end)
      const body = readFrames(prepend(rest, chunks), head.headers)
      return {
        ...head,
        body,
        write(sent) {
          if (socket.writableLength > maxUnreadBytes)
            socket.destroy(new HttpError('network', "what was sent wasn't read"))
          else socket.write(sent)
        },
        close: (error) => void socket.destroy(error),
      }
    }
    // 100 Continue and its like.
    if (head !== null) bytes = bytes.subarray(head.end)
    else {
      const { value, done } = await chunks.next()
      if (done || bytes.length > maxHeadBytes) {
        socket.destroy()
        const message =
          bytes.length === 0 ? 'the connection was closed' : "the server doesn't speak HTTP (yet)"
        throw new HttpError('network', message)
      }
      bytes = Buffer.concat([bytes, value])
    }
  }
}

async function openSocket({ protocol, hostname, port }: URL): Promise<Socket> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  if (protocol === 'http:') return connectTcp({ host, port: Number(port || 80) })
  // Imported on demand: TLS costs a few milliseconds.
  const { connect, rootCertificates } = await import('node:tls')
  return connect({
    host,
    port: Number(port || 443),
    ...getTlsOptions(host, port, rootCertificates),
  })
}

function getMethod({ body }: HomeRequest): string {
  return body === undefined ? 'GET' : 'POST'
}

function renderRequest(request: HomeRequest, authorization: string | null): Buffer {
  const { url, body = '' } = request
  const all = {
    Host: url.host,
    'User-Agent': `paparazza-snapper/${snapperVersion}`,
    'Accept-Encoding': 'identity',
    Connection: 'close',
    ...(body !== '' && {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    }),
    ...request.headers,
    ...(authorization && { Authorization: authorization }),
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const target = `${getMethod(request)} ${url.pathname}${url.search} HTTP/1.1`
  return Buffer.from(`${target}\r\n${lines.join('')}\r\n${body}`)
}

async function* readChunks(
  socket: Socket,
  { url, signal }: HomeRequest,
): AsyncGenerator<Buffer, undefined> {
  try {
    for await (const chunk of socket) yield chunk
  } catch (error) {
    const explained = explainTlsError(error, url)
    throw explained ?? toHttpError(error, signal)
  }
}

async function* prepend(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first
  yield* rest
}

/** A sender that keeps its connection open gets this long after its declared length. */
const graceMs = 500

/**
 * The whole body, decompressed. It ends with the connection, at its declared length, or when `isDone` says so.
 * @param isDone for what can be judged by its bytes; then a declared length is only a hint
 * @throws HttpError `too-large` above `maxBytes`, or why the connection failed
 */
export async function readHomeBody(
  { body, headers, close }: HomeResponse,
  maxBytes: number,
  isDone?: (getBytes: () => Buffer, chunk: Buffer) => boolean,
): Promise<Buffer> {
  const declared = Number.parseInt(headers.get('content-length') ?? '', 10)
  const chunks: Buffer[] = []
  let length = 0
  let grace: NodeJS.Timeout | undefined
  const getBytes = () => {
    chunks.splice(0, chunks.length, Buffer.concat(chunks))
    return chunks[0] ?? Buffer.alloc(0)
  }
  const isComplete = () => !headers.has('transfer-encoding') && length >= declared
  try {
    if (isComplete()) return Buffer.alloc(0)
    for await (const chunk of body) {
      chunks.push(chunk)
      length += chunk.length
      if (length > maxBytes) throw new HttpError('too-large', `more than ${maxBytes} bytes`)
      if (isDone === undefined ? isComplete() : isDone(getBytes, chunk)) break
      if (isComplete()) grace ??= setTimeout(close, graceMs)
    }
  } catch (error) {
    if (!isComplete() || (error instanceof HttpError && error.kind === 'too-large')) throw error
  } finally {
    clearTimeout(grace)
    close()
  }
  const bytes = getBytes()
  const whole = isDone === undefined && isComplete() ? bytes.subarray(0, declared) : bytes
  return decompress(whole, headers.get('content-encoding') ?? '', maxBytes)
}

/** @throws HttpError */
export async function sendHomeRequest(
  request: HomeRequest,
  maxBytes: number,
): Promise<{ status: number; headers: HomeResponse['headers']; body: Buffer }> {
  const response = await openHomeRequest(request)
  const body = await readHomeBody(response, maxBytes)
  return { status: response.status, headers: response.headers, body }
}
