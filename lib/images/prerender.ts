import { type BlobStore, isSha256, variantKey } from './blob-store.ts'
import type { VariantMaker } from './variant-maker.ts'
import { listVariantsByDemand, type Offer } from './variants.ts'

/** About as many as a person has printers. The variants of a dropped picture are rendered on first request. */
const maxWaiting = 4

/** Renders the variants of the newest pictures before they are requested, one variant at a time. */
export function createPrerenderer(
  maker: VariantMaker,
  options: Offer & { blobs: BlobStore; onError: (error: unknown, sha256: string) => void },
) {
  const variants = listVariantsByDemand(Number.POSITIVE_INFINITY, options)
  let waiting: string[] = []
  let current: string | null = null
  let isClosed = false

  async function run(): Promise<void> {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      current = next
      await renderAll(next)
    }
    current = null
  }

  async function renderAll(sha256: string): Promise<void> {
    for (const { width, format } of variants) {
      try {
        const isStored = await options.blobs.has(variantKey(sha256, width, format))
        if (current !== sha256) return
        if (!isStored) await maker.get(sha256, width, format, 'background')
      } catch (error) {
        // After `drop` or `close` errors are expected.
        if (current === sha256) options.onError(error, sha256)
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
