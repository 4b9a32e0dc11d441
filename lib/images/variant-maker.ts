import { randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PictureFormat } from '#lib/api/picture-formats.ts'
import { DomainError } from '#lib/core/errors.ts'
import { type BlobStore, originalKey, variantKey } from './blob-store.ts'
import type { ImageQueue, Priority, RenderOrder } from './image-queue.ts'
import { type Claims, oncePerCluster } from './once-per-cluster.ts'
import { createOncePerKey } from './once-per-key.ts'
import { variantWidths } from './variants.ts'

const maxFailures = 3
const maxCachedWidths = 1000

export type VariantMaker = ReturnType<typeof createVariantMaker>

/** Renders each variant once, even for concurrent requests at several replicas, and stores it. */
export function createVariantMaker(options: {
  blobs: BlobStore
  tempDir: string
  queue: ImageQueue
  claims?: Claims | null
  onError: (error: unknown, sha256: string) => void
}) {
  const { blobs, tempDir, queue, claims = null, onError } = options
  const oncePerKey = createOncePerKey<Buffer | null>({ maxFailures })
  const orders = new Map<string, RenderOrder>()
  const pictureWidths = new Map<string, number>()

  function get(
    sha256: string,
    width: number,
    format: PictureFormat,
    priority: Priority,
  ): Promise<Buffer | null> {
    const key = variantKey(sha256, width, format)
    const current = orders.get(key)
    // A visitor now waits for what is queued as background work.
    if (current !== undefined && priority === 'visitor') current.priority = priority
    return oncePerKey.run(key, async () => {
      const allowNarrower = width === variantWidths[0]
      // The comment keeps the build from tracing every folder that this could be.
      const outPath = join(/* turbopackIgnore: true */ tempDir, `${randomUUID()}.${format}`)
      const order = { path: '', sha256, width, format, allowNarrower, outPath, priority }
      orders.set(key, order)
      const find = () => blobs.get(key)
      const make = () => makeVariant(key, order)
      return await oncePerCluster(claims, key, { find, make }).finally(() => orders.delete(key))
    })
  }

  async function makeVariant(key: string, order: RenderOrder): Promise<Buffer | null> {
    const { sha256 } = order
    const pictureWidth = pictureWidths.get(sha256) ?? Number.POSITIVE_INFINITY
    if (pictureWidth < order.width && !order.allowNarrower) return null
    if (oncePerKey.hasFailed(key))
      throw new DomainError(
        'image-process-unavailable',
        'This size of the picture can’t be rendered. Request another size.',
      )
    const original = await blobs.openFile(originalKey(sha256))
    if (!original) return null
    order.path = original.path
    try {
      if (!(await render(order))) return null
      const bytes = await readFile(order.outPath)
      await store(key, order)
      return bytes
    } finally {
      await rm(order.outPath, { force: true })
      await original.release()
    }
  }

  async function render(order: RenderOrder): Promise<boolean> {
    const outcome = await queue.render(order)
    if (outcome.kind === 'altered')
      throw new DomainError(
        'storage-unavailable',
        'The stored picture is damaged and is not shown. Restore it from a backup, or purge it.',
        { cause: new Error(`The content of ${originalKey(order.sha256)} has another hash`) },
      )
    if (outcome.kind === 'missing') return false
    cacheWidth(order.sha256, outcome.pictureWidth)
    return outcome.kind === 'rendered'
  }

  /** If the disk is full, the visitor still gets the picture; the next request renders it again. */
  async function store(key: string, order: RenderOrder): Promise<void> {
    try {
      await blobs.putFile(key, order.outPath)
    } catch (error) {
      onError(error, order.sha256)
    }
  }

  function cacheWidth(sha256: string, pictureWidth: number): void {
    pictureWidths.set(sha256, pictureWidth)
    const [oldest] = pictureWidths.keys()
    if (pictureWidths.size > maxCachedWidths && oldest) pictureWidths.delete(oldest)
  }

  /** Waits for running work on a picture, so that none of it is stored after the picture's deletion. */
  async function clear(sha256: string): Promise<void> {
    await oncePerKey.clear(variantKey(sha256))
    pictureWidths.delete(sha256)
  }

  return { get, cacheWidth, clear }
}
