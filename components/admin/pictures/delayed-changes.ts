export type Change = 'hide' | 'show' | 'delete'

/** A change that the page shows already, and the site has not made yet. */
export interface DelayedChange {
  key: number
  change: Change
  ids: readonly number[]
  /** Epoch milliseconds: until then it can be undone. */
  endsAt: number
  /** Too late to undo it. */
  isSending: boolean
}

interface Parts {
  /** @param isLeaving the page may be gone before the response */
  send(change: DelayedChange, isLeaving: boolean): Promise<void>
  onEnd(change: DelayedChange, end: 'done' | 'undone' | 'left' | Error): void
}

export const delayMs = 10_000

export type DelayedChanges = ReturnType<typeof createDelayedChanges>

/**
 * Keeps each change for ten seconds, in which it can be undone, before it sends it. A page that is left in that time sends what hides
 * pictures at once, and forgets what deletes them or makes them public.
 */
export function createDelayedChanges({ send, onEnd }: Parts) {
  let changes: readonly DelayedChange[] = []
  let lastKey = 0
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  const listeners = new Set<() => void>()

  function set(next: readonly DelayedChange[]): void {
    changes = next
    for (const listener of listeners) listener()
  }

  function remove(change: DelayedChange, end: Parameters<Parts['onEnd']>[1]): void {
    set(changes.filter(({ key }) => key !== change.key))
    onEnd(change, end)
  }

  /** Those that can still be undone. */
  function take(key: number): DelayedChange | undefined {
    const found = changes.find((each) => each.key === key && !each.isSending)
    clearTimeout(timers.get(key))
    timers.delete(key)
    return found
  }

  async function finish(change: DelayedChange, isLeaving: boolean): Promise<void> {
    set(changes.map((each) => (each.key === change.key ? { ...each, isSending: true } : each)))
    try {
      await send(change, isLeaving)
      remove(change, 'done')
    } catch (error) {
      remove(change, error instanceof Error ? error : new Error(String(error)))
    }
  }

  return {
    get: () => changes,
    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add(change: Change, ids: readonly number[]): void {
      lastKey += 1
      const key = lastKey
      set([...changes, { key, change, ids, endsAt: Date.now() + delayMs, isSending: false }])
      const end = () => {
        const found = take(key)
        if (found !== undefined) void finish(found, false)
      }
      timers.set(key, setTimeout(end, delayMs))
    },
    undo(key: number): void {
      const found = take(key)
      if (found !== undefined) remove(found, 'undone')
    },
    /** When the page is closed, or isn't seen any more: it may never run again. */
    leave(): void {
      for (const { key } of changes) {
        const found = take(key)
        if (found?.change === 'hide') void finish(found, true)
        else if (found !== undefined) remove(found, 'left')
      }
    },
  }
}
