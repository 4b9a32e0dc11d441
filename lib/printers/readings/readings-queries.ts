import { readingSpans } from '#lib/api/paths.ts'
import type { ApiChartReadings, ApiReadingColumns } from '#lib/api/schema/charts.ts'
import type { PrintQueryParts } from '../prints/print-queries.ts'
import { requirePrint } from '../prints/print-queries.ts'
import type { Print } from '../prints/types.ts'
import { requirePrinter } from '../require-printer.ts'
import type { SerializeSettings } from '../serialize.ts'
import { serializeChartPoints } from './chart-points.ts'
import { serializePicturesAt, toColumns } from './readings-columns.ts'
import { filterReadingsOf } from './readings-of-print.ts'
import type { ReadingsQuery } from './readings-query.ts'
import { type Span, spanOfPrintReadings, trimToBirth } from './span.ts'

/** As many as a drawing of a page's width can show. */
const maxDrawn = 480
/** As many as somebody who looks closer can: a month at one in a quarter of an hour, a day at two a minute. */
const maxColumns = 2_880
const maxPictures = 300

/**
 * The public views of readings over a span. Every method throws DomainError `printer-not-found`, and `not-found` where the
 * query names a print that there isn't.
 */
export interface ReadingsQueries {
  /** For a drawing with its table. */
  getReadings(id: number, query: ReadingsQuery): Promise<ApiChartReadings>
  /** For a chart to look into, with the pictures of that time. */
  getColumns(id: number, query: ReadingsQuery): Promise<ApiReadingColumns>
}

interface Found extends Span {
  /** It reaches up to now. */
  isRecent?: boolean
  /** Whose readings they are. */
  print?: Print
}

export function createReadingsQueries(
  store: PrintQueryParts,
  settings: SerializeSettings & { now(): Date },
): ReadingsQueries {
  async function find(id: number, query: ReadingsQuery): Promise<Found> {
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
    const asked = await find(id, query)
    const found = await store.archive.listReadings(id, asked, limit)
    const points = asked.print ? filterReadingsOf(asked.print, found) : found
    const firstAt = points[0]?.observedAt ?? null
    const span = asked.isRecent ? trimToBirth(asked, printer.createdAt, firstAt) : asked
    return { printer, span, readings: serializeChartPoints(printer, span, points, limit) }
  }

  return {
    async getReadings(id, query) {
      return (await read(id, query, maxDrawn)).readings
    },
    async getColumns(id, query) {
      const { printer, span, readings } = await read(id, query, maxColumns)
      const within = { from: span.from, to: span.to, jobName: null }
      const frames = printer.isPublishing
        ? await store.prints.listFrames(id, within, maxPictures)
        : []
      return toColumns(readings, serializePicturesAt(frames, settings))
    },
  }
}
