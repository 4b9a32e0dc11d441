import { compress } from './encodings.ts'
import { addVariant, type CacheEntry } from './entry.ts'
import type { CacheStore } from './store.ts'

/** What expires sooner isn't sent often enough to be worth it. */
const minTtlMs = 60_000
/** Brotli's best quality takes about a second for this much. */
const maxBytes = 1024 * 1024
/** At most a few percent of one core, even if every URL is requested twice. */
const maxPerRound = 5

/**
 * One round of recompressing long-lived entries that were requested again at Brotli's best quality. The result is a tenth smaller
 * than the first response, but takes ten times as long. One entry after the other on one of libuv's threads; no request waits.
 */
export async function recompress(store: CacheStore): Promise<void> {
  let left = maxPerRound
  for (const [key, entry] of store.list()) {
    if (!isWorthwhile(entry)) continue
    const body = await compress(entry.source.body, 'br', 'best')
    // The entry may have been invalidated or replaced meanwhile.
    if (store.get(key) === entry) {
      addVariant(entry, 'br', body, true)
      store.updateSize(key, entry)
    }
    left -= 1
    if (left === 0) return
  }
}

function isWorthwhile(entry: CacheEntry): boolean {
  const { variants, source, freshUntilMs, storedAtMs } = entry
  return (
    variants.br !== null &&
    !variants.br.isBest &&
    entry.hits > 0 &&
    entry.status === 200 &&
    source.body.length <= maxBytes &&
    freshUntilMs - storedAtMs >= minTtlMs
  )
}
