import type { EventEmitter } from 'node:events'
import type { PrinterEvents } from './events.ts'
import type { Store } from './ports.ts'

/** A start takes a tenth of a second on an idle machine, and senders' clocks and uploads vary by seconds. */
const leadMs = 5_000
/** A promise that was broken so often is none any more: the page calls it stale then. */
const maxTurns = 3

export interface PrewarmParts {
  store: Pick<Store, 'printers' | 'snapshots'>
  events: EventEmitter<PrinterEvents>
  /** Whose pictures nobody waits to be thanked for. */
  ignores(printerId: number): boolean
  /** Starts the image process; it leaves by itself `idleMs` after. */
  warm(): void
  idleMs: number
  now(): Date
  onError(error: unknown): void
}

/**
 * Has the image process ready when a printer's next picture is due: started by the picture itself, it would keep the snapper
 * waiting for its acknowledgement twice as long. Nothing happens where pictures come so often that it never leaves, nor for a sender
 * that makes no promise or keeps none.
 * @returns stops
 */
export function prewarmWhenDue(parts: PrewarmParts): () => void {
  const timers = new Map<number, NodeJS.Timeout>()
  let isStopped = false

  async function plan(id: number): Promise<void> {
    if (parts.ignores(id)) return
    const printer = await parts.store.printers.getPrinter(id)
    const { intervalSeconds, lastReceivedAt } = await parts.store.snapshots.getCurrent(id)
    clearTimeout(timers.get(id))
    timers.delete(id)
    if (isStopped || printer?.isPublishing !== true) return
    if (intervalSeconds === null || lastReceivedAt === null) return
    wait(id, lastReceivedAt.getTime(), intervalSeconds * 1000)
  }

  function wait(id: number, lastMs: number, intervalMs: number): void {
    const delayMs = getDelayMs(parts.now().getTime() - lastMs, intervalMs, parts.idleMs)
    if (delayMs === null) return
    const timer = setTimeout(() => {
      parts.warm()
      wait(id, lastMs, intervalMs)
    }, delayMs)
    timers.set(id, timer.unref())
  }

  // A store that was closed meanwhile is no fault.
  const onFault = (error: unknown) => {
    if (!isStopped) parts.onError(error)
  }
  const onChanged = (id: number) => void plan(id).catch(onFault)
  parts.events.on('changed', onChanged)
  parts.store.printers
    .listPrinters()
    .then((printers) => Promise.all(printers.map(({ id }) => plan(id))))
    .catch(onFault)
  return () => {
    isStopped = true
    parts.events.off('changed', onChanged)
    for (const timer of timers.values()) clearTimeout(timer)
  }
}

/**
 * Milliseconds until it is time to warm up for the next turn; `null` where that is not worth it.
 * @param ageMs since the last report came
 */
export function getDelayMs(ageMs: number, intervalMs: number, idleMs: number): number | null {
  if (intervalMs <= idleMs + leadMs) return null
  // Nearer to a turn than the lead, it has been warmed up for that one already.
  const turn = Math.max(1, Math.floor((ageMs + leadMs) / intervalMs) + 1)
  return turn > maxTurns ? null : turn * intervalMs - leadMs - ageMs
}
