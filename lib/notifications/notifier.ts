import { prepareNotificationCounts } from '#lib/metrics/record.ts'
import { createSweep, type SweepParts } from './outbox/sweep.ts'
import { createWorker, type WorkerParts } from './outbox/worker.ts'
import { createVisitorWorker, type VisitorWorkerParts } from './push/visitor-worker.ts'

const sweepEveryMs = 60_000

export interface Notifier {
  /** Sends what is due, and once a minute looks for what no report says. Never waits for a receiver, and never throws. */
  look(): void
  /** Ends after the tries that are under way. */
  stop(): Promise<void>
}

/** Sends the messages of a site that has channels, or visitors who wait. */
export function createNotifier(
  parts: WorkerParts & {
    sweep: SweepParts
    visitors: VisitorWorkerParts
    onError(error: unknown): void
  },
): Notifier {
  prepareNotificationCounts()
  const worker = createWorker(parts)
  const visitors = createVisitorWorker(parts.visitors)
  const sweep = createSweep(parts.sweep)
  let sweptAt = Number.NEGATIVE_INFINITY
  let running: Promise<void> = Promise.resolve()
  return {
    look() {
      worker.run().catch(parts.onError)
      visitors.run().catch(parts.onError)
      if (performance.now() - sweptAt < sweepEveryMs) return
      sweptAt = performance.now()
      running = sweep().catch(parts.onError)
    },
    async stop() {
      await Promise.all([worker.stop(), visitors.stop(), running])
    },
  }
}
