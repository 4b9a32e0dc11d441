import type { BlobStore } from './blob-store.ts'
import { isSha256, variantKey } from './keys.ts'
import type { VariantMaker } from './variant-maker.ts'
import { listVariantsByDemand, type Offer } from './variants.ts'

/** About as many as a person has printers: who falls out is made on first request. */
const maxWaiting = 4

/** Makes the sets of the newest pictures ahead of their visitors, one variant at a time. */
export function createPrerenderer(
  maker: VariantMaker,
  options: Offer & { blobs: BlobStore; onFault: (error: unknown, sha256: string) => void },
) {
  const variants = listVariantsByDemand(Number.POSITIVE_INFINITY, options)
  let waiting: string[] = []
  let current: string | null = null
  let isClosed = false

  async function run(): Promise<void> {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      current = next
      await makeSet(next)
    }
    current = null
  }

  async function makeSet(sha256: string): Promise<void> {
    for (const { width, format } of variants) {
      try {
        const isThere = await options.blobs.has(variantKey(sha256, width, format))
        if (current !== sha256) return
        if (!isThere) await maker.get(sha256, width, format, 'nobody')
      } catch (error) {
        // Not while dropping or closing, where a fault is what was asked for.
        if (current === sha256) options.onFault(error, sha256)
      }
    }
  }

  return {
    add(sha256: string): void {
      if (isClosed || !isSha256(sha256) || sha256 === current) return
      waiting = [...waiting.filter((other) => other !== sha256), sha256].slice(-maxWaiting)
      if (current === null) void run()
    },
    drop(sha256: string): void {
      waiting = waiting.filter((other) => other !== sha256)
      if (current === sha256) current = ''
    },
    close(): void {
      isClosed = true
      waiting = []
      if (current !== null) current = ''
    },
  }
}
