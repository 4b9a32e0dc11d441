import type { Log } from '../log.ts'
import type { Entry, Outbox } from './outbox.ts'

/** Readings cost next to nothing: so many wait. */
const maxReadings = 20

/**
 * Where there is no disk: of pictures only the newest waits, and an older one that wasn't sent is lost, and counted.
 */
export function openMemoryOutbox(log: Log): Outbox {
  /** Oldest first. */
  let waiting: Entry[] = []
  let puts = 0
  let dropped = 0

  function drop(isKept: (entry: Entry, index: number) => boolean): void {
    const kept = waiting.filter(isKept)
    if (kept.length === waiting.length) return
    dropped += waiting.length - kept.length
    waiting = kept
    log('warn', 'dropped: not sent in time, and there is no spool', { dropped })
  }
  const remove = (id: string) => {
    waiting = waiting.filter((entry) => entry.id !== id)
  }

  return {
    put(parcel) {
      if (parcel.jpeg !== null) drop((entry) => entry.parcel.jpeg === null)
      drop((_entry, index) => index > waiting.length - maxReadings)
      puts += 1
      const entry = { id: String(puts), parcel }
      waiting.push(entry)
      return entry
    },
    next: () => waiting.at(-1) ?? null,
    remove,
    quarantine: remove,
    putOff() {},
    count: () => waiting.length,
    close() {},
  }
}
