import { Gauge, type Registry } from 'prom-client'
import { cacheCount } from './cache-count.ts'
import { getRegistry } from './registry.ts'

interface BlobSource {
  list(prefix: string): AsyncIterable<{ bytes: number }>
}

type Stored = Record<(typeof kinds)[number], { files: number; bytes: number }>

const kinds = ['original', 'variant'] as const

/**
 * Adds the number and size of the stored originals and variants. Counted by listing, so only when scraped, and no sooner than
 * `everySeconds` after the last count. Listing a million files takes minutes: a scrape waits for `maxWaitMs` at most. Before the first
 * count, or when listing fails, there are no series, never zeros.
 */
export function addBlobGauges(
  source: BlobSource,
  { everySeconds, maxWaitMs = 50 }: { everySeconds: number; maxWaitMs?: number },
  registry: Registry = getRegistry(),
  now: () => number = () => performance.now(),
): void {
  const everyMs = everySeconds * 1000
  const count = cacheCount(() => countStored(source), { everyMs, maxWaitMs, now })
  const gauges = [
    ['files', 'Stored picture files: originals and their variants.'],
    ['bytes', 'Size of the stored picture files: originals and their variants.'],
  ] as const
  for (const [unit, help] of gauges)
    new Gauge({
      name: `paparazza_stored_${unit}`,
      help,
      labelNames: ['kind'],
      registers: [registry],
      async collect() {
        this.reset()
        const stored = await count()
        if (stored !== null) for (const kind of kinds) this.set({ kind }, stored[kind][unit])
      },
    })
}

async function countStored(source: BlobSource): Promise<Stored> {
  const stored: Stored = { original: { files: 0, bytes: 0 }, variant: { files: 0, bytes: 0 } }
  for (const kind of kinds)
    for await (const { bytes } of source.list(`${kind}/`)) {
      stored[kind].files += 1
      stored[kind].bytes += bytes
    }
  return stored
}
