import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type Encoding = 'identity' | 'gzip' | 'br'

const compressible =
  /^(?:text\/|application\/(?:json|javascript|xml|manifest\+json|[\w.-]+\+(?:json|xml))|image\/svg\+xml)/
const minBytes = 512

export function isCompressible(contentType: string | undefined, bytes: number): boolean {
  return bytes > minBytes && compressible.test(contentType ?? '')
}

const chosen = new Map<string, Encoding>()
const maxRemembered = 64

/** Prefers Brotli to gzip and respects q=0. Browsers send a handful of values, so the results are remembered. */
export function chooseEncoding(acceptEncoding: string | undefined): Encoding {
  if (acceptEncoding === undefined) return 'identity'
  const known = chosen.get(acceptEncoding)
  if (known !== undefined) return known
  const encoding = choose(acceptEncoding)
  if (chosen.size < maxRemembered) chosen.set(acceptEncoding, encoding)
  return encoding
}

function choose(acceptEncoding: string): Encoding {
  const accepted = new Set(
    acceptEncoding
      .toLowerCase()
      .split(',')
      .map((part) => part.split(';'))
      .filter(([, weight]) => !/^\s*q=0(?:\.0*)?\s*$/.test(weight ?? ''))
      .map(([name]) => name?.trim()),
  )
  if (accepted.has('br')) return 'br'
  return accepted.has('gzip') ? 'gzip' : 'identity'
}

const brotliAsync = promisify(brotliCompress)
const gzipAsync = promisify(gzip)

/** For the first response, which a client waits for: a tenth of the best quality's time, and within a tenth of its size. */
const quickQuality = 5
/** For what is requested again; see recompress.ts. */
const bestQuality = 11

/** Runs on libuv's threads. */
export function compress(
  body: Buffer,
  encoding: 'gzip' | 'br',
  effort: 'quick' | 'best' = 'quick',
): Promise<Buffer> {
  if (encoding === 'gzip') return gzipAsync(body, { level: 6 })
  return brotliAsync(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: effort === 'best' ? bestQuality : quickQuality,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  })
}
