import { type IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** Header fields of an answer, lower-case, in the order they were set; `set-cookie` can be a list. */
export type HeaderMap = Map<string, string | string[]>

/** Where an answer of Next's goes, piece by piece. */
export interface ResponseSink {
  head(status: number, fields: HeaderMap): void
  /** `false`: full; `drain` will be told to the response. */
  body(chunk: Buffer): boolean
  end(): void
}

type Callback = (error?: Error | null) => void

/**
 * What Next writes its answer to: everything a handler may do with a `ServerResponse`, but with no socket behind it. The first
 * byte hands the header to the sink, which can still change all of it.
 */
export class CapturedResponse extends ServerResponse {
  readonly #sink: ResponseSink
  #isBegun = false

  constructor(request: IncomingMessage, sink: ResponseSink) {
    super(request)
    this.#sink = sink
    // A getter on the prototype; TypeScript, which takes it for a field, lets no class override it by one.
    Object.defineProperty(this, 'headersSent', { get: () => this.#isBegun })
  }

  override writeHead(
    status: number,
    reason?: string | OutgoingHttpHeaders | unknown[],
    given?: OutgoingHttpHeaders | unknown[],
  ): this {
    this.statusCode = status
    const fields = typeof reason === 'string' ? given : (given ?? reason)
    if (Array.isArray(fields)) {
      for (let index = 0; index < fields.length; index += 2)
        this.setHeader(String(fields[index]), String(fields[index + 1]))
    } else {
      for (const [name, value] of Object.entries(fields ?? {}))
        if (value !== undefined) this.setHeader(name, value as string | number | string[]) // its own type, less undefined
    }
    return this
  }

  override flushHeaders(): void {
    // Next flushes at the first byte of a stream, which brings the header along anyway.
  }

  override write(chunk: unknown, encoding?: BufferEncoding | Callback, done?: Callback): boolean {
    const callback = typeof encoding === 'function' ? encoding : done
    this.#begin()
    const isRoom = this.#sink.body(toBuffer(chunk, encoding))
    if (callback !== undefined) process.nextTick(callback)
    return isRoom
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

  /** The one who asked has gone: Next's request signal aborts. */
  abandon(): void {
    if (this.finished || this.destroyed) return
    this.destroyed = true
    this.emit('close')
  }

  #begin(): void {
    if (this.#isBegun) return
    this.#isBegun = true
    const fields: HeaderMap = new Map()
    for (const [name, value] of Object.entries(this.getHeaders()))
      if (value !== undefined) fields.set(name, Array.isArray(value) ? value : String(value))
    this.#sink.head(this.statusCode, fields)
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
