/** What a test drives instead of waiting for it. */
export interface Timing {
  /** Resolves early, without a fault, when the signal ends. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  random(): number
  /** Milliseconds since 1970, as the machine's clock says; it may jump. */
  now(): number
  /** Milliseconds that only grow. */
  monotonic(): number
}

export const realTiming: Timing = {
  random: Math.random,
  now: Date.now,
  // Not performance.now(): with it Node loads a megabyte that nothing else needs.
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
