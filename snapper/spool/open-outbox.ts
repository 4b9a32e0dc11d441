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
  return {
    put(parcel) {
      try {
        return disk.put(parcel)
      } catch (error) {
        log('warn', 'not kept in the spool, sent from memory', { detail: nameFault(error) })
        const entry = memory.put(parcel)
        ofMemory.add(entry.id)
        return entry
      }
    },
    next: () => memory.next() ?? disk.next(),
    remove: (id) => homeOf(id).remove(id),
    quarantine: (id, answer) => homeOf(id).quarantine(id, answer),
    putOff: (id) => homeOf(id).putOff(id),
    count: () => memory.count() + disk.count(),
    close: () => disk.close(),
  }
}

function nameFault(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
