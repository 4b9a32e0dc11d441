import { DomainError } from '#lib/core/errors.ts'

export interface SilenceGuard {
  /** Runs work on the database. Rejects early while the database doesn't respond to anything. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** To be called with every response. */
  onResponse(): void
  stop(): void
}

/**
 * A paused server accepts connections and responds to none, so that every request would wait for its own timeout. When the server has
 * left all queries without a response for `maxSilenceMs`, they all fail, and further ones at once. One at a time is still sent, and
 * the first response ends this. The time is counted in checks: after a pause of this process responses may be waiting to be read.
 */
export function createSilenceGuard(maxSilenceMs: number, checkEveryMs = 250): SilenceGuard {
  const waiting = new Set<(error: Error) => void>()
  let running = 0
  let silentMs = 0
  const isSilent = () => silentMs >= maxSilenceMs
  const onResponse = () => {
    silentMs = 0
  }
  const timer = setInterval(() => {
    if (running === 0) return
    silentMs += checkEveryMs
    if (!isSilent()) return
    for (const reject of waiting) reject(unavailable())
    waiting.clear()
  }, checkEveryMs).unref()

  return {
    onResponse,
    stop: () => clearInterval(timer),
    async run(work) {
      if (isSilent() && running > 0) throw unavailable()
      const { promise, reject } = Promise.withResolvers<never>()
      waiting.add(reject)
      // Counts until the work itself is over: a query that was given up still waits for its response.
      running += 1
      const done = work().finally(() => {
        running -= 1
        waiting.delete(reject)
        if (running === 0 && !isSilent()) onResponse()
      })
      return await Promise.race([done, promise])
    },
  }
}

function unavailable(): DomainError {
  return new DomainError(
    'storage-unavailable',
    'The database does not respond. Try again in a few seconds.',
    { retryAfterSeconds: 5 },
  )
}
