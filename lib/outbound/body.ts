import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { OutboundError } from './outbound-error.ts'

/** Throws OutboundError only. */
export interface Body extends AsyncIterable<Buffer> {
  /** Closes the connection. For a body that isn't read to its end. */
  cancel(): void
}

export interface BodyOptions {
  host: string
  /** Of what is received, and of what it decodes to: some encoded bytes decode to nothing. */
  maxBytes: number
  /** Turns what interrupts the body into the error of the request. */
  explain(error: unknown): OutboundError
}

type Bytes = AsyncIterable<Buffer>

/** The first bytes; the rest isn't read. Of a response that ends early, what has arrived. */
export async function readBeginning(body: Body, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of body) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes >= maxBytes) break
    }
  } catch {
    // What has arrived is enough.
  }
  return Buffer.concat(chunks).subarray(0, maxBytes)
}

const decoders: Record<string, () => Transform> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}
/** What a request accepts. */
export const acceptEncoding = 'gzip, br'
const maxEncodings = 2

/** The body without its encodings. */
export function createBody(message: IncomingMessage, options: BodyOptions): Body {
  const { host, maxBytes, explain } = options
  // An error without a reader must not end the process.
  message.on('error', () => undefined)
  return {
    cancel: () => void message.destroy(),
    async *[Symbol.asyncIterator]() {
      try {
        if (Number(message.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(options)
        const layers = createDecoders(message.headers['content-encoding'], host)
        yield* decode(message, layers, options)
      } catch (error) {
        throw explain(isDecoderError(error) ? badEncoding(host, error) : error)
      } finally {
        message.destroy()
      }
    },
  }
}

/** Each stage is limited: a bomb inside another encoding grows in the middle. */
function decode(message: IncomingMessage, layers: Transform[], options: BodyOptions): Bytes {
  const limit = (source: AsyncIterable<unknown>) => limitBytes(source, options)
  if (layers.length === 0) return limit(message)
  const stages = [message, limit, ...layers.flatMap((layer) => [layer, limit])]
  // `pipeline` has types for fixed numbers of stages only, and returns the last one.
  return pipeline(stages as unknown as [Readable, Transform], () => undefined) as unknown as Bytes
}

async function* limitBytes(source: AsyncIterable<unknown>, options: BodyOptions) {
  let seen = 0
  for await (const chunk of source) {
    const bytes = chunk as Buffer // no stream here has a text encoding
    seen += bytes.length
    if (seen > options.maxBytes) throw tooLarge(options)
    yield bytes
  }
}

/** The last encoding that was applied comes off first. */
function createDecoders(header: string | undefined, host: string): Transform[] {
  const names = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  if (names.length > maxEncodings)
    throw new OutboundError('encoding', `${host} encodes its body ${names.length} times`)
  return names.reverse().map((name) => {
    const create = Object.hasOwn(decoders, name) ? decoders[name] : undefined
    if (create !== undefined) return create()
    throw new OutboundError('encoding', `${host} encodes its body in an unknown way`)
  })
}

function tooLarge({ host, maxBytes }: BodyOptions): OutboundError {
  return new OutboundError('too-large', `${host} sends a body of more than ${maxBytes} bytes`)
}

function badEncoding(host: string, cause: unknown): OutboundError {
  return new OutboundError('encoding', `${host} sends a body that can’t be decoded`, cause)
}

/** The decoders' errors have a number; others, such as those of a connection, have another sign or none. */
function isDecoderError(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException
  return code.startsWith('Z_') || code.startsWith('ERR__ERROR') || code.startsWith('ERR_BROTLI')
}
