import type { EventEmitter } from 'node:events'
import { shareCalls } from '#lib/core/share-calls.ts'
import type { PrinterEvents } from './events.ts'
import { mentionsRevisionId, type RetentionStore } from './ports.ts'

export interface RevisionWatch {
  /**
   * Resolves once every change that was committed before the call, by any process, has been emitted here. While the store doesn't
   * respond it resolves at once, and the first time after `maxWaitMs`.
   */
  confirm(): Promise<void>
  stop(): void
}

/**
 * Detects changes by other processes (`npm run printers`, other replicas) and emits them as events of this one. The kind of change
 * is unknown, so pictures may be deleted, too. A change by this process is emitted a second time: an event can't say which revision
 * it made, and counting them loses a change that another process makes at the same moment.
 * @param onError called once per outage of the store
 */
export function watchRevisions(
  retention: Pick<RetentionStore, 'listRevisions'>,
  events: EventEmitter<PrinterEvents>,
  onError: (error: unknown) => void,
  { everyMs = 1000, maxWaitMs = 1000 } = {},
): RevisionWatch {
  // Empty: whatever was rendered before the first look may be old.
  let known = new Map<number, number>()
  let isDown = false

  async function check(): Promise<void> {
    try {
      const found = await retention.listRevisions()
      const ids = new Set([...known.keys(), ...found.keys()])
      // After a failover or a restored backup a revision may be lower.
      const changed = [...ids].filter((id) => found.get(id) !== known.get(id))
      known = found
      isDown = false
      const printers = changed.filter((id) => id !== mentionsRevisionId)
      for (const id of printers) events.emit('changed', id)
      if (printers.length > 0) events.emit('pictures-deleted')
      if (changed.length > printers.length) events.emit('mentions-changed')
    } catch (error) {
      if (!isDown) onError(error)
      isDown = true
    }
  }

  const checkOnce = shareCalls(check)
  /** One timer for all callers who wait for the same check. */
  let confirming = { checking: Promise.resolve(), done: Promise.resolve() }
  const timer = setInterval(checkOnce, everyMs)
  timer.unref()
  void checkOnce()
  return {
    confirm() {
      if (isDown) return Promise.resolve()
      const checking = checkOnce()
      if (checking !== confirming.checking)
        confirming = { checking, done: waitAtMost(checking, maxWaitMs, () => (isDown = true)) }
      return confirming.done
    },
    stop: () => clearInterval(timer),
  }
}

async function waitAtMost(work: Promise<void>, ms: number, onOverdue: () => void): Promise<void> {
  let timeout: NodeJS.Timeout | undefined
  const overdue = new Promise<void>((resolve) => {
    timeout = setTimeout(() => {
      onOverdue()
      resolve()
    }, ms)
  })
  await Promise.race([work, overdue])
  clearTimeout(timeout)
}
