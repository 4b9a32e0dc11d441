import { setTimeout as sleep } from 'node:timers/promises'
import { type CacheEntry, reuseVariants } from './entry.ts'
import { prepareVariant } from './send.ts'
import type { CacheStore } from './store.ts'

/** A response that isn't in the cache yet. */
export interface Made {
  key: string
  entry: CacheEntry
  tags: readonly string[]
  /** Of the store, when it was begun. */
  sequence: number
}

/** Requests are answered between two responses. */
const minPauseMs = 5

/**
 * Makes new responses in place of the entries with these tags that visitors request, the most requested first, one at a time.
 * @param make `null` for what can't be cached any more
 * @param onMade receives each one; those that fail are left out
 */
export async function makeAhead(options: {
  store: CacheStore
  tags: readonly string[]
  make: (key: string) => Promise<Made | null>
  onMade: (made: Made) => void
  maxMs: number
}): Promise<void> {
  const { store, tags, make, onMade, maxMs } = options
  const endAt = performance.now() + maxMs
  const isWanted = ({ hits, freshUntilMs }: CacheEntry) => hits > 0 && freshUntilMs > Date.now()
  const wanted = store.listTagged(tags).filter(([, entry]) => isWanted(entry))
  wanted.sort(([, a], [, b]) => b.hits - a.hits)
  async function makeAll(): Promise<void> {
    for (const [key, old] of wanted) {
      const startedAt = performance.now()
      const made = startedAt < endAt ? await make(key).catch(() => null) : null
      if (made === null) continue
      await addVariants(old, made.entry)
      made.entry.hits = old.hits >> 1
      onMade(made)
      await sleep(Math.max(minPauseMs, performance.now() - startedAt), undefined, { ref: false })
    }
  }
  // Without memory for it, visitors wait as before.
  const all = makeAll().catch(() => undefined)
  await Promise.race([all, sleep(maxMs, undefined, { ref: false })])
}

/** Those that visitors have requested of the old entry. */
async function addVariants(old: CacheEntry, entry: CacheEntry): Promise<void> {
  if (reuseVariants(old, entry)) return
  for (const encoding of ['br', 'gzip'] as const)
    if (old.variants[encoding] !== null) await prepareVariant(entry, encoding, () => undefined)
}
