import { randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImageQueue } from './image-queue.ts'

/** A handful of printers. */
const maxCached = 8

/**
 * Renders SVGs to PNG. Caches the newest SVG of each name in memory, since it is requested far more often than it changes;
 * concurrent requests share one rendering.
 */
export function createSvgRasteriser({ queue, tempDir }: { queue: ImageQueue; tempDir: string }) {
  const cache = new Map<string, { svg: string; png: Promise<Buffer> }>()

  async function rasterise(svg: string): Promise<Buffer> {
    // The comment keeps the build from tracing every folder that this could be.
    const path = join(/* turbopackIgnore: true */ tempDir, `${randomUUID()}.svg`)
    const outPath = `${path}.png`
    try {
      await writeFile(path, svg)
      await queue.rasterise({ path, outPath })
      return await readFile(outPath)
    } finally {
      await Promise.all([rm(path, { force: true }), rm(outPath, { force: true })])
    }
  }

  return (name: string, svg: string): Promise<Buffer> => {
    const newest = cache.get(name)
    if (newest?.svg === svg) return newest.png
    const png = rasterise(svg)
    cache.delete(name)
    cache.set(name, { svg, png })
    png.catch(() => {
      if (cache.get(name)?.png === png) cache.delete(name)
    })
    const [oldest] = cache.keys()
    if (cache.size > maxCached && oldest !== undefined) cache.delete(oldest)
    return png
  }
}
