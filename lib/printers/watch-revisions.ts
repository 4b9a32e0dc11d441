import type { EventEmitter } from 'node:events'
import type { PrinterEvents } from './events.ts'
import type { RetentionStore } from './ports.ts'

/**
 * Detects changes by other processes (`npm run printers`, other replicas) and emits them as events of this one. The kind of change
 * is unknown, so pictures may be deleted, too.
 * @returns a function that stops it
 */
export function watchRevisions(
  retention: Pick<RetentionStore, 'listRevisions'>,
  events: EventEmitter<PrinterEvents>,
  onError: (error: unknown) => void,
  everyMs = 2000,
): () => void {
  let known: Map<number, number> | null = null
  let isEmitting = false
  // A change by this process increments the revision and has been emitted already.
  const countOwn = (id: number) => {
    if (!isEmitting) known?.set(id, (known.get(id) ?? 0) + 1)
  }

  async function check(): Promise<void> {
    const found = await retention.listRevisions()
    const before = known
    known = found
    if (before === null) return
    const changed = [...found].filter(([id, revision]) => revision > (before.get(id) ?? 0))
    isEmitting = true
    for (const [id] of changed) events.emit('changed', id)
    if (changed.length > 0) events.emit('pictures-deleted')
    isEmitting = false
  }

  events.on('changed', countOwn)
  const timer = setInterval(() => void check().catch(onError), everyMs)
  timer.unref()
  void check().catch(onError)
  return () => {
    clearInterval(timer)
    events.off('changed', countOwn)
  }
}
