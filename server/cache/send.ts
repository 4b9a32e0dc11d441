import type { IncomingMessage, ServerResponse } from 'node:http'
import { isNotModifiedSince, matchesEtag } from './conditional.ts'
import { chooseEncoding, compress, type Encoding } from './encodings.ts'
import { addVariant, type CacheEntry, type Variant } from './entry.ts'

/** The encoding to answer in, made once and kept beside the answer; `onGrown` is told when that took memory. */
export async function prepareVariant(
  entry: CacheEntry,
  acceptEncoding: string | undefined,
  onGrown: () => void,
): Promise<Variant> {
  const ready = findVariant(entry, acceptEncoding)
  if (ready !== null) return ready
  const encoding = chooseEncoding(acceptEncoding)
  if (encoding === 'identity') throw new Error('An answer always has its identity.')
  entry.encoding[encoding] ??= encode(entry, encoding).then((variant) => {
    onGrown()
    return variant
  })
  return entry.encoding[encoding]
}

/** The encoding to answer in where it is made already. */
export function findVariant(entry: CacheEntry, acceptEncoding: string | undefined): Variant | null {
  return entry.variants[entry.isCompressible ? chooseEncoding(acceptEncoding) : 'identity']
}

async function encode(
  entry: CacheEntry,
  encoding: Exclude<Encoding, 'identity'>,
): Promise<Variant> {
  const body = await compress(entry.source.body, encoding)
  return addVariant(entry, encoding, body)
}

/** Answers with a variant: 304 where the caller has it, without a body for HEAD. */
export function sendVariant(
  request: IncomingMessage,
  response: ServerResponse,
  entry: CacheEntry,
  variant: Variant,
): void {
  const known = entry.status === 200 ? findAtCaller(request, entry, variant) : null
  if (known !== null) {
    response.writeHead(304, known.notModifiedHead)
    response.end()
    return
  }
  response.writeHead(entry.status, variant.head)
  response.end(variant.body, 'latin1')
}

/** The spelling of this variant that the caller has already. */
function findAtCaller(
  { headers }: IncomingMessage,
  entry: CacheEntry,
  variant: Variant,
): Variant | null {
  const tags = headers['if-none-match']
  if (tags !== undefined) {
    if (isThere(tags, variant)) return variant
    const { former } = variant
    return former !== null && isThere(tags, former) ? former : null
  }
  const since = headers['if-modified-since']
  const isOld =
    since === undefined ||
    entry.lastModified === null ||
    !isNotModifiedSince(since, entry.lastModified)
  return isOld ? null : variant
}

function isThere(tags: string, { etag }: Variant): boolean {
  return etag !== null && matchesEtag(tags, etag)
}
