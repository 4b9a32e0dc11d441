import { isCameraPublishing } from '#lib/api/cameras.ts'
import type { ApiHistory } from '#lib/api/schema/printer.ts'
import { type PrintQueryParts, requirePrint } from '../prints/print-queries.ts'
import type { FrameSpan } from '../prints/print-store.ts'
import { spanOfPrint } from '../prints/serialize-print.ts'
import { requirePrinter } from '../require-printer.ts'
import { type SerializeSettings, serializeSnapshot } from '../serialize.ts'
import type { HistoryCursor } from '../types.ts'
import { type ArchiveDay, type ArchiveQuery, countDays } from './archive-query.ts'

/** The API's pages of all pictures; empty while the camera is paused. */
export interface ArchiveQueries {
  /** @throws DomainError `printer-not-found`; `not-found` for an unknown print */
  listArchive(
    id: number,
    page: { before: HistoryCursor | null; after?: HistoryCursor; limit: number },
    query: ArchiveQuery,
  ): Promise<ApiHistory>
  /** The days with matching pictures, oldest first. @throws DomainError like `listArchive` */
  listDays(id: number, query: ArchiveQuery): Promise<ArchiveDay[]>
}

export function createArchiveQueries(
  store: PrintQueryParts,
  settings: SerializeSettings & { formatCursor(cursor: HistoryCursor): string; now(): Date },
): ArchiveQueries {
  const findFrames = async (
    id: number,
    { print: number, camera }: Pick<ArchiveQuery, 'print' | 'camera'>,
  ): Promise<FrameSpan | null> =>
    number === null
      ? null
      : { ...spanOfPrint((await requirePrint(store, id, number)).print, settings.now()), camera }

  return {
    async listArchive(id, page, { print, ...query }) {
      const printer = await requirePrinter(store, id)
      const filter = { ...query, frames: await findFrames(id, { print, ...query }) }
      if (!isCameraPublishing(printer, query.camera))
        return { snapshots: [], next: null, previous: null }
      const entries = await store.archive.listArchive(id, page, filter)
      const hasPictures = async (beyond: { before: HistoryCursor | null; after?: HistoryCursor }) =>
        (await store.archive.listArchive(id, { ...beyond, limit: 1 }, filter)).length > 0
      // An empty page has the neighbours of the requested cursor.
      const first = entries[0]?.snapshot ?? page.before
      const last = entries.at(-1)?.snapshot ?? page.after ?? null
      const mayHaveNewer = page.before !== null || page.after !== undefined
      const mayHaveOlder = entries.length === page.limit || page.after !== undefined
      const hasNewer =
        mayHaveNewer && first !== null && (await hasPictures({ before: null, after: first }))
      const hasOlder = mayHaveOlder && last !== null && (await hasPictures({ before: last }))
      return {
        snapshots: entries.map(({ snapshot, reading }) => ({
          ...serializeSnapshot(printer, snapshot, reading, settings),
          state: reading?.state ?? 'unknown',
          progress: reading?.progress ?? null,
        })),
        next: hasOlder && last !== null ? settings.formatCursor(last) : null,
        previous: hasNewer && first !== null ? settings.formatCursor(first) : null,
      }
    },
    async listDays(id, { print, ...query }) {
      const printer = await requirePrinter(store, id)
      if (!isCameraPublishing(printer, query.camera)) return []
      const filter = { ...query, frames: await findFrames(id, { print, ...query }) }
      return countDays(
        await store.archive.countByQuarterHour(id, filter),
        settings.getFormats().timeZone,
      )
    },
  }
}
