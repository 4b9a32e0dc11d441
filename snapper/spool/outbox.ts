import type { Log } from '../log.ts'
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

/** Readings take little memory, so this many are kept. */
const maxReadings = 20

/** Without a disk: only the newest picture of each camera is kept; an older unsent one is dropped and counted. */
export function openMemoryOutbox(log: Log): Outbox {
  /** Oldest first. */
  let waiting: Entry[] = []
  let puts = 0
  let dropped = 0

  function drop(isKept: (entry: Entry, index: number) => boolean): void {
    const remaining = waiting.filter(isKept)
    if (remaining.length === waiting.length) return
    dropped += waiting.length - remaining.length
    waiting = remaining
    log('warn', 'dropped unsent reports: there is no spool', { dropped })
  }
  const remove = (id: string) => {
    waiting = waiting.filter((entry) => entry.id !== id)
  }

  return {
    put(report) {
      const camera = report.fields.get('camera')
      if (report.jpeg !== null)
        drop(({ report: { jpeg, fields } }) => jpeg === null || fields.get('camera') !== camera)
      drop((_entry, index) => index > waiting.length - maxReadings)
      puts += 1
      const entry = { id: String(puts), report }
      waiting.push(entry)
      return entry
    },
    next: () => waiting.at(-1) ?? null,
    remove,
    quarantine: remove,
    defer() {},
    count: () => waiting.length,
    close() {},
  }
}
