import type { Log } from '../log.ts'
import type { Entry, Outbox } from './outbox.ts'

/** Where there is no disk: only the newest waits, and an older one that wasn't sent is lost, and counted. */
export function openMemoryOutbox(log: Log): Outbox {
  let waiting: Entry | null = null
  let puts = 0
  let dropped = 0
  return {
    put(parcel) {
      if (waiting !== null) {
        dropped += 1
        log('warn', 'dropped: not sent in time, and there is no spool', { dropped })
      }
      puts += 1
      waiting = { id: String(puts), parcel }
      return waiting
    },
    next: () => waiting,
    remove(id) {
      if (waiting?.id === id) waiting = null
    },
    quarantine(id) {
      if (waiting?.id === id) waiting = null
    },
    putOff() {},
    count: () => (waiting === null ? 0 : 1),
    close() {},
  }
}
