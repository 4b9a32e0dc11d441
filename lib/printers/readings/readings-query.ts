import { type ReadingSpan, readingSpans } from '#lib/api/paths.ts'
import { invalid, parsePrintNumber, parseRfc3339, requireOnce } from '../archive/archive-query.ts'

/** Requested readings: a span that ends now, a print, or a span of the past. */
export type ReadingsQuery = { span: ReadingSpan } | { print: number } | { from: Date; to: Date }

/** A longer span shows no more than a month does and is slower to read. */
const longestMs = 31 * 24 * 60 * 60 * 1000

/**
 * Parses a URL's query: `span` (day, week or month; default day), or `print`, or `from` and `to` (RFC 3339 times).
 * @throws DomainError `malformed-cursor` (400, "Malformed query")
 */
export function parseReadingsQuery(query: URLSearchParams): ReadingsQuery {
  const given = ['span', 'print', 'from', 'to'].filter((name) => query.has(name))
  requireOnce(query, given)
  const [from, to] = [query.get('from'), query.get('to')]
  if (given.length > (from === null ? 1 : 2) || (from === null) !== (to === null))
    throw invalid('Send either "span", or "print", or "from" and "to" together.')
  if (from !== null && to !== null) return parsePast(from, to)
  const print = parsePrintNumber(query.get('print'))
  if (print !== null) return { print }
  return { span: parseSpan(query.get('span') ?? 'day') }
}

function parsePast(from: string, to: string): { from: Date; to: Date } {
  const span = { from: parseTime('from', from), to: parseTime('to', to) }
  const lengthMs = span.to.getTime() - span.from.getTime()
  if (lengthMs <= 0) throw invalid('"from" must be before "to".')
  if (lengthMs > longestMs)
    throw invalid('"from" and "to" must be at most 31 days apart. Request shorter spans.')
  return span
}

function parseTime(name: string, text: string): Date {
  const at = parseRfc3339(text)
  if (at === null) throw invalid(`"${name}" must be an RFC 3339 time.`)
  return at
}

function parseSpan(text: string): ReadingSpan {
  const names = Object.keys(readingSpans)
  if (!names.includes(text)) throw invalid(`"span" must be one of ${names.join(', ')}.`)
  return text as ReadingSpan // checked above
}
