/** A report that was not accepted. */
export interface Refusal {
  at: Date
  code: string
  reason: string
  address: string
  /** How often, of the same kind from the same address, with less than a day in between. */
  count: number
}

/** How many kinds of refused reports of a printer are kept. */
export const maxRefusals = 8

/** When a report arrived, as the judgement about a promised interval needs it. */
export interface Arrival {
  /** Of its picture, or without one of its reading. */
  at: Date
  hasPicture: boolean
  /** Why it has none. */
  reason: string | null
  /** Until the next report, as promised with this one; `null`: not said. */
  promisedSeconds: number | null
}

/** What all pictures with their variants took at some time. */
export interface StorageSample {
  at: Date
  bytes: number
}

export interface BackupRecord {
  /** Made by the command, or downloaded. */
  kind: 'command' | 'download'
  at: Date
  /** How many pictures it lacks. */
  lost: number
}

/** The port for what the owner sees at a glance, besides the printers themselves. */
export interface OverviewStore {
  /** Adds up what is there already, and keeps the newest `maxRefusals`. Of a printer that doesn't exist nothing is stored. */
  noteRefusals(printerId: number, refusals: readonly Refusal[]): Promise<void>
  /** By printer, newest first. */
  listRefusals(): Promise<Map<number, Refusal[]>>
  /** Reports received since then, newest first, at most `limit`. */
  listArrivals(printerId: number, since: Date, limit: number): Promise<Arrival[]>
  /** Keeps the last of each hour, with its own time, for 60 days. */
  noteStorage(sample: StorageSample): Promise<void>
  /** Oldest first. */
  listStorage(since: Date): Promise<StorageSample[]>
  /** Keeps the last of its kind. */
  noteBackup(backup: BackupRecord): Promise<void>
  /** The last of all; `null`: none is known. */
  getLastBackup(): Promise<BackupRecord | null>
}
