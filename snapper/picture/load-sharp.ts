import type sharp from 'sharp'

export type Sharp = typeof sharp

/**
 * sharp, where it happens to be installed; it is no part of the snapper. Loaded only when a picture is to be looked into,
 * on one thread and without a cache: a small board has other things to do.
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
