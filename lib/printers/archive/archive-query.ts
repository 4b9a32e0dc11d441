import { cameraNumbers, maxCameras } from '#lib/api/cameras.ts'
import { type PrinterState, printerStates } from '#lib/api/states.ts'
import { DomainError } from '#lib/core/errors.ts'
import { dayOf, spanOfDay, spanOfMonth } from './days.ts'

/** The archive's filter; all conditions must match. */
export interface ArchiveQuery {
  from: Date | null
  to: Date | null
  state: PrinterState | null
  /** A print's number. */
  print: number | null
  /** 1-4. */
  camera: number
}

export const fullArchive: ArchiveQuery = {
  from: null,
  to: null,
  state: null,
  print: null,
  camera: 1,
}

/** A day with pictures. */
export interface ArchiveDay {
  /** "2026-11-22", in the site's time zone. */
  day: string
  pictures: number
}

/**
 * The filter in a URL: `day` (YYYY-MM-DD, in the site's zone), or `from` and `to` (a day or an RFC 3339 time; `to` is exclusive),
 * `state`, `print`, `camera`.
 * @throws DomainError `malformed-cursor` (400, "Malformed query")
 */
export function parseArchiveQuery(query: URLSearchParams, timeZone: string): ArchiveQuery {
  requireOnce(query, ['day', 'from', 'to', 'state', 'print', 'camera'])
  const day = query.get('day')
  const [from, to] = [query.get('from'), query.get('to')]
  if (day !== null && (from !== null || to !== null))
    throw invalid('"day" can\'t be combined with "from" or "to". Send one or the other.')
  const span = day === null ? null : requireDay(day, timeZone)
  const start = span?.from ?? (from === null ? null : parseMoment('from', from, timeZone))
  const end = span?.to ?? (to === null ? null : parseMoment('to', to, timeZone))
  if (start !== null && end !== null && start >= end) throw invalid('"from" must be before "to".')
  return {
    from: start,
    to: end,
    state: parseState(query.get('state')),
    print: parsePrintNumber(query.get('print')),
    camera: parseCamera(query.get('camera')),
  }
}

/**
 * The span of a month in a URL ("2026-11").
 * @throws DomainError `malformed-cursor`
 */
export function parseMonth(month: string, timeZone: string): { from: Date; to: Date } {
  const span = spanOfMonth(month, timeZone)
  if (span === null) throw invalid('"month" must be a month like 2026-11.')
  return span
}

/** Sums quarters of an hour, oldest first, by day. */
export function countDays(
  quarters: readonly { startsAt: Date; count: number }[],
  timeZone: string,
): ArchiveDay[] {
  const days: ArchiveDay[] = []
  let next: Date | null = null
  for (const { startsAt, count } of quarters) {
    const last = days.at(-1)
    // A month has 3,000 quarters and 30 days: time zone lookups only for the days.
    if (last !== undefined && next !== null && startsAt < next) last.pictures += count
    else {
      const day = dayOf(startsAt, timeZone)
      next = spanOfDay(day, timeZone)?.to ?? null
      days.push({ day, pictures: count })
    }
  }
  return days
}

/** @throws DomainError `malformed-cursor` */
export function requireDay(day: string, timeZone: string): { from: Date; to: Date } {
  return spanOfDay(day, timeZone) ?? throwInvalidTime('day')
}

function parseMoment(name: string, text: string, timeZone: string): Date {
  return spanOfDay(text, timeZone)?.from ?? parseRfc3339(text) ?? throwInvalidTime(name)
}

export function parseRfc3339(text: string): Date | null {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/i.test(text)
  const at = new Date(isTime ? text : Number.NaN)
  return Number.isNaN(at.getTime()) ? null : at
}

function throwInvalidTime(name: string): never {
  throw invalid(
    name === 'day'
      ? '"day" must be a day like 2026-11-22.'
      : `"${name}" must be a day like 2026-11-22 or an RFC 3339 time.`,
  )
}

function parseState(text: string | null): PrinterState | null {
  if (text === null) return null
  const known = printerStates.find((state) => state === text)
  if (known === undefined) throw invalid(`"state" must be one of ${printerStates.join(', ')}.`)
  return known
}

/** @throws DomainError `malformed-cursor` */
export function parsePrintNumber(text: string | null): number | null {
  if (text === null) return null
  if (!/^[1-9]\d{0,8}$/.test(text)) throw invalid('"print" must be the number of a print, like 7.')
  return Number(text)
}

/** @throws DomainError `malformed-cursor` */
export function parseCamera(text: string | null): number {
  const number = text === null ? 1 : cameraNumbers.find((each) => String(each) === text)
  if (number === undefined) throw invalid(`"camera" must be a number from 1 to ${maxCameras}.`)
  return number
}

/** @throws DomainError `malformed-cursor` for a parameter that is given twice */
export function requireOnce(query: URLSearchParams, names: readonly string[]): void {
  for (const name of names)
    if (query.getAll(name).length > 1) throw invalid(`"${name}" is given twice. Send it once.`)
}

export function invalid(detail: string): DomainError {
  return new DomainError('malformed-cursor', detail)
}
