import { Gauge, type Registry } from 'prom-client'
import { getRegistry } from './registry.ts'

export interface BlobSource {
  list(prefix: string): AsyncIterable<{ bytes: number }>
}

type Stored = Record<(typeof kinds)[number], { files: number; bytes: number }>

const kinds = ['original', 'variant'] as const

/**
 * Adds what lies where pictures are kept: as received, and all that was made of them. Counted by listing, so only when somebody
 * scrapes, and no sooner than `everySeconds` after the last count. What can't be listed is left out, never told as nothing.
 */
export function addBlobGauges(
  source: BlobSource,
  { everySeconds }: { everySeconds: number },
  registry: Registry = getRegistry(),
  now: () => number = () => performance.now(),
): void {
  let counted: { at: number; stored: Promise<Stored> } | null = null
  const count = () => {
    if (counted === null || now() - counted.at >= everySeconds * 1000) {
      const stored = countStored(source)
      counted = { at: now(), stored }
      stored.catch(() => {
        counted = null
      })
    }
    return counted.stored
  }
  const gauges = [
    ['files', 'Files that are kept of pictures: originals, and variants made of them.'],
    ['bytes', 'Bytes that are kept of pictures: originals, and variants made of them.'],
  ] as const
  for (const [unit, help] of gauges)
    new Gauge({
      name: `paparazza_stored_${unit}`,
      help,
      labelNames: ['kind'],
      registers: [registry],
      async collect() {
        this.reset()
        const stored = await count().catch(() => null)
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
