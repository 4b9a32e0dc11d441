/** Waits for a turn, and returns what ends it, which may be called several times. @throws the signal's reason, without a turn */
export type TakeTurn = (key: string, signal?: AbortSignal) => Promise<() => void>

/** So many at a time per key, in the order of the calls. Nothing is kept for a key without calls. */
export function createTurns(limit: number): TakeTurn {
  const keys = new Map<string, { taken: number; waiting: Set<() => void> }>()
  return async (key, signal) => {
    const turns = keys.get(key) ?? { taken: 0, waiting: new Set() }
    keys.set(key, turns)
    if (turns.taken < limit) turns.taken++
    else await waitFor(turns.waiting, signal)
    let hasEnded = false
    return () => {
      if (hasEnded) return
      hasEnded = true
      const [next] = turns.waiting
      // A turn goes from one to the next.
      if (next !== undefined) next()
      else if (--turns.taken === 0) keys.delete(key)
    }
  }
}

async function waitFor(waiting: Set<() => void>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const begin = () => {
    waiting.delete(begin)
    resolve()
  }
  const abort = () => {
    if (waiting.delete(begin)) reject(signal?.reason)
  }
  waiting.add(begin)
  signal?.addEventListener('abort', abort)
  await promise.finally(() => signal?.removeEventListener('abort', abort))
}
