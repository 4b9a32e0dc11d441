import { createEtag, matchesEtag } from '#lib/core/etag.ts'
import { type CachePolicy, renderCacheControl } from '#lib/core/page-options.ts'

/** The headers by which a route declares how its response is cached. Cache-Tag never leaves the server. */
export function cacheHeaders(policy: CachePolicy): Record<string, string> {
  return { 'cache-control': renderCacheControl(policy), 'cache-tag': policy.tags.join(' ') }
}

/**
 * A public JSON response with a strong ETag, readable by other sites. Browsers revalidate every time, since only the server knows
 * when something changes.
 */
export function jsonResponse(request: Request, body: unknown, policy: CachePolicy): Response {
  return bytesResponse(request, Buffer.from(JSON.stringify(body)), {
    'content-type': 'application/json; charset=utf-8',
    ...cacheHeaders(policy),
    'access-control-expose-headers': 'Date, ETag',
  })
}

/** A public response of complete bytes: strong ETag, 304, CORS. Pages compute ages by its `Date`. */
export function bytesResponse(
  request: Request,
  bytes: Buffer,
  headers: Record<string, string>,
): Response {
  const etag = createEtag(bytes)
  const all = { 'access-control-allow-origin': '*', etag, ...headers }
  const ifNoneMatch = request.headers.get('if-none-match')
  if (ifNoneMatch !== null && matchesEtag(ifNoneMatch, etag))
    return new Response(null, { status: 304, headers: all })
  // A Buffer is a Uint8Array over an ArrayBuffer here, which lib.dom can't know.
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: { ...all, 'content-length': String(bytes.length) },
  })
}
