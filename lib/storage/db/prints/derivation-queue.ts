import { setImmediate } from 'node:timers/promises'
import type { Database } from '../database.ts'
import { incrementRevision } from '../increment-revision.ts'
import { announceChanges } from '../notifications/announce-report.ts'
import { lockPrinter } from '../printer-store.ts'
import { deriveNextSlice } from './derivation.ts'

export interface DerivationQueue {
  /** Continues in the background. */
  start(printerId: number): void
  /** Resolves when all prints of a printer are derived. Publishes and announces none: they are the owner's changes. */
  finish(printerId: number): Promise<void>
  /** Ends after the current slice. What is left is in the database, and continues with the printer's next report. */
  stop(): Promise<void>
}

/**
 * Derives prints slice by slice, each in a transaction of its own: the prints of a long history after an upgrade or a purge. Other
 * replicas may do the same; each slice begins where the last one ended.
 */
export function createDerivationQueue(database: Database): DerivationQueue {
  const running = new Map<number, Promise<void>>()
  let isStopped = false

  async function run(printerId: number, publishes: boolean): Promise<void> {
    for (let isLeft = true; isLeft && !isStopped; await setImmediate())
      isLeft = await database.write(async (db) => {
        const printer = await lockPrinter(db, database.dialect, printerId)
        const derive = () => deriveNextSlice(db, printerId, printer, publishes)
        const isMore = publishes ? await announceChanges(db, printer, null, derive) : await derive()
        // Pages of the prints change once, at the end.
        if (isMore === false) await incrementRevision(db, printerId)
        return isMore === true
      })
  }

  function start(printerId: number, publishes: boolean): Promise<void> {
    const started = run(printerId, publishes).finally(() => running.delete(printerId))
    running.set(printerId, started)
    return started
  }

  return {
    start(printerId) {
      // A failed slice is repeated with the next report, which reports the database's fault itself.
      if (!running.has(printerId)) start(printerId, true).catch(() => undefined)
    },
    async finish(printerId) {
      // A run that is about to end may have missed what was marked last.
      await running.get(printerId)
      await start(printerId, false)
    },
    async stop() {
      isStopped = true
      await Promise.allSettled(running.values())
    },
  }
}
