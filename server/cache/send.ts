import type { IncomingMessage, ServerResponse } from 'node:http'
import { isNotModifiedSince, matchesEtag } from '#lib/core/etag.ts'
import { chooseEncoding, compress } from './encodings.ts'
import { addVariant, type CacheEntry, type Variant } from './entry.ts'

/**
 * The variant in the encoding that the client accepts. Compressed at most once per entry.
 * @param onGrown called when a new variant has taken memory
 */
export async function prepareVariant(
  entry: CacheEntry,
  acceptEncoding: string | undefined,
  onGrown: () => void,
): Promise<Variant> {
  const ready = findVariant(entry, acceptEncoding)
  if (ready !== null) return ready
  const encoding = chooseEncoding(acceptEncoding)
  if (encoding === 'identity') throw new Error('An entry always has its identity variant.')
  entry.compressing[encoding] ??= compress(entry.source.body, encoding).then((body) => {
    const variant = addVariant(entry, encoding, body)
    onGrown()
    return variant
  })
  return entry.compressing[encoding]
}

/** The variant in the encoding that the client accepts, or `null` where it isn't compressed yet. */
export function findVariant(entry: CacheEntry, acceptEncoding: string | undefined): Variant | null {
  return entry.variants[entry.isCompressible ? chooseEncoding(acceptEncoding) : 'identity']
}

/** Sends a variant: 304 where the client's copy is current, no body for HEAD. */
export function sendVariant(
  request: IncomingMessage,
  response: ServerResponse,
  entry: CacheEntry,
  variant: Variant,
): void {
  const current = entry.status === 200 ? findCurrent(request, entry, variant) : null
  if (current !== null) {
    response.writeHead(304, current.notModifiedHead)
    response.end()
    return
  }
  response.writeHead(entry.status, variant.head)
  response.end(variant.body, 'latin1')
}

/** The variant whose copy the client has: this one or the one that it replaced. */
function findCurrent(
  { headers }: IncomingMessage,
  entry: CacheEntry,
  variant: Variant,
): Variant | null {
  const ifNoneMatch = headers['if-none-match']
  if (ifNoneMatch !== undefined) {
    if (matchesVariant(ifNoneMatch, variant)) return variant
    const { previous } = variant
    return previous !== null && matchesVariant(ifNoneMatch, previous) ? previous : null
  }
  const since = headers['if-modified-since']
  const isModified =
    since === undefined ||
    entry.lastModified === null ||
    !isNotModifiedSince(since, entry.lastModified)
  return isModified ? null : variant
}

function matchesVariant(ifNoneMatch: string, { etag }: Variant): boolean {
  return etag !== null && matchesEtag(ifNoneMatch, etag)
}
