import { prepareNotificationCounts } from '#lib/metrics/record.ts'
import { createSweep, type SweepParts } from './outbox/sweep.ts'
import { createWorker, type WorkerParts } from './outbox/worker.ts'

const sweepEveryMs = 60_000

export interface Notifier {
  /** Sends what is due, and once a minute looks for what no report says. Never waits for a receiver, and never throws. */
  look(): void
  /** Ends after the tries that are under way. */
  stop(): Promise<void>
}

/** Sends the messages of a site that has channels. */
export function createNotifier(
  parts: WorkerParts & { sweep: SweepParts; onError(error: unknown): void },
): Notifier {
  prepareNotificationCounts()
  const worker = createWorker(parts)
  const sweep = createSweep(parts.sweep)
  let sweptAt = Number.NEGATIVE_INFINITY
  let running: Promise<void> = Promise.resolve()
  return {
    look() {
      worker.run().catch(parts.onError)
      if (performance.now() - sweptAt < sweepEveryMs) return
      sweptAt = performance.now()
      running = sweep().catch(parts.onError)
    },
    async stop() {
      await Promise.all([worker.stop(), running])
    },
  }
}
