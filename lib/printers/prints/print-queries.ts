import { isCameraPublishing } from '#lib/api/cameras.ts'
import type { ApiChartReadings } from '#lib/api/schema/charts.ts'
import type {
  ApiFrame,
  ApiPrint,
  ApiPrintPage,
  ApiPrintWithNeighbours,
} from '#lib/api/schema/prints.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { Store } from '../ports.ts'
import { filterReadingsOf, spanOfPrintReadings } from '../readings/readings-of-print.ts'
import { serializeChartPoints } from '../readings/serialize-readings.ts'
import { requirePrinter } from '../require-printer.ts'
import type { SerializeSettings } from '../serialize.ts'
import type { HistoryCursor } from '../types.ts'
import { createPrintSerializer } from './print-serializer.ts'
import type { PrintView } from './print-store.ts'
import { createPrintSearch, type FoundPrints, type NameMatcher } from './search-prints.ts'
import { serializeFrame, spanOfPrint } from './serialize-print.ts'

export const maxFrames = 240
const maxPoints = 480
/** Enough for a feed reader that polls rarely. */
const maxPublished = 20

export interface PublishedPrint {
  print: ApiPrint
  pictures: number
  publishedAt: Date
  /** When the owner has last said something else of it. */
  describedAt: Date | null
}

/** The API's prints. Every method throws DomainError `printer-not-found`; those for one print also `not-found`. */
export interface PrintQueries {
  /** `isPictured: false`, here and below: without pictures, each of which needs a query of its own. */
  listPrints(
    id: number,
    page: { before: HistoryCursor | null; limit: number; isPictured?: boolean },
  ): Promise<ApiPrintPage>
  /** With the pictures of one camera; by default the first. */
  getPrint(
    id: number,
    number: number,
    options?: { isPictured?: boolean; camera?: number },
  ): Promise<ApiPrintWithNeighbours>
  /** The prints in the feeds, newest first, each with the number of its pictures. */
  listPublished(id: number): Promise<PublishedPrint[]>
  /** By their public names, without pictures; never throws `printer-not-found`. */
  searchPrints(matcher: NameMatcher, limit: number): Promise<FoundPrints>
  /** Of one camera (default: the first), oldest first, at most `maxFrames`, sampled evenly; empty while it is paused. */
  listFrames(id: number, number: number, camera?: number): Promise<ApiFrame[]>
  getReadings(id: number, span: { from: Date; to: Date }): Promise<ApiChartReadings>
  getReadingsOfPrint(id: number, number: number): Promise<ApiChartReadings>
}

export type PrintQueryParts = Pick<Store, 'printers' | 'snapshots' | 'prints' | 'archive'>

export function createPrintQueries(
  store: PrintQueryParts,
  settings: SerializeSettings & { formatCursor(cursor: HistoryCursor): string; now(): Date },
): PrintQueries {
  const { prints } = store

  const { serialize, countPictures } = createPrintSerializer(store, settings)

  async function getReadings(
    id: number,
    span: { from: Date; to: Date },
  ): Promise<ApiChartReadings> {
    const printer = await requirePrinter(store, id)
    const points = await store.archive.listReadings(id, span, maxPoints)
    return serializeChartPoints(printer, span, points, maxPoints)
  }

  return {
    async listPrints(id, { isPictured, ...page }) {
      const printer = await requirePrinter(store, id)
      const found = await prints.listPrints(id, page)
      const last = found.length === page.limit ? found.at(-1) : undefined
      return {
        prints: await Promise.all(found.map((print) => serialize(printer, print, isPictured))),
        next: last
          ? settings.formatCursor({ capturedAt: last.firstSeenAt, id: last.number })
          : null,
      }
    },
    async getPrint(id, number, { isPictured = true, camera = 1 } = {}) {
      const { printer, print, previous, next } = await requirePrint(store, id, number)
      return {
        ...(await serialize(printer, print, isPictured, camera)),
        previous: previous?.number ?? null,
        next: next?.number ?? null,
        pictures: isPictured ? await countPictures(printer, print, camera) : 0,
      }
    },
    async listPublished(id) {
      const printer = await requirePrinter(store, id)
      const page = { before: null, limit: maxPublished, isPublished: true }
      const found = await prints.listPrints(id, page)
      return Promise.all(
        found.map(async (print) => ({
          print: await serialize(printer, print),
          pictures: await countPictures(printer, print),
          publishedAt: print.publishedAt ?? print.firstSeenAt,
          describedAt: print.describedAt,
        })),
      )
    },
    searchPrints: createPrintSearch(store, (printer, print) => serialize(printer, print, false)),
    async listFrames(id, number, camera = 1) {
      const { printer, print } = await requirePrint(store, id, number)
      if (!isCameraPublishing(printer, camera)) return []
      const span = { ...spanOfPrint(print, settings.now()), camera }
      const frames = await prints.listFrames(id, span, maxFrames)
      return frames.map((frame) => serializeFrame(printer, frame, settings))
    },
    getReadings,
    async getReadingsOfPrint(id, number) {
      const { printer, print } = await requirePrint(store, id, number)
      const span = spanOfPrintReadings(print, settings.now())
      const points = await store.archive.listReadings(id, span, maxPoints)
      return serializeChartPoints(printer, span, filterReadingsOf(print, points), maxPoints)
    },
  }
}

/** @throws DomainError `printer-not-found`, `not-found` */
export async function requirePrint(
  store: Pick<Store, 'printers' | 'prints'>,
  id: number,
  number: number,
  view: PrintView = {},
) {
  const printer = await requirePrinter(store, id)
  const found = await store.prints.getPrint(id, number, view)
  if (found === null) throw new DomainError('not-found', `Printer ${id} has no print ${number}.`)
  return { printer, ...found }
}
