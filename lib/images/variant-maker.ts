import { randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PictureFormat } from '#lib/api/picture-formats.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { BlobStore } from './blob-store.ts'
import type { ImageQueue, Priority, RenderOrder } from './image-queue.ts'
import { originalKey, variantKey } from './keys.ts'
import { variantWidths } from './variants.ts'

const maxStrikes = 3
const maxKnownWidths = 1000

export type VariantMaker = ReturnType<typeof createVariantMaker>

/** Makes each variant once, however many ask for it at the same time, and keeps it. */
export function createVariantMaker(options: {
  blobs: BlobStore
  tempDir: string
  workshop: ImageQueue
  onFault: (error: unknown, sha256: string) => void
}) {
  const { blobs, tempDir, workshop, onFault } = options
  const making = new Map<string, { order: RenderOrder; bytes: Promise<Buffer | null> }>()
  const strikes = new Map<string, number>()
  const pictureWidths = new Map<string, number>()

  function get(
    sha256: string,
    width: number,
    format: PictureFormat,
    urgency: Priority,
  ): Promise<Buffer | null> {
    const key = variantKey(sha256, width, format)
    const already = making.get(key)
    if (already) {
      // A visitor now waits for what was begun for nobody.
      if (urgency === 'visitor') already.order.urgency = urgency
      return already.bytes
    }
    const takesNarrower = width === variantWidths[0]
    // The comment keeps the build from tracing every folder that this could be.
    const outPath = join(/* turbopackIgnore: true */ tempDir, `${randomUUID()}.${format}`)
    const order = { path: '', sha256, width, format, takesNarrower, outPath, urgency }
    const bytes = getOrMake(key, order).finally(() => making.delete(key))
    making.set(key, { order, bytes })
    return bytes
  }

  async function getOrMake(key: string, order: RenderOrder): Promise<Buffer | null> {
    const { sha256 } = order
    const kept = await blobs.get(key)
    if (kept) return kept
    const pictureWidth = pictureWidths.get(sha256) ?? Number.POSITIVE_INFINITY
    if (pictureWidth < order.width && !order.takesNarrower) return null
    if ((strikes.get(key) ?? 0) >= maxStrikes)
      throw new DomainError(
        'image-process-unavailable',
        'This size of the picture can not be made. Ask for another one.',
      )
    const original = await blobs.openFile(originalKey(sha256))
    if (!original) return null
    order.path = original.path
    try {
      if (!(await render(key, order))) return null
      const bytes = await readFile(order.outPath)
      await keep(key, order)
      return bytes
    } finally {
      await rm(order.outPath, { force: true })
      await original.release()
    }
  }

  async function render(key: string, order: RenderOrder): Promise<boolean> {
    const outcome = await workshop.render(order).catch((error: unknown) => {
      const isPoison = error instanceof DomainError && error.code === 'image-process-unavailable'
      if (isPoison) strikes.set(key, (strikes.get(key) ?? 0) + 1)
      throw error
    })
    if (outcome.kind === 'altered')
      throw new DomainError(
        'storage-unavailable',
        'The stored picture is damaged and is not shown. Restore it from a backup, or purge it.',
        { cause: new Error(`${originalKey(order.sha256)} does not hash to its name`) },
      )
    if (outcome.kind === 'gone') return false
    rememberWidth(order.sha256, outcome.pictureWidth)
    return outcome.kind === 'made'
  }

  /** A full disk costs the making anew, not the visitor's picture. */
  async function keep(key: string, order: RenderOrder): Promise<void> {
    try {
      await blobs.putFile(key, order.outPath)
    } catch (error) {
      onFault(error, order.sha256)
    }
  }

  function rememberWidth(sha256: string, pictureWidth: number): void {
    pictureWidths.set(sha256, pictureWidth)
    const [oldest] = pictureWidths.keys()
    if (pictureWidths.size > maxKnownWidths && oldest) pictureWidths.delete(oldest)
  }

  /** Waits for what is being made of a picture, so that nothing of it is kept afterwards. */
  async function forget(sha256: string): Promise<void> {
    const prefix = variantKey(sha256)
    const underWay = [...making].filter(([key]) => key.startsWith(prefix))
    await Promise.allSettled(underWay.map(([, { bytes }]) => bytes))
    for (const key of strikes.keys()) if (key.startsWith(prefix)) strikes.delete(key)
    pictureWidths.delete(sha256)
  }

  return { get, rememberWidth, forget }
}
