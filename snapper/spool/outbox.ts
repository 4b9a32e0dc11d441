import type { QueuedReport } from '../queued-report.ts'

export interface Entry {
  id: string
  parcel: QueuedReport
}

/** What waits to be sent. */
export interface Outbox {
  /** Keeps a parcel until it is removed; on disk (fsync) when it returns, where there is a disk. */
  put(parcel: QueuedReport): Entry
  /** The newest first; those that were put off come last. `null` where nothing waits. */
  next(): Entry | null
  remove(id: string): void
  /** Takes a parcel that the site refuses for itself out of the way, with what the site said. */
  quarantine(id: string, answer: string): void
  /** Lets all others go first. */
  putOff(id: string): void
  count(): number
  close(): void
}
