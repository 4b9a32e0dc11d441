import type { PrinterState } from '#lib/api/states.ts'
import type { FrameSpan } from '../prints/print-store.ts'
import type { Heater, HistoryCursor, HistoryEntry } from '../types.ts'

/** `from <= capturedAt < to` */
export interface ArchiveFilter {
  from: Date | null
  to: Date | null
  state: PrinterState | null
  /** Default: the first. */
  camera?: number
  /** The pictures of one print. */
  frames: FrameSpan | null
}

/** A reading for charts. */
export interface ReadingPoint {
  observedAt: Date
  state: PrinterState | null
  /** Percent, 0-100. */
  progress: number | null
  temperatures: Record<string, Heater> | null
  /** The promised interval. */
  intervalSeconds: number | null
}

/** The port of a store for long spans of the past. */
export interface ArchiveStore {
  /** Snapshots, newest first: the next older than `before`, or the next newer than `after`. `limit` 1-200. */
  listArchive(
    printerId: number,
    page: { before: HistoryCursor | null; after?: HistoryCursor; limit: number },
    filter: ArchiveFilter,
  ): Promise<HistoryEntry[]>
  /**
   * The number of pictures in each quarter of an hour that has any, oldest first. Days in every time zone consist of whole
   * quarters.
   */
  countByQuarterHour(
    printerId: number,
    filter: ArchiveFilter,
  ): Promise<{ startsAt: Date; count: number }[]>
  /**
   * Readings, oldest first; `from <= observedAt <= to`. If there are more than `limit`, the last one of each of that many equal
   * parts of the span.
   */
  listReadings(
    printerId: number,
    span: { from: Date; to: Date },
    limit: number,
  ): Promise<ReadingPoint[]>
}
