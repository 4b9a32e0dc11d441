import type { Logger } from 'pino'
import type { Context } from '#lib/app-context/context.ts'
import { getPrinterEvents } from '#lib/printers/events.ts'
import { removeLeftovers } from '#lib/printers/retention/remove-orphans.ts'
import { runRetention } from '#lib/printers/retention/run-retention.ts'

const everyMs = 60 * 60 * 1000
/** Keeps it apart from the first requests after a start. */
const firstAfterMs = 2 * 60 * 1000
/** Sooner, since somebody wanted these pictures gone. */
const leftoversMs = 5_000

/**
 * Runs retention every hour: deletes what it no longer keeps, and what crashes have left behind.
 * @returns stops it, after a run that is in progress
 */
export function startRetention(
  { store, pictures, blobs }: Pick<Context, 'store' | 'pictures' | 'blobs'>,
  given: {
    log: Logger
    maxBytes: number
    /** Deletes other things that have expired. */
    sweep?: () => Promise<void>
    firstMs?: number
  },
): () => Promise<void> {
  const { log, maxBytes, sweep, firstMs = firstAfterMs } = given
  let running: Promise<void> | null = null
  let timer = setTimeout(begin, firstMs).unref()
  const leftovers = setTimeout(removeLeft, leftoversMs).unref()

  function removeLeft(): void {
    running = removeLeftovers({ store, pictures })
      .then((removed) => removed > 0 && log.info({ removed }, 'removed what deletions had left'))
      .catch((err: unknown) => log.error({ err }, 'removing what deletions had left failed'))
      .then(() => undefined)
  }

  function begin(): void {
    running = run().finally(() => {
      timer = setTimeout(begin, everyMs).unref()
    })
  }

  async function run(): Promise<void> {
    const parts = { store, pictures, blobs, events: getPrinterEvents() }
    try {
      const report = await runRetention({ ...parts, now: new Date(), maxBytes })
      log.info({ ...report, maxBytes }, 'retention finished')
      await store.overview.noteStorage({ at: new Date(), bytes: report.keptBytes })
    } catch (err) {
      log.error({ err }, 'retention failed, next run in an hour')
    }
    await sweep?.().catch((err: unknown) => log.error({ err }, 'sweeping the sessions failed'))
  }

  return async () => {
    clearTimeout(leftovers)
    clearTimeout(timer)
    await running
    clearTimeout(timer)
  }
}
