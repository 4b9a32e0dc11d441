import { type ReadingSpan, readingSpans } from '#lib/api/paths.ts'
import { DomainError } from '#lib/core/errors.ts'

/** Which readings somebody asks for: a span that ends now, those of a print, or a span of the past. */
export type ReadingsQuery = { span: ReadingSpan } | { print: number } | { from: Date; to: Date }

/** A longer span says nothing that a month doesn't, and costs more to read. */
const longestMs = 31 * 24 * 60 * 60 * 1000

/**
 * The readings that a URL names: `span` (day, which is the default, week, month), or `print`, or `from` and `to` (RFC 3339 times).
 * @throws DomainError `malformed-cursor` (400, "Malformed query")
 */
export function parseReadingsQuery(query: URLSearchParams): ReadingsQuery {
  const given = ['span', 'print', 'from', 'to'].filter((name) => query.has(name))
  for (const name of given)
    if (query.getAll(name).length > 1) throw refuse(`"${name}" is given twice. Give it once.`)
  const [from, to] = [query.get('from'), query.get('to')]
  if (given.length > (from === null ? 1 : 2) || (from === null) !== (to === null))
    throw refuse('Give one of "span" and "print", or "from" and "to" together.')
  if (from !== null && to !== null) return parsePast(from, to)
  const print = query.get('print')
  if (print !== null) return { print: parseNumber(print) }
  return { span: parseSpan(query.get('span') ?? 'day') }
}

function parsePast(from: string, to: string): { from: Date; to: Date } {
  const span = { from: parseTime('from', from), to: parseTime('to', to) }
  const lengthMs = span.to.getTime() - span.from.getTime()
  if (lengthMs <= 0) throw refuse('"from" is not before "to". Exchange them.')
  if (lengthMs > longestMs) throw refuse('From "from" to "to" are 31 days at most. Ask in parts.')
  return span
}

function parseTime(name: string, text: string): Date {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/i.test(text)
  const at = new Date(isTime ? text : Number.NaN)
  if (Number.isNaN(at.getTime())) throw refuse(`"${name}" is an RFC 3339 time.`)
  return at
}

function parseSpan(text: string): ReadingSpan {
  const names = Object.keys(readingSpans)
  if (!names.includes(text)) throw refuse(`"span" is one of ${names.join(', ')}.`)
  return text as ReadingSpan // it is one of its keys
}

function parseNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw refuse('"print" is the number of a print, like 7.')
  return Number(text)
}

function refuse(detail: string): DomainError {
  return new DomainError('malformed-cursor', detail)
}
