import { createHash } from 'node:crypto'

/** A strong ETag of a body: 27 base64url characters of its SHA-256, in quotes. */
export function createEtag(body: Buffer | string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
}

/**
 * Whether If-None-Match names this strong ETag. Accepts lists and `*`, and ignores `W/`: for GET the comparison is weak
 * (RFC 9110 section 13.1.2).
 */
export function matchesEtag(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag || ifNoneMatch === '*') return true
  if (!ifNoneMatch.includes(etag)) return false
  return (ifNoneMatch.match(/(?:W\/)?"[^"]*"/g) ?? []).some(
    (tag) => (tag.startsWith('W/') ? tag.slice(2) : tag) === etag,
  )
}

/** Compares HTTP dates. Applies only to requests without If-None-Match; some feed readers send nothing else. */
export function isNotModifiedSince(ifModifiedSince: string, lastModified: string): boolean {
  return Date.parse(lastModified) <= Date.parse(ifModifiedSince)
}

/** Whether the client's copy is current: by ETag where it sent one, else by date. */
export function isCurrent(
  headers: Headers,
  { etag, lastModified }: { etag: string; lastModified?: string },
): boolean {
  const ifNoneMatch = headers.get('if-none-match')
  if (ifNoneMatch !== null) return matchesEtag(ifNoneMatch, etag)
  const since = headers.get('if-modified-since')
  return since !== null && lastModified !== undefined && isNotModifiedSince(since, lastModified)
}
