import { rm } from 'node:fs/promises'
import type { PictureFormat } from '#lib/api/picture-formats.ts'
import type { AcceptedPicture } from '#lib/printers/types.ts'
import type { BlobStore } from './blob-store.ts'
import type { ImageQueue } from './image-queue.ts'
import { checkJpegFile } from './jpeg-header.ts'
import { isSha256, originalKey, variantKey } from './keys.ts'
import { createPrerenderer } from './prerender.ts'
import { createSvgRasteriser } from './rasterise-svg.ts'
import { createVariantMaker } from './variant-maker.ts'
import { listVariants, type Offer, type Variant } from './variants.ts'

export interface Pictures {
  /**
   * Decodes the JPEG in a temporary file whole and keeps it under its hash, durable when resolved. Consumes the file in every
   * outcome; keeps nothing when it throws.
   * @throws DomainError `image-*`, `image-process-unavailable`, and what the blob store throws
   */
  accept(temporaryPath: string): Promise<AcceptedPicture>
  /** Makes, behind everybody who waits, what isn't there yet of a picture. Never throws. */
  prepare(sha256: string): void
  /** Deletes pictures and all that was made of them. */
  remove(sha256s: readonly string[]): Promise<void>
  /**
   * `null`: no such picture, or not offered of it. Made on the first request, once.
   * @throws DomainError `image-process-unavailable`, `busy`, and what the blob store throws
   */
  getVariant(sha256: string, width: number, format: PictureFormat): Promise<Buffer | null>
  listVariants(picture: { sha256: string; width: number }): Variant[]
  /** An SVG as PNG, made once for as long as it is the newest of this name. @throws DomainError as `getVariant` does */
  draw(name: string, svg: string): Promise<Buffer>
  /** Starts the image process ahead of an upload's end. */
  warm(): void
  close(): void
}

export interface PicturesOptions extends Offer {
  blobs: BlobStore
  /** Must be on the disk that `blobs` moves files into, where that is a disk. */
  tempDir: string
  workshop: ImageQueue
  /** Told of faults that nobody waits for. */
  onFault: (error: unknown, sha256: string) => void
}

/** Takes pictures in, and gives out what may be public of them: re-encoded pixels, never the original. */
export function createPictures(options: PicturesOptions): Pictures {
  const { blobs, workshop } = options
  const maker = createVariantMaker(options)
  const preparer = createPrerenderer(maker, options)
  const widest = listVariants(Number.POSITIVE_INFINITY, options)

  return {
    async accept(temporaryPath) {
      try {
        await checkJpegFile(temporaryPath)
        const facts = await workshop.inspect(temporaryPath)
        await blobs.putFile(originalKey(facts.sha256), temporaryPath)
        maker.rememberWidth(facts.sha256, facts.width)
        return facts
      } finally {
        await rm(temporaryPath, { force: true })
      }
    },
    prepare: preparer.add,
    async remove(sha256s) {
      for (const sha256 of sha256s) {
        preparer.drop(sha256)
        // The original first: from here on nobody can begin another variant of it.
        await blobs.delete(originalKey(sha256))
        await maker.forget(sha256)
        for await (const { key } of blobs.list(variantKey(sha256))) await blobs.delete(key)
      }
    },
    async getVariant(sha256, width, format) {
      const isOffered = widest.some(
        (offered) => offered.width === width && offered.format === format,
      )
      if (!isOffered || !isSha256(sha256)) return null
      return maker.get(sha256, width, format, 'visitor')
    },
    listVariants: (picture) => listVariants(picture.width, options),
    draw: createSvgRasteriser(options),
    warm: workshop.warm,
    close() {
      preparer.close()
      workshop.close()
    },
  }
}
