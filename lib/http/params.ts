import { DomainError } from '#lib/core/errors.ts'
import type { HistoryCursor } from '#lib/printers/types.ts'

/**
 * Parses a printer's id in a URL: one spelling only, so that each printer has one address.
 * @throws DomainError `printer-not-found`
 */
export function parsePrinterId(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new DomainError(
    'printer-not-found',
    'This printer does not exist. Use its number, as in /api/3dprinter/1/.',
  )
}

/**
 * Parses a page of history: `limit` 1-200 (default 50), `before` a cursor from an earlier page, or an RFC 3339 time.
 * @throws DomainError `malformed-cursor`
 */
export function parseHistoryPage(url: URL): { before: HistoryCursor | null; limit: number } {
  const limit = url.searchParams.get('limit') ?? '50'
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > 200)
    throw new DomainError('malformed-cursor', '"limit" must be a number from 1 to 200.')
  const before = url.searchParams.get('before')
  return { before: before === null ? null : parseCursor('before', before), limit: Number(limit) }
}

/** A part of the history: older than a cursor, or newer than one; without either the newest. */
export interface ArchivePosition {
  before: HistoryCursor | null
  after?: HistoryCursor
  limit: number
}

/**
 * Parses a page of history in either direction: `after` is a cursor from an earlier page, or an RFC 3339 time at which its pictures
 * start.
 * @throws DomainError `malformed-cursor`
 */
export function parseArchivePosition(url: URL): ArchivePosition {
  const page = parseHistoryPage(url)
  const after = url.searchParams.get('after')
  if (after === null) return page
  if (page.before !== null)
    throw new DomainError('malformed-cursor', 'Send "before" or "after", not both.')
  return { ...page, after: parseCursor('after', after) }
}

/**
 * Parses a print's number in a URL.
 * @throws DomainError `not-found`
 */
export function parsePrintNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new DomainError('not-found', 'This print does not exist. Use its number, as in /prints/1.')
}

export function formatCursor({ capturedAt, id }: HistoryCursor): string {
  return `${capturedAt.getTime()}-${id}`
}

/** @throws DomainError `malformed-cursor` */
export function parseCursor(name: 'before' | 'after', text: string): HistoryCursor {
  const [, time, id] = /^(\d{1,15})-(\d{1,15})$/.exec(text) ?? []
  if (time !== undefined) return { capturedAt: new Date(Number(time)), id: Number(id) }
  const at = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : null
  if (at === null || Number.isNaN(at.getTime()))
    throw new DomainError(
      'malformed-cursor',
      `"${name}" must be the "${name === 'before' ? 'next' : 'previous'}" of an earlier page, or an RFC 3339 time.`,
    )
  return { capturedAt: at, id: 0 }
}
