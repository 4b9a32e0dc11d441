import type { EventEmitter } from 'node:events'
import type { PrinterEvents } from './events.ts'
import type { RetentionStore } from './ports.ts'

/**
 * Notices what other processes change (`npm run printers`, other replicas) and tells this one's listeners. Since it can't know
 * what the other did, pictures may be gone too.
 * @returns stops watching
 */
export function watchRevisions(
  retention: Pick<RetentionStore, 'listRevisions'>,
  events: EventEmitter<PrinterEvents>,
  onFault: (error: unknown) => void,
  everyMs = 2000,
): () => void {
  let known: Map<number, number> | null = null
  let isTelling = false
  // A change made here raises the revision by one and has been told already.
  const noteOwn = (id: number) => {
    if (!isTelling) known?.set(id, (known.get(id) ?? 0) + 1)
  }

  async function look(): Promise<void> {
    const found = await retention.listRevisions()
    const before = known
    known = found
    if (before === null) return
    const changed = [...found].filter(([id, revision]) => revision > (before.get(id) ?? 0))
    isTelling = true
    for (const [id] of changed) events.emit('changed', id)
    if (changed.length > 0) events.emit('forgotten')
    isTelling = false
  }

  events.on('changed', noteOwn)
  const timer = setInterval(() => void look().catch(onFault), everyMs)
  timer.unref()
  void look().catch(onFault)
  return () => {
    clearInterval(timer)
    events.off('changed', noteOwn)
  }
}
