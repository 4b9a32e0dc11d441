import type { PictureFormat } from '#lib/api/picture-formats.ts'
import type { ArchiveStore } from './archive/archive-store.ts'
import type { PrintStore } from './prints/print-store.ts'
import type {
  AcceptedPicture,
  Credential,
  Current,
  HistoryCursor,
  HistoryEntry,
  NewObservation,
  NewPrinter,
  Observation,
  Printer,
  PrinterChanges,
  Snapshot,
} from './types.ts'

/*
 * What the domain asks of a store. Absent is `null`; everything else throws: `DomainError` `storage-unavailable` where the
 * database can't be reached or stays locked, `insufficient-storage` where the disk is full, so that an outage never reads as
 * "not there". A write is on disk (fsync) when its promise resolves.
 */

export interface PrinterStore {
  listPrinters(): Promise<Printer[]>
  getPrinter(id: number): Promise<Printer | null>
  /** Its prints are drafts. Without an `id` it gets the next number; no number is ever given out twice. */
  insertPrinter(printer: NewPrinter & { id?: number }): Promise<Printer>
  /** @throws DomainError `printer-not-found` */
  updatePrinter(id: number, changes: PrinterChanges): Promise<Printer>
  /** All credentials of all printers; there are a handful. */
  listCredentials(): Promise<Credential[]>
  insertCredential(credential: Omit<Credential, 'id' | 'createdAt'>): Promise<Credential>
  deleteCredentials(ids: readonly number[]): Promise<void>
}

export interface SnapshotStore {
  /**
   * Takes one report in, in one transaction:
   * - the same (printer, sha256, capturedAt) again changes nothing and returns what is there, `isNew: false`;
   * - so does the same reading of the same credential at the same `observedAt`, which a picture can still join;
   * - a picture without a reading joins the newest observation of the same credential that was received within 60 s before it
   *   and has no picture yet; else it makes an observation of its own;
   * - the printer's revision grows by one where anything changed.
   */
  insertObservation(
    entry: NewObservation,
  ): Promise<{ observation: Observation; snapshot: Snapshot | null; isNew: boolean }>
  /** The newest reading by `observedAt` and the newest picture by `capturedAt` (ties: the later received). */
  getCurrent(printerId: number): Promise<Current>
  /** Newest first by `capturedAt`, then id. `limit` 1-200. */
  listSnapshots(
    printerId: number,
    page: { before: HistoryCursor | null; limit: number },
  ): Promise<HistoryEntry[]>
  /** Is there a snapshot, of any printer, whose picture this is? */
  hasSnapshot(sha256: string): Promise<boolean>
}

/** One kept picture, as retention sees it. */
export interface StoredSnapshot {
  id: number
  sha256: string
  bytes: number
  capturedAt: Date
  /** The job's name where one was on the machine (state active); frames of a print are thinned together. */
  jobName: string | null
}

export interface RetentionStore {
  /** Every kept snapshot of a printer, oldest first. */
  listStored(printerId: number): Promise<StoredSnapshot[]>
  /**
   * Forgets these snapshots. Their observations stay.
   * @returns the hashes that no snapshot names any more, and those of animations made of them: their blobs can go
   */
  deleteSnapshots(ids: readonly number[]): Promise<string[]>
  /**
   * Forgets every observation and snapshot of the span `from <= t < to` (by observedAt and capturedAt).
   * @returns the counts, and in `orphans` the hashes as `deleteSnapshots` does
   */
  purge(
    printerId: number,
    span: { from: Date; to: Date },
  ): Promise<{ observations: number; snapshots: number; orphans: string[] }>
  /**
   * A number per printer that grows with every change, whichever process made it: how a running site notices
   * `npm run printers` and the other replicas.
   */
  listRevisions(): Promise<Map<number, number>>
  /** Throws where the store can't take a write. */
  checkWritable(): Promise<void>
  close(): Promise<void>
}

/** Everything a store adapter brings. */
export interface Store {
  printers: PrinterStore
  snapshots: SnapshotStore
  retention: RetentionStore
  prints: PrintStore
  archive: ArchiveStore
}

/** What the domain asks of `lib/images`. */
export interface PictureArchive {
  /**
   * Checks the JPEG in a temporary file (decoded whole, in the image process) and keeps it, durable, under its hash. The
   * temporary file is consumed.
   * @throws DomainError `image-*`, `image-process-unavailable`, `insufficient-storage`, `storage-unavailable`
   */
  accept(temporaryPath: string): Promise<AcceptedPicture>
  /** Renders missing variants of a picture in the background. Never throws. */
  prerender(sha256: string): void
  /** Deletes pictures and all that was made of them. */
  remove(sha256s: readonly string[]): Promise<void>
}

/** How the public reaches a picture's variants. */
export interface PictureReader {
  /** The variants offered of a picture, best format first, narrow before wide; `width` is its name, `pixelWidth` its size. */
  listVariants(picture: { sha256: string; width: number }): {
    width: number
    format: PictureFormat
    pixelWidth: number
  }[]
  /** Made on the first request, once; `null` where the picture or this variant of it isn't offered. */
  getVariant(sha256: string, width: number, format: PictureFormat): Promise<Buffer | null>
}
