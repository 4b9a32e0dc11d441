/** Waits for a turn, and returns what ends it, which may be called several times. @throws the signal's reason, without a turn */
export type TakeTurn = (key: string, signal?: AbortSignal) => Promise<() => void>

/** One at a time per key, in the order of the calls. Nothing is kept for a key without calls. */
export function createTurns(): TakeTurn {
  const last = new Map<string, Promise<void>>()
  return async (key, signal) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const before = last.get(key)
    last.set(key, promise)
    const end = () => {
      if (last.get(key) === promise) last.delete(key)
      resolve()
    }
    try {
      await waitFor(before, signal)
    } catch (error) {
      void before?.then(end)
      throw error
    }
    return end
  }
}

async function waitFor(before: Promise<void> | undefined, signal: AbortSignal | undefined) {
  if (before === undefined || signal === undefined) return await before
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort)
  await Promise.race([before, aborted]).finally(() => signal.removeEventListener('abort', abort))
}
