import type { IncomingMessage, ServerResponse } from 'node:http'
import { isNamed, isUnchangedSince } from './conditional.ts'
import { chooseEncoding, compress, type Encoding } from './encodings.ts'
import { addVariant, type Entry, type Variant } from './entry.ts'

/** The encoding to answer in, made once and kept beside the answer; `onGrown` is told when that took memory. */
export async function prepareVariant(
  entry: Entry,
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
export function findVariant(entry: Entry, acceptEncoding: string | undefined): Variant | null {
  return entry.variants[entry.isCompressible ? chooseEncoding(acceptEncoding) : 'identity']
}

async function encode(entry: Entry, encoding: Exclude<Encoding, 'identity'>): Promise<Variant> {
  const body = await compress(entry.source.body, encoding)
  return addVariant(entry, encoding, body)
}

/** Answers with a variant: 304 where the caller has it, without a body for HEAD. */
export function sendVariant(
  request: IncomingMessage,
  response: ServerResponse,
  entry: Entry,
  variant: Variant,
): void {
  if (entry.status === 200 && isAtCaller(request, entry, variant)) {
    response.writeHead(304, variant.notModifiedHead)
    response.end()
    return
  }
  response.writeHead(entry.status, variant.head)
  response.end(variant.body, 'latin1')
}

function isAtCaller({ headers }: IncomingMessage, entry: Entry, { etag }: Variant): boolean {
  const tags = headers['if-none-match']
  if (tags !== undefined) return etag !== null && isNamed(tags, etag)
  const since = headers['if-modified-since']
  return (
    since !== undefined &&
    entry.lastModified !== null &&
    isUnchangedSince(since, entry.lastModified)
  )
}
