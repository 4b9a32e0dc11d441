/**
 * Does If-None-Match name this strong tag? Lists, `*` and weak spellings of it count: for a GET the comparison is the weak one
 * (RFC 9110 section 13.1.2).
 */
export function matchesEtag(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag || ifNoneMatch === '*') return true
  if (!ifNoneMatch.includes(etag)) return false
  return (ifNoneMatch.match(/(?:W\/)?"[^"]*"/g) ?? []).some(
    (tag) => (tag.startsWith('W/') ? tag.slice(2) : tag) === etag,
  )
}

/** Only asked where the caller sent no If-None-Match; feed readers still do. */
export function isNotModifiedSince(ifModifiedSince: string, lastModified: string): boolean {
  return Date.parse(lastModified) <= Date.parse(ifModifiedSince)
}
