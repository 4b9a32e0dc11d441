import { randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImageQueue } from './image-queue.ts'

/** A handful of printers. */
const maxKept = 8

/**
 * SVGs as PNG. The newest of each name is kept in memory, since it is asked for far more often than it changes; those who ask
 * while it is being made share the making.
 */
export function createSvgRasteriser({
  workshop,
  tempDir,
}: {
  workshop: ImageQueue
  tempDir: string
}) {
  const kept = new Map<string, { svg: string; png: Promise<Buffer> }>()

  async function make(svg: string): Promise<Buffer> {
    // The comment keeps the build from tracing every folder that this could be.
    const path = join(/* turbopackIgnore: true */ tempDir, `${randomUUID()}.svg`)
    const outPath = `${path}.png`
    try {
      await writeFile(path, svg)
      await workshop.draw({ path, outPath })
      return await readFile(outPath)
    } finally {
      await Promise.all([rm(path, { force: true }), rm(outPath, { force: true })])
    }
  }

  return (name: string, svg: string): Promise<Buffer> => {
    const newest = kept.get(name)
    if (newest?.svg === svg) return newest.png
    const png = make(svg)
    kept.delete(name)
    kept.set(name, { svg, png })
    png.catch(() => {
      if (kept.get(name)?.png === png) kept.delete(name)
    })
    const [oldest] = kept.keys()
    if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest)
    return png
  }
}
