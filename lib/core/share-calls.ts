/**
 * Makes one call at a time. Callers during a call share the next one: the running one may have missed a change that was just
 * committed.
 */
export function shareCalls<T>(call: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve()
  let queued: Promise<T> | null = null
  return () => {
    queued ??= running.then(() => {
      queued = null
      const started = call()
      running = started.catch(() => undefined)
      return started
    })
    return queued
  }
}
