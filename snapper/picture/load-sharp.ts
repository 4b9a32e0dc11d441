import type sharp from 'sharp'

export type Sharp = typeof sharp

/**
 * Loads sharp if it is installed; the snapper works without it. Loaded only when needed, with one thread and no cache, to go
 * easy on small boards.
 */
export async function loadSharp(): Promise<Sharp | null> {
  try {
    const loaded = await import('sharp')
    loaded.default.concurrency(1)
    loaded.default.cache(false)
    return loaded.default
  } catch {
    return null
  }
}
