import type { Logger } from 'pino'
import type { Context } from '#lib/app-context/context.ts'
import { getPrinterEvents } from '#lib/printers/events.ts'
import { runRetention } from '#lib/printers/retention/run-retention.ts'

const everyMs = 60 * 60 * 1000
/** Not among the first requests after a start. */
const firstAfterMs = 2 * 60 * 1000

/**
 * Forgets, every hour, what retention no longer keeps, and sweeps what crashes have left.
 * @returns stops; a run under way is waited for
 */
export function startRetentionJob(
  { store, pictures, blobs }: Pick<Context, 'store' | 'pictures' | 'blobs'>,
  { log, maxBytes, firstMs = firstAfterMs }: { log: Logger; maxBytes: number; firstMs?: number },
): () => Promise<void> {
  let running: Promise<void> | null = null
  let timer = setTimeout(begin, firstMs).unref()

  function begin(): void {
    running = run().finally(() => {
      timer = setTimeout(begin, everyMs).unref()
    })
  }

  async function run(): Promise<void> {
    try {
      const events = getPrinterEvents()
      const report = await runRetention({
        store,
        pictures,
        blobs,
        events,
        now: new Date(),
        maxBytes,
      })
      log.info({ ...report, maxBytes }, 'kept house')
    } catch (err) {
      log.error({ err }, 'keeping house was cut short; the next hour goes on')
    }
  }

  return async () => {
    clearTimeout(timer)
    await running
    clearTimeout(timer)
  }
}
