import type { NewLogEntry } from '#lib/core/log-entry.ts'
import type { HistoryCursor, HistoryEntry } from '../types.ts'

export type PictureChange = 'hide' | 'show' | 'delete'

/** A stored picture as only the owner sees it. */
export interface OwnersPicture extends HistoryEntry {
  isHidden: boolean
}

/** `from <= capturedAt < to` */
export interface PictureFilter {
  from: Date | null
  to: Date | null
  /** `null`: hidden ones and those that are not. */
  isHidden: boolean | null
  /** Default: all. */
  camera?: number | null
}

/** The port of a store for the pictures that the owner has hidden, and for hiding them. All other ports leave them out. */
export interface PictureStore {
  /** Newest first. `limit` 1-500. */
  listPictures(
    printerId: number,
    page: { before: HistoryCursor | null; limit: number },
    filter: PictureFilter,
  ): Promise<OwnersPicture[]>
  getPicture(printerId: number, id: number): Promise<OwnersPicture | null>
  /** The time of the newest picture before a time, or of the oldest at it or later. */
  findNearest(
    printerId: number,
    direction: 'before' | 'from',
    at: Date,
    /** Default: all. */
    camera?: number | null,
  ): Promise<Date | null>
  countHidden(printerId: number, camera?: number | null): Promise<number>
  /**
   * Hides pictures, shows them again, or deletes them, `maxSelectedPictures` at most, in one transaction. Their readings stay. A hidden
   * picture is not public, and neither are animations that contain it. The same report, sent once more, brings back neither.
   * @param ids those that don't exist any more are ignored
   * @param entry gets the number of the pictures and the times of the first and the last
   * @returns how many were changed, and the hashes whose blobs can be deleted as for `deleteSnapshots`
   * @throws DomainError `printer-not-found`; `not-found` where none of them exists
   */
  changePictures(
    printerId: number,
    ids: readonly number[],
    change: PictureChange,
    options: { entry: NewLogEntry; isDryRun?: boolean },
  ): Promise<{ changed: number; orphans: string[] }>
}
