/**
 * Wraps an expensive count: repeated no sooner than `everyMs` after the last one, and at the next call after a failure. Concurrent
 * callers share one.
 */
export function cacheCount<T>(
  everyMs: number,
  count: () => Promise<T>,
  now: () => number,
): () => Promise<T> {
  let last: { at: number; result: Promise<T> } | null = null
  return () => {
    if (last !== null && now() - last.at < everyMs) return last.result
    const result = count()
    last = { at: now(), result }
    result.catch(() => {
      last = null
    })
    return result
  }
}
