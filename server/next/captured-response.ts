import { type IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { PageSources } from '../headers/content-security-policy.ts'

/** Response headers by lower-case name, in the order they were set; `set-cookie` may be a list. */
export type HeaderMap = Map<string, string | string[]>

/** A complete response of Next's. */
export interface BufferedResponse {
  status: number
  headers: HeaderMap
  body: Buffer
  /** Of HTML only. */
  page?: PageSources
}

/** Receives a response of Next's, piece by piece. */
export interface ResponseSink {
  head(status: number, headers: HeaderMap): void
  /** @returns `false` when full; the response then waits for `drain` */
  body(chunk: Buffer): boolean
  end(): void
}

type Callback = (error?: Error | null) => void

/**
 * What Next writes its response to: a `ServerResponse` without a socket. The first byte passes the headers to the sink, which can
 * still change all of them.
 */
export class CapturedResponse extends ServerResponse {
  readonly #sink: ResponseSink
  #hasBegun = false

  constructor(request: IncomingMessage, sink: ResponseSink) {
    super(request)
    this.#sink = sink
    // A getter on the prototype. TypeScript declares it as a field, which a class can't override by a getter.
    Object.defineProperty(this, 'headersSent', { get: () => this.#hasBegun })
  }

  override writeHead(
    status: number,
    reason?: string | OutgoingHttpHeaders | unknown[],
    given?: OutgoingHttpHeaders | unknown[],
  ): this {
    this.statusCode = status
    const headers = typeof reason === 'string' ? given : (given ?? reason)
    if (Array.isArray(headers)) {
      for (let index = 0; index < headers.length; index += 2)
        this.setHeader(String(headers[index]), String(headers[index + 1]))
    } else {
      for (const [name, value] of Object.entries(headers ?? {}))
        if (value !== undefined) this.setHeader(name, value as string | number | string[]) // its own type, less undefined
    }
    return this
  }

  override flushHeaders(): void {
    // Next flushes at the first byte of a stream, which passes the headers on anyway.
  }

  override write(chunk: unknown, encoding?: BufferEncoding | Callback, done?: Callback): boolean {
    const callback = typeof encoding === 'function' ? encoding : done
    this.#begin()
    const hasRoom = this.#sink.body(toBuffer(chunk, encoding))
    if (callback !== undefined) process.nextTick(callback)
    return hasRoom
  }

  override end(chunk?: unknown, encoding?: BufferEncoding | Callback, done?: Callback): this {
    if (this.finished) return this
    const callback = [chunk, encoding, done].find((one) => typeof one === 'function')
    this.#begin()
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function')
      this.#sink.body(toBuffer(chunk, encoding))
    this.finished = true
    this.#sink.end()
    process.nextTick(() => {
      this.emit('finish')
      if (typeof callback === 'function') callback()
      this.emit('close')
    })
    return this
  }

  /** The client has disconnected: aborts Next's request signal. */
  abandon(): void {
    if (this.finished || this.destroyed) return
    this.destroyed = true
    this.emit('close')
  }

  #begin(): void {
    if (this.#hasBegun) return
    this.#hasBegun = true
    const headers: HeaderMap = new Map()
    for (const [name, value] of Object.entries(this.getHeaders()))
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value : String(value))
    this.#sink.head(this.statusCode, headers)
  }
}

function toBuffer(chunk: unknown, encoding: unknown): Buffer {
  if (typeof chunk === 'string')
    return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
  // Anything else that a ServerResponse takes is bytes.
  const bytes = chunk as Uint8Array
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
