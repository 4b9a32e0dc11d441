import { compress } from './encodings.ts'
import { addVariant, type CacheEntry } from './entry.ts'
import type { CacheStore } from './store.ts'

/** What changes sooner isn't sent often enough to be worth it. */
const minHeldMs = 60_000
/** Takes Brotli a second. */
const maxBytes = 1024 * 1024
/** Of one core some percent at worst, be it that somebody asks twice for every address there is. */
const maxPerRound = 5

/**
 * One round of compressing what lasts, and was asked for again, as well as Brotli can: a tenth smaller than what the first caller
 * got, who would have waited ten times as long for it. One after the other on one of libuv's threads; nobody ever waits.
 */
export async function recompress(memory: CacheStore): Promise<void> {
  let left = maxPerRound
  for (const [key, entry] of memory.list()) {
    if (!isWorth(entry)) continue
    const body = await compress(entry.source.body, 'br', 'best')
    // Emptied or renewed meanwhile: who comes next gets another answer anyway.
    if (memory.get(key) === entry) {
      addVariant(entry, 'br', body, true)
      memory.weigh(key, entry)
    }
    left -= 1
    if (left === 0) return
  }
}

function isWorth({
  variants,
  isRecent,
  status,
  source,
  freshUntilMs,
  storedAtMs,
}: CacheEntry): boolean {
  return (
    variants.br !== null &&
    !variants.br.isBest &&
    isRecent &&
    status === 200 &&
    source.body.length <= maxBytes &&
    freshUntilMs - storedAtMs >= minHeldMs
  )
}
