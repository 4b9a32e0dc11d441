import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Wraps a count that may take minutes: repeated no sooner than `everyMs` after the last one, and at the next call after a failure. A
 * caller waits `maxWaitMs` at most and then gets the last result.
 * @returns `null` until the first result, and after a failure
 */
export function cacheCount<T>(
  count: () => Promise<T>,
  { everyMs, maxWaitMs, now }: { everyMs: number; maxWaitMs: number; now: () => number },
): () => Promise<T | null> {
  let startedAt: number | null = null
  let last: T | null = null
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    try {
      last = await count()
    } catch {
      last = null
      startedAt = null
    }
    running = null
  }

  return async () => {
    if (running === null && (startedAt === null || now() - startedAt >= everyMs)) {
      startedAt = now()
      running = run()
    }
    if (running !== null) await Promise.race([running, sleep(maxWaitMs, undefined, { ref: false })])
    return last
  }
}
