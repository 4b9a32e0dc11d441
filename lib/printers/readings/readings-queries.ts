import { isCameraPublishing } from '#lib/api/cameras.ts'
import { readingSpans } from '#lib/api/paths.ts'
import type { ApiChartReadings, ApiReadingColumns } from '#lib/api/schema/charts.ts'
import { type PrintQueryParts, requirePrint } from '../prints/print-queries.ts'
import type { Print } from '../prints/types.ts'
import { requirePrinter } from '../require-printer.ts'
import type { SerializeSettings } from '../serialize.ts'
import { filterReadingsOf, type Span, spanOfPrintReadings } from './readings-of-print.ts'
import type { ReadingsQuery } from './readings-query.ts'
import { serializeChartPoints, serializePicturesAt, toColumns } from './serialize-readings.ts'

/** As many as a chart of a page's width can show. */
const maxDrawn = 480
/** Enough for zooming in: one per quarter of an hour in a month, two per minute in a day. */
const maxColumns = 2_880
const maxPictures = 300

/**
 * The API's readings over a span. Every method throws DomainError `printer-not-found`, and `not-found` for an unknown print.
 */
export interface ReadingsQueries {
  /** For the small chart and its table. */
  getReadings(id: number, query: ReadingsQuery): Promise<ApiChartReadings>
  /** For the large chart, with the pictures of the span. */
  getColumns(id: number, query: ReadingsQuery): Promise<ApiReadingColumns>
}

interface RequestedSpan extends Span {
  /** It ends now. */
  isRecent?: boolean
  /** Only this print's readings. */
  print?: Print
}

export function createReadingsQueries(
  store: PrintQueryParts,
  settings: SerializeSettings & { now(): Date },
): ReadingsQueries {
  async function resolveSpan(id: number, query: ReadingsQuery): Promise<RequestedSpan> {
    const now = settings.now()
    if ('print' in query) {
      const { print } = await requirePrint(store, id, query.print)
      return { ...spanOfPrintReadings(print, now), print }
    }
    if ('from' in query) return query
    const from = new Date(now.getTime() - readingSpans[query.span] * 1000)
    return { from, to: now, isRecent: true }
  }

  async function read(id: number, query: ReadingsQuery, limit: number) {
    const printer = await requirePrinter(store, id)
    const requested = await resolveSpan(id, query)
    const found = await store.archive.listReadings(id, requested, limit)
    const points = requested.print ? filterReadingsOf(requested.print, found) : found
    const firstAt = points[0]?.observedAt ?? null
    const span = requested.isRecent
      ? trimToFirstReading(requested, printer.createdAt, firstAt)
      : requested
    return { printer, span, readings: serializeChartPoints(printer, span, points, limit) }
  }

  return {
    async getReadings(id, query) {
      return (await read(id, query, maxDrawn)).readings
    },
    async getColumns(id, query) {
      const { printer, span, readings } = await read(id, query, maxColumns)
      const within = { from: span.from, to: span.to, jobName: null }
      const frames = isCameraPublishing(printer, 1)
        ? await store.prints.listFrames(id, within, maxPictures)
        : []
      return toColumns(readings, serializePicturesAt(frames, settings))
    },
  }
}

/**
 * Starts the span of a printer added during it at its first reading, so that it isn't mostly a gap. The gap of an older printer is
 * real and stays.
 */
function trimToFirstReading(span: Span, createdAt: Date, firstAt: Date | null): Span {
  return firstAt === null || createdAt < span.from ? span : { from: firstAt, to: span.to }
}
