import type { PictureFormat } from '#lib/api/picture-formats.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import type { ArchiveStore } from './archive/archive-store.ts'
import type { OverviewStore } from './overview/overview-store.ts'
import type { PictureStore } from './pictures/picture-store.ts'
import type { PrintEditStore } from './prints/print-edit-store.ts'
import type { PrintStore } from './prints/print-store.ts'
import type {
  AcceptedPicture,
  CameraChanges,
  Credential,
  Current,
  HistoryCursor,
  HistoryEntry,
  NewCredential,
  NewObservation,
  NewPrinter,
  Observation,
  Printer,
  PrinterChanges,
  Snapshot,
} from './types.ts'

/*
 * The ports that a store implements. Absent is `null`; everything else throws: `DomainError` `storage-unavailable` where the
 * database can't be reached or stays locked, `insufficient-storage` where the disk is full, so that an outage never looks like
 * a missing row. A write is on disk (fsync) when its promise resolves.
 */

export interface PrinterStore {
  /** In the owner's order, and those without a place after them by number. */
  listPrinters(): Promise<Printer[]>
  getPrinter(id: number): Promise<Printer | null>
  /** Its prints are drafts. Without an `id` it gets the next number; no number is used twice. */
  insertPrinter(printer: NewPrinter & { id?: number }, entry?: NewLogEntry): Promise<Printer>
  /** `isPublishing` without `pausedUntil` ends or begins a pause without an end. @throws DomainError `printer-not-found` */
  updatePrinter(
    id: number,
    changes: PrinterChanges,
    entry?: NewLogEntry,
    /** Called with the printer before, in the same transaction. What it throws leaves everything as it was. */
    check?: (before: Printer) => void,
  ): Promise<Printer>
  /** What the owner says of a camera. @throws DomainError `printer-not-found` */
  updateCamera(
    id: number,
    number: number,
    changes: CameraChanges,
    entry?: NewLogEntry,
  ): Promise<Printer>
  /**
   * Gives these printers the first places, and all others none.
   * @throws DomainError `printer-not-found`, with nothing changed
   */
  orderPrinters(ids: readonly number[], entry?: NewLogEntry): Promise<void>
  /**
   * Deletes a printer without observations, its credentials included. Its number is not given again.
   * @throws DomainError `printer-not-found`; an error of the database, with nothing changed, while it has observations
   */
  deletePrinter(id: number, entry?: NewLogEntry): Promise<void>
  /** All credentials of all printers; there are few. */
  listCredentials(): Promise<Credential[]>
  insertCredential(credential: NewCredential, entry?: NewLogEntry): Promise<Credential>
  deleteCredentials(ids: readonly number[], entry?: NewLogEntry): Promise<void>
  /**
   * Inserts the credential that replaces these. They are deleted, or with `lastsUntil` expire then at the latest.
   * @throws DomainError `not-found`, with nothing changed, where one of them is gone
   */
  replaceCredentials(
    ids: readonly number[],
    by: NewCredential,
    lastsUntil: Date | null,
    entry?: NewLogEntry,
  ): Promise<Credential>
  /** Not a change of the printer. At most one write a minute, also of several replicas. */
  noteUse(credentialId: number, at: Date, by: string | null): Promise<void>
}

/*
 * A write that takes an entry of the owner's log commits both together.
 */

/** How far a time may be ahead of this machine's clock: a sender's clock, or another replica's. */
export const maxClockLeadMs = 5 * 60 * 1000

export interface SnapshotStore {
  /**
   * Stores one report in one transaction:
   * - a repeated (printer, camera, sha256, capturedAt) changes nothing and returns the stored rows, `isNew: false`;
   * - so does a repeated reading of the same credential with the same `observedAt`, which a picture can still join;
   * - a picture without a reading joins the observation of the same credential that has the same `observedAt`, or else the newest
   *   one that was received within 60 s before it, and has no picture of its camera yet; otherwise it gets an observation of its own;
   * - a picture that the owner has deleted isn't stored again with the same `capturedAt`: `snapshot` is `null`, its reading is stored;
   * - what was received while the clock was ahead of `receivedAt` first gets the time just before it;
   * - any change increments the printer's revision.
   */
  insertObservation(
    entry: NewObservation,
  ): Promise<{ observation: Observation; snapshot: Snapshot | null; isNew: boolean }>
  /** The newest reading by `observedAt` and the newest picture by `capturedAt` (ties: the later received). */
  getCurrent(printerId: number): Promise<Current>
  /** The same of all printers at once, by id. */
  listCurrent(): Promise<Map<number, Current>>
  /** Of the first camera, newest first by `capturedAt`, then id. `limit` 1-200. */
  listSnapshots(
    printerId: number,
    page: { before: HistoryCursor | null; limit: number },
  ): Promise<HistoryEntry[]>
  /** Whether any printer has a snapshot with this picture, hidden or not. */
  hasSnapshot(sha256: string): Promise<boolean>
  /** Whether any camera that isn't paused, of any printer, has one that the owner hasn't hidden. */
  isPublic(sha256: string): Promise<boolean>
  /** Whether the owner has hidden or deleted a snapshot of this printer with this picture. */
  isWithdrawn(printerId: number, sha256: string): Promise<boolean>
}

/** A stored picture, as retention needs it. */
export interface StoredSnapshot {
  id: number
  printerId: number
  sha256: string
  bytes: number
  capturedAt: Date
  /** The job's name in an active state; the frames of one print are thinned together. */
  jobName: string | null
}

/** Of a printer's snapshots. `bytes`: as received, without variants. */
export interface PictureTotals {
  pictures: number
  bytes: number
}

/** No printer's. */
export const mentionsRevisionId = 0

export interface RetentionStore {
  /** By printer; kept with each write, so it reads no history. */
  listTotals(): Promise<Map<number, PictureTotals>>
  /** Corrects the totals if something else has changed the database. */
  recountTotals(): Promise<void>
  /** The snapshots of one camera (default: the first), oldest first: the public ones, or the hidden ones. */
  listStored(printerId: number, isHidden?: boolean, camera?: number): AsyncIterable<StoredSnapshot>
  /**
   * Deletes these snapshots; their observations stay.
   * @returns the hashes that no snapshot has any more, and those of animations with them: their blobs can be deleted, by
   *   `removeOrphans`. Until `forgetOrphans` they are in `listOrphans`, so that a crash leaves no bytes behind
   */
  deleteSnapshots(ids: readonly number[]): Promise<string[]>
  /**
   * Deletes every observation and snapshot of the span `from <= t < to` (by observedAt and capturedAt).
   * @returns the counts, and in `orphans` the hashes as for `deleteSnapshots`
   */
  purge(
    printerId: number,
    span: { from: Date; to: Date },
    entry?: NewLogEntry,
  ): Promise<{ observations: number; snapshots: number; orphans: string[] }>
  /** What deletions have left to remove, at most `limit` hashes. */
  listOrphans(limit: number): Promise<string[]>
  forgetOrphans(hashes: readonly string[]): Promise<void>
  /**
   * Calls `deleteBlob` if no snapshot and no mention has the picture, while none with it can be inserted, by this process or another.
   * @returns whether it was called
   */
  deleteUnreferenced(sha256: string, deleteBlob: () => Promise<void>): Promise<boolean>
  /**
   * A number per printer that grows with every change by any process. A running site notices `npm run printers` and other
   * replicas by it. `mentionsRevisionId` is the number of all web mentions, so that one query asks for everything.
   */
  listRevisions(): Promise<Map<number, number>>
  /** How many snapshots of any printer, or photos of those who mention pages, have each of these pictures, at most 500; without an entry: none. */
  countReferences(hashes: readonly string[]): Promise<Map<string, number>>
  /** Corrects what was received while this machine's clock was ahead: nothing in the history is later than `now`. */
  correctTimes(now: Date): Promise<void>
  /** Throws if the store can't write. */
  checkWritable(): Promise<void>
  close(): Promise<void>
}

/** Pieces of work that one replica does for all. */
export interface ClaimStore {
  /** Whether this process has the work now: nobody had it, it had it already, or the claim of the one that had it has expired. */
  claim(name: string, forMs: number): Promise<boolean>
  /** Another process's claim stays. */
  release(name: string): Promise<void>
}

/** Everything a store adapter implements. */
export interface Store {
  printers: PrinterStore
  snapshots: SnapshotStore
  retention: RetentionStore
  prints: PrintStore
  pictures: PictureStore
  printEdits: PrintEditStore
  archive: ArchiveStore
  claims: ClaimStore
  overview: OverviewStore
}

/** The port that `lib/images` implements. */
export interface PictureArchive {
  /**
   * Validates the JPEG in a temporary file (decoded completely, in the image process) and stores it durably under its hash. The
   * temporary file is moved or deleted.
   * @throws DomainError `image-*`, `image-process-unavailable`, `insufficient-storage`, `storage-unavailable`
   */
  accept(temporaryPath: string): Promise<AcceptedPicture>
  /** Renders missing variants of a picture in the background. Never throws. */
  prerender(sha256: string): void
  /** Stores the bytes in a temporary file again if the picture was deleted since `accept`. The file is moved or stays. */
  restoreDeleted(sha256: string, temporaryPath: string): Promise<void>
  /**
   * Deletes pictures and their variants, except those that a snapshot has.
   * @returns how many were deleted
   */
  remove(
    sha256s: readonly string[],
    deleteUnreferenced: RetentionStore['deleteUnreferenced'],
  ): Promise<number>
}

/** Access to a picture's variants. */
export interface PictureReader {
  /** A picture's variants, best format first, narrow before wide; `width` is in the URL, `pixelWidth` is the real size. */
  listVariants(picture: { sha256: string; width: number }): {
    width: number
    format: PictureFormat
    pixelWidth: number
  }[]
  /** Rendered once, on the first request; `null` where the picture or the variant doesn't exist. */
  getVariant(sha256: string, width: number, format: PictureFormat): Promise<Buffer | null>
}
