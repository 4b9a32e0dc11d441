import { rm } from 'node:fs/promises'
import type { PictureFormat } from '#lib/api/picture-formats.ts'
import type { AcceptedPicture } from '#lib/printers/types.ts'
import { type BlobStore, isSha256, originalKey, variantKey } from './blob-store.ts'
import type { ImageQueue } from './image-queue.ts'
import { checkJpegFile } from './jpeg-header.ts'
import type { Claims } from './once-per-cluster.ts'
import { createPrerenderer } from './prerender.ts'
import { createSvgRasteriser } from './rasterise-svg.ts'
import { createVariantMaker } from './variant-maker.ts'
import { listVariants, type Offer, type Variant } from './variants.ts'

export interface Pictures {
  /**
   * Validates the JPEG in a temporary file by decoding it, and stores it under its hash, durable when resolved. Always consumes the
   * file; stores nothing when it throws.
   * @throws DomainError `image-*`, `image-process-unavailable`, and errors of the blob store
   */
  accept(temporaryPath: string): Promise<AcceptedPicture>
  /** Renders missing variants of a picture in the background. Never throws. */
  prerender(sha256: string): void
  /** Stores the bytes in a temporary file again if the picture was deleted since `accept`. The file is moved or stays. */
  restoreDeleted(sha256: string, temporaryPath: string): Promise<void>
  /**
   * Deletes pictures and their variants.
   * @param deleteUnreferenced decides with the database whether the original may go, and calls the deletion meanwhile
   * @returns how many were deleted
   */
  remove(
    sha256s: readonly string[],
    deleteUnreferenced: (sha256: string, deleteBlob: () => Promise<void>) => Promise<boolean>,
  ): Promise<number>
  /**
   * `null`: no such picture, or not an offered variant. Rendered on the first request, once.
   * @throws DomainError `image-process-unavailable`, `busy`, and errors of the blob store
   */
  getVariant(sha256: string, width: number, format: PictureFormat): Promise<Buffer | null>
  listVariants(picture: { sha256: string; width: number }): Variant[]
  /** An SVG as PNG, cached while it is the newest of this name. @throws what `getVariant` throws */
  rasterise(name: string, svg: string): Promise<Buffer>
  /** Starts the image process before the upload is complete. */
  warm(): void
  close(): void
}

export interface PicturesOptions extends Offer {
  blobs: BlobStore
  /** Must be on the same disk as `blobs`, if that is on disk. */
  tempDir: string
  queue: ImageQueue
  /** Default `null`: no other process renders variants into the same blobs. */
  claims?: Claims | null
  /** Called with errors of background work. */
  onError: (error: unknown, sha256: string) => void
}

/** Stores uploaded pictures and publishes variants of them: re-encoded pixels, never the original. */
export function createPictures(options: PicturesOptions): Pictures {
  const { blobs, queue } = options
  const maker = createVariantMaker(options)
  const prerenderer = createPrerenderer(maker, options)
  const widest = listVariants(Number.POSITIVE_INFINITY, options)

  return {
    async accept(temporaryPath) {
      try {
        await checkJpegFile(temporaryPath)
        const facts = await queue.inspect(temporaryPath)
        await blobs.putFile(originalKey(facts.sha256), temporaryPath)
        maker.cacheWidth(facts.sha256, facts.width)
        return facts
      } finally {
        await rm(temporaryPath, { force: true })
      }
    },
    prerender: prerenderer.add,
    async restoreDeleted(sha256, temporaryPath) {
      const key = originalKey(sha256)
      if (!(await blobs.has(key))) await blobs.putFile(key, temporaryPath)
    },
    async remove(sha256s, deleteUnreferenced) {
      let deleted = 0
      for (const sha256 of sha256s) {
        // The original first, so that no further variant of it can be rendered.
        if (!(await deleteUnreferenced(sha256, () => blobs.delete(originalKey(sha256))))) continue
        deleted += 1
        prerenderer.drop(sha256)
        await maker.clear(sha256)
        for await (const { key } of blobs.list(variantKey(sha256))) await blobs.delete(key)
      }
      return deleted
    },
    async getVariant(sha256, width, format) {
      const isOffered = widest.some(
        (offered) => offered.width === width && offered.format === format,
      )
      if (!isOffered || !isSha256(sha256)) return null
      return maker.get(sha256, width, format, 'visitor')
    },
    listVariants: (picture) => listVariants(picture.width, options),
    rasterise: createSvgRasteriser(options),
    warm: queue.warm,
    close() {
      prerenderer.close()
      queue.close()
    },
  }
}
