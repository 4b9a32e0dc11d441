import { DomainError } from '#lib/core/errors.ts'

export interface PartHeader {
  name: string
  /** It came with a filename. The name itself is never used for anything. */
  isFile: boolean
}

/**
 * The boundary of a multipart content type.
 * @throws DomainError `malformed-multipart` where it is missing or not one (RFC 2046: 1-70 characters)
 */
export function findBoundary(contentType: string): string {
  const match = /;\s*boundary=(?:"([^"]*)"|([^\s;]+))/i.exec(contentType)
  const boundary = match?.[1] ?? match?.[2] ?? ''
  if (!/^[\w'()+,./:=? -]{1,70}$/.test(boundary) || boundary.endsWith(' '))
    throw new DomainError(
      'malformed-multipart',
      'The Content-Type names no boundary of 1 to 70 characters. Let your HTTP client make the body.',
    )
  return boundary
}

/**
 * What a part is, from its header lines (names in lower case).
 * @throws DomainError `malformed-multipart` where it has no name, or is a multipart of its own
 */
export function parsePartHeader(lines: Record<string, string[]>): PartHeader {
  const disposition = lines['content-disposition']?.[0] ?? ''
  if (!/^form-data\s*;/i.test(disposition)) throw refuse('has no Content-Disposition: form-data')
  const name = /;\s*name=(?:"((?:[^"\\]|\\.)*)"|([^\s;]+))/i.exec(disposition)
  const text = name?.[1] ?? name?.[2] ?? ''
  if (text === '') throw refuse('has no name')
  if (/;\s*name\*/i.test(disposition)) throw refuse('names itself in an encoding (name*=)')
  if (/^multipart\//i.test(lines['content-type']?.[0] ?? '')) throw refuse('is a multipart itself')
  return { name: text, isFile: /;\s*filename\*?=/i.test(disposition) }
}

function refuse(what: string): DomainError {
  return new DomainError('malformed-multipart', `A part of the multipart body ${what}.`)
}
