import type { Log } from '../log.ts'
import { openDiskOutbox, type SpoolLimits } from './disk-outbox.ts'
import { openMemoryOutbox } from './memory-outbox.ts'
import type { Outbox } from './outbox.ts'

export interface SpoolConfig extends SpoolLimits {
  /** `null`: nothing is kept on disk. */
  folder: string | null
}

/**
 * The spool, or memory where there is no folder that can be written: a snapper without a disk still does its work.
 * @returns `null` where another snapper has the folder
 */
export function openOutbox(config: SpoolConfig, log: Log, now: () => number): Outbox | null {
  const memory = openMemoryOutbox(log)
  if (config.folder === null) return memory
  try {
    const disk = openDiskOutbox(config.folder, config, { log, now })
    return disk && withFallback(disk, memory, log)
  } catch (error) {
    log('warn', 'no spool: what can not be sent is lost; make SPOOL_DIR writable', {
      folder: config.folder,
      detail: nameFault(error),
    })
    return memory
  }
}

/** A disk that is full or broken costs the memory of the past, never the picture of now. */
function withFallback(disk: Outbox, memory: Outbox, log: Log): Outbox {
  const ofMemory = new Set<string>()
  const homeOf = (id: string) => (ofMemory.has(id) ? memory : disk)
  let hasFailed = false
  const attempt = <T>(work: () => T, otherwise: T): T => {
    try {
      return work()
    } catch (error) {
      // Once: it is asked all the time.
      if (!hasFailed) log('error', 'the spool fails', { detail: nameFault(error) })
      hasFailed = true
      return otherwise
    }
  }
  return {
    put(parcel) {
      try {
        const entry = disk.put(parcel)
        hasFailed = false
        return entry
      } catch (error) {
        log('warn', 'not kept in the spool, sent from memory', { detail: nameFault(error) })
        const entry = memory.put(parcel)
        ofMemory.add(entry.id)
        return entry
      }
    },
    next: () => memory.next() ?? attempt(() => disk.next(), null),
    remove: (id) => attempt(() => homeOf(id).remove(id), undefined),
    quarantine: (id, answer) => attempt(() => homeOf(id).quarantine(id, answer), undefined),
    putOff: (id) => homeOf(id).putOff(id),
    count: () => memory.count() + attempt(() => disk.count(), 0),
    close: () => attempt(() => disk.close(), undefined),
  }
}

function nameFault(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
