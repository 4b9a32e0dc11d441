import { maxPicturePixels } from '#lib/api/limits.ts'
import type { Sharp } from './load-sharp.ts'
import { type MaskArea, renderMask } from './mask.ts'
import type { Transform } from './transform.ts'

export interface FitOptions {
  maxBytes: number
  transform: Transform
  mask: readonly MaskArea[]
}

/** mozjpeg at 75 keeps a camera picture at SSIM 0.95 or more for a little over half of its bytes. */
const qualities = [75, 70, 60] as const
const maxWidth = 1920
const minWidth = 320

/**
 * Re-encodes the picture, masked and rotated, to fit `maxBytes`: at most three attempts, each scaled down by how much the
 * previous one was too large.
 * @returns `null` if even the last attempt is too large
 * @throws if the bytes can't be decoded
 */
export async function fitPicture(
  sharp: Sharp,
  picture: Buffer,
  { maxBytes, transform, mask }: FitOptions,
): Promise<Buffer | null> {
  const options = { failOn: 'error', limitInputPixels: maxPicturePixels } as const
  // In two steps: sharp rotates before it composites, but the mask refers to the unrotated picture.
  const { data, info } = await sharp(picture, options)
    .autoOrient()
    .resize({ width: maxWidth, withoutEnlargement: true })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const raw = { raw: { width: info.width, height: info.height, channels: info.channels } }
  const masked = mask.length === 0 ? data : await paint(sharp, data, raw, mask)
  let width = info.width
  for (const quality of qualities) {
    let pipeline = sharp(masked, raw).resize({ width, withoutEnlargement: true })
    if (transform.isMirrored) pipeline = pipeline.flop()
    const jpeg = await pipeline
      .rotate(transform.clockwise)
      .jpeg({ quality, mozjpeg: true })
      .toBuffer()
    if (jpeg.length <= maxBytes) return jpeg
    width = Math.max(minWidth, Math.floor(width * Math.sqrt(maxBytes / jpeg.length) * 0.9))
  }
  return null
}

function paint(
  sharp: Sharp,
  data: Buffer,
  size: { raw: { width: number; height: number; channels: 1 | 2 | 3 | 4 } },
  mask: readonly MaskArea[],
): Promise<Buffer> {
  const patches = renderMask(mask, size.raw.width, size.raw.height)
  return sharp(data, size)
    .composite([{ input: patches }])
    .removeAlpha()
    .raw()
    .toBuffer()
}
