/** Clock and timers, which tests drive instead of waiting. */
export interface Timing {
  /** Resolves early, without an error, when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  random(): number
  /** Milliseconds since 1970 by the system clock, which may jump. */
  now(): number
  /** Milliseconds that never decrease. */
  monotonic(): number
}

export const realTiming: Timing = {
  random: Math.random,
  now: Date.now,
  // Not performance.now(): it makes Node load a megabyte that nothing else needs.
  monotonic: () => Number(process.hrtime.bigint()) / 1e6,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const end = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      signal.addEventListener('abort', end)
    }),
}
