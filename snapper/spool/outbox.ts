import type { QueuedReport } from '../queued-report.ts'

export interface Entry {
  id: string
  report: QueuedReport
}

/** The queue of reports to send. */
export interface Outbox {
  /** Stores a report until it is removed; durable (fsync) when it returns, if there is a disk. */
  put(report: QueuedReport): Entry
  /** The newest entry; deferred ones come last. `null` if the queue is empty. */
  next(): Entry | null
  remove(id: string): void
  /** Moves a report that the site rejects out of the queue, together with the site's reason. */
  quarantine(id: string, response: string): void
  /** Moves an entry behind all others. */
  defer(id: string): void
  count(): number
  close(): void
}
