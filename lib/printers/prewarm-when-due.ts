import type { EventEmitter } from 'node:events'
import type { PrinterEvents } from './events.ts'
import type { Store } from './ports.ts'

/** Starting takes a tenth of a second on an idle machine; senders' clocks and uploads vary by seconds. */
const leadMs = 5_000
/** After so many missed reports the page calls the printer stale. */
const maxMissed = 3

interface PrewarmParts {
  store: Pick<Store, 'printers' | 'snapshots'>
  events: EventEmitter<PrinterEvents>
  /** Printers without a snapper that waits for the response. */
  ignores(printerId: number): boolean
  /** Starts the image process, which exits after `idleMs` without a job. */
  warm(): void
  idleMs: number
  now(): Date
  onError(error: unknown): void
}

/**
 * Starts the image process shortly before a printer's next picture is due: started by the upload itself, it would double the
 * snapper's wait for the response. It does nothing where pictures arrive so often that the process never exits, or where the
 * sender promised no interval or no longer reports.
 * @returns a function that stops it
 */
export function prewarmWhenDue(parts: PrewarmParts): () => void {
  const timers = new Map<number, NodeJS.Timeout>()
  let isStopped = false

  async function schedule(id: number): Promise<void> {
    if (parts.ignores(id)) return
    const printer = await parts.store.printers.getPrinter(id)
    const { intervalSeconds, lastReceivedAt } = await parts.store.snapshots.getCurrent(id)
    clearTimeout(timers.get(id))
    timers.delete(id)
    if (isStopped || printer?.isPublishing !== true) return
    if (intervalSeconds === null || lastReceivedAt === null) return
    startTimer(id, lastReceivedAt.getTime(), intervalSeconds * 1000)
  }

  function startTimer(id: number, lastMs: number, intervalMs: number): void {
    const delayMs = getDelayMs(parts.now().getTime() - lastMs, intervalMs, parts.idleMs)
    if (delayMs === null) return
    const timer = setTimeout(() => {
      parts.warm()
      startTimer(id, lastMs, intervalMs)
    }, delayMs)
    timers.set(id, timer.unref())
  }

  // After stopping, a closed store is expected.
  const onFault = (error: unknown) => {
    if (!isStopped) parts.onError(error)
  }
  const onChanged = (id: number) => void schedule(id).catch(onFault)
  parts.events.on('changed', onChanged)
  parts.store.printers
    .listPrinters()
    .then((printers) => Promise.all(printers.map(({ id }) => schedule(id))))
    .catch(onFault)
  return () => {
    isStopped = true
    parts.events.off('changed', onChanged)
    for (const timer of timers.values()) clearTimeout(timer)
  }
}

/**
 * Milliseconds until the process should start for the next report; `null`: no need to.
 * @param ageMs since the last report
 */
function getDelayMs(ageMs: number, intervalMs: number, idleMs: number): number | null {
  if (intervalMs <= idleMs + leadMs) return null
  // Within the lead before a report, the process has been started for it already.
  const count = Math.max(1, Math.floor((ageMs + leadMs) / intervalMs) + 1)
  return count > maxMissed ? null : count * intervalMs - leadMs - ageMs
}
