import { DomainError } from '#lib/core/errors.ts'

/**
 * Shares concurrent work for the same key, and counts per key how often the image process failed over it, so that a picture that
 * crashes the process isn’t retried endlessly.
 */
export function createOncePerKey<T>({ maxFailures }: { maxFailures: number }) {
  const running = new Map<string, Promise<T>>()
  const failures = new Map<string, number>()

  function countFailure(key: string, error: unknown): void {
    const isPoison = error instanceof DomainError && error.code === 'image-process-unavailable'
    if (isPoison) failures.set(key, (failures.get(key) ?? 0) + 1)
  }

  return {
    run(key: string, work: () => Promise<T>): Promise<T> {
      const current = running.get(key)
      if (current !== undefined) return current
      const result = work()
        .catch((error: unknown) => {
          countFailure(key, error)
          throw error
        })
        .finally(() => running.delete(key))
      running.set(key, result)
      return result
    },
    isRunning: (key: string) => running.has(key),
    countRunning: () => running.size,
    hasFailed: (key: string) => (failures.get(key) ?? 0) >= maxFailures,
    /** Waits for running work and forgets failures, for all keys with a prefix. */
    async clear(prefix: string): Promise<void> {
      const matching = [...running].filter(([key]) => key.startsWith(prefix))
      await Promise.allSettled(matching.map(([, result]) => result))
      for (const key of failures.keys()) if (key.startsWith(prefix)) failures.delete(key)
    },
  }
}
