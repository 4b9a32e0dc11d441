import { type ArchiveDay, type ArchiveQuery, countDays } from './archive.ts'
import type { FrameSpan } from './prints-port.ts'
import { spanOfPrint } from './prints-view.ts'
import { type PrintViewParts, requirePrint, requirePrinter } from './prints-views.ts'
import type { HistoryCursor } from './types.ts'
import { type ViewSettings, viewSnapshot } from './view.ts'
import type { HistoryWire } from './views.ts'

/** The public views of every kept picture; all are empty while the camera rests. */
export interface ArchiveViews {
  /** @throws DomainError `printer-not-found`; `not-found` where the query names a print that there isn't */
  listArchive(
    id: number,
    page: { before: HistoryCursor | null; limit: number },
    query: ArchiveQuery,
  ): Promise<HistoryWire>
  /** The days of a span that hold pictures, oldest first. @throws DomainError `printer-not-found` */
  listDays(id: number, span: { from: Date; to: Date }): Promise<ArchiveDay[]>
}

export function createArchiveViews(
  store: PrintViewParts,
  settings: ViewSettings & { formatCursor(cursor: HistoryCursor): string; now(): Date },
): ArchiveViews {
  const findFrames = async (id: number, number: number): Promise<FrameSpan> =>
    spanOfPrint((await requirePrint(store, id, number)).print, settings.now())

  return {
    async listArchive(id, page, { from, to, state, print }) {
      const printer = await requirePrinter(store, id)
      const frames = print === null ? null : await findFrames(id, print)
      if (!printer.isPublishing) return { snapshots: [], next: null }
      const entries = await store.archive.listArchive(id, page, { from, to, state, frames })
      const last = entries.length === page.limit ? entries.at(-1)?.snapshot : undefined
      return {
        snapshots: entries.map(({ snapshot, reading }) => ({
          ...viewSnapshot(printer, snapshot, reading, settings),
          state: reading?.state ?? 'unknown',
          progress: reading?.progress ?? null,
        })),
        next: last === undefined ? null : settings.formatCursor(last),
      }
    },
    async listDays(id, span) {
      const printer = await requirePrinter(store, id)
      if (!printer.isPublishing) return []
      return countDays(await store.archive.countByQuarterHour(id, span), settings.timeZone)
    },
  }
}
