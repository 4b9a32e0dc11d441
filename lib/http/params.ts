import { DomainError } from '#lib/core/errors.ts'
import type { HistoryCursor } from '#lib/printers/types.ts'

/**
 * A printer's number as it stands in a URL: one spelling only, so that one printer has one address.
 * @throws DomainError `printer-not-found`
 */
export function parsePrinterId(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new DomainError(
    'printer-not-found',
    'There is no such printer. Its address ends in its number.',
  )
}

/**
 * A page of history: `limit` 1-200 (default 50), `before` a cursor that an earlier page gave, or an RFC 3339 time.
 * @throws DomainError `malformed-cursor`
 */
export function parseHistoryPage(url: URL): { before: HistoryCursor | null; limit: number } {
  const limit = url.searchParams.get('limit') ?? '50'
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > 200)
    throw new DomainError('malformed-cursor', '"limit" is a number from 1 to 200.')
  const before = url.searchParams.get('before')
  return { before: before === null ? null : parseCursor('before', before), limit: Number(limit) }
}

/** Which part of the history: what is older than a cursor, or newer than one; neither: the newest. */
export interface ArchivePosition {
  before: HistoryCursor | null
  after?: HistoryCursor
  limit: number
}

/**
 * A page of history that can also be asked for upwards: `after` is a cursor that an earlier page gave, or an RFC 3339 time, from which on
 * its pictures are.
 * @throws DomainError `malformed-cursor`
 */
export function parseArchivePosition(url: URL): ArchivePosition {
  const page = parseHistoryPage(url)
  const after = url.searchParams.get('after')
  if (after === null) return page
  if (page.before !== null)
    throw new DomainError('malformed-cursor', 'Give "before" or "after", not both.')
  return { ...page, after: parseCursor('after', after) }
}

/**
 * A print's number as it stands in a URL.
 * @throws DomainError `not-found`
 */
export function parsePrintNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new DomainError('not-found', 'There is no such print. Its address ends in its number.')
}

export function formatCursor({ capturedAt, id }: HistoryCursor): string {
  return `${capturedAt.getTime()}-${id}`
}

function parseCursor(name: 'before' | 'after', text: string): HistoryCursor {
  const [, time, id] = /^(\d{1,15})-(\d{1,15})$/.exec(text) ?? []
  if (time !== undefined) return { capturedAt: new Date(Number(time)), id: Number(id) }
  const at = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : null
  if (at === null || Number.isNaN(at.getTime()))
    throw new DomainError(
      'malformed-cursor',
      `"${name}" is the "${name === 'before' ? 'next' : 'previous'}" of an earlier page, or an RFC 3339 time.`,
    )
  return { capturedAt: at, id: 0 }
}
