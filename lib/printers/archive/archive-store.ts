import type { PrinterState } from '#lib/api/states.ts'
import type { FrameSpan } from '../prints/print-store.ts'
import type { Heater, HistoryCursor, HistoryEntry } from '../types.ts'

/** `from <= t < to` by when a picture was taken. */
export interface ArchiveFilter {
  from: Date | null
  to: Date | null
  state: PrinterState | null
  /** The pictures of one print. */
  frames: FrameSpan | null
}

/** What a chart is drawn of. */
export interface ReadingPoint {
  observedAt: Date
  state: PrinterState | null
  /** Percent, 0-100. */
  progress: number | null
  temperatures: Record<string, Heater> | null
  /** The sender's promise, where it made one. */
  intervalSeconds: number | null
}

/** What the domain asks of a store about long spans of the past. */
export interface ArchiveStore {
  /** Snapshots, newest first: those just older than `before`, or just newer than `after`. `limit` 1-200. */
  listArchive(
    printerId: number,
    page: { before: HistoryCursor | null; after?: HistoryCursor; limit: number },
    filter: ArchiveFilter,
  ): Promise<HistoryEntry[]>
  /**
   * How many pictures each quarter of an hour holds that holds any: every time zone's days are made of whole ones. Oldest
   * first.
   */
  countByQuarterHour(
    printerId: number,
    filter: ArchiveFilter,
  ): Promise<{ startsAt: Date; count: number }[]>
  /**
   * Readings, oldest first; `from <= t <= to`. Where there are more than `limit`, one (the last) of each of that many equal
   * parts of the span.
   */
  listReadings(
    printerId: number,
    span: { from: Date; to: Date },
    limit: number,
  ): Promise<ReadingPoint[]>
}
