import { getErrorCode, type Log } from '../log.ts'
import { openDiskOutbox, type SpoolLimits } from './disk-outbox.ts'
import { type Outbox, openMemoryOutbox } from './outbox.ts'
import type { Clock } from './spool-clock.ts'

export interface SpoolConfig extends SpoolLimits {
  /** `null`: nothing is stored on disk. */
  folder: string | null
}

/**
 * Opens the spool, or an outbox in memory if there is no writable folder: the snapper works without a disk.
 * @returns `null` if another snapper has locked the folder
 */
export function openOutbox(config: SpoolConfig, log: Log, clock: Clock): Outbox | null {
  const memory = openMemoryOutbox(log)
  if (config.folder === null) return memory
  try {
    const disk = openDiskOutbox(config.folder, config, { log, ...clock })
    return disk && withFallback(disk, memory, log)
  } catch (error) {
    log('warn', "no spool: reports that can't be sent are lost; make SPOOL_DIR writable", {
      folder: config.folder,
      detail: getErrorCode(error),
    })
    return memory
  }
}

/** A full or broken disk costs old reports, never the current picture. */
function withFallback(disk: Outbox, memory: Outbox, log: Log): Outbox {
  const inMemory = new Set<string>()
  const outboxOf = (id: string) => (inMemory.has(id) ? memory : disk)
  let hasFailed = false
  const attempt = <T>(work: () => T, otherwise: T): T => {
    try {
      return work()
    } catch (error) {
      // Only once: this runs all the time.
      if (!hasFailed) log('error', 'spool error', { detail: getErrorCode(error) })
      hasFailed = true
      return otherwise
    }
  }
  return {
    put(report) {
      try {
        const entry = disk.put(report)
        hasFailed = false
        return entry
      } catch (error) {
        log('warn', "can't write to the spool, sending from memory", {
          detail: getErrorCode(error),
        })
        const entry = memory.put(report)
        inMemory.add(entry.id)
        return entry
      }
    },
    next: () => memory.next() ?? attempt(() => disk.next(), null),
    remove: (id) => attempt(() => outboxOf(id).remove(id), undefined),
    quarantine: (id, response) => attempt(() => outboxOf(id).quarantine(id, response), undefined),
    defer: (id) => outboxOf(id).defer(id),
    count: () => memory.count() + attempt(() => disk.count(), 0),
    close: () => attempt(() => disk.close(), undefined),
  }
}
