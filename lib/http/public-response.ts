import { createHash } from 'node:crypto'

/** How long the house itself holds a public answer; a change empties it before. */
const heldSeconds = 5

/**
 * A public JSON answer with a strong ETag, readable from other sites. Browsers ask again each time (and are told 304), since
 * only the house knows when something changes.
 * @param tags what empties it from the public cache, as `printer:1`; never leaves the house
 */
export function jsonResponse(request: Request, body: unknown, tags: readonly string[]): Response {
  return bytesResponse(request, Buffer.from(JSON.stringify(body)), {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': `public, max-age=0, s-maxage=${heldSeconds}, must-revalidate`,
    'cache-tag': tags.join(' '),
    'access-control-expose-headers': 'Date, ETag',
  })
}

/** A public answer of whole bytes: strong ETag, 304, CORS. `Date` is the clock that a page tells ages by. */
export function bytesResponse(
  request: Request,
  bytes: Buffer,
  headers: Record<string, string>,
): Response {
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`
  const all = { 'access-control-allow-origin': '*', etag, ...headers }
  const asked = request.headers.get('if-none-match')
  if (
    asked?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*')
  )
    return new Response(null, { status: 304, headers: all })
  // A Buffer is a Uint8Array over an ArrayBuffer here; lib.dom wants to hear it.
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: { ...all, 'content-length': String(bytes.length) },
  })
}
