import { maxPicturePixels } from '#lib/api/limits.ts'
import type { Sharp } from './load-sharp.ts'
import { type MaskArea, renderMask } from './mask.ts'
import type { Transform } from './transform.ts'

export interface FitOptions {
  maxBytes: number
  turn: Transform
  mask: readonly MaskArea[]
}

/** mozjpeg at 75 keeps a camera's picture at SSIM 0.95 and more for little over half of its bytes. */
const qualities = [75, 70, 60] as const
const maxWidth = 1920
const minWidth = 320

/**
 * The picture anew, masked and turned, within the bytes: at most three attempts, each smaller by what the one before was
 * too big.
 * @returns `null` where even the last one is too big
 * @throws where the bytes can't be decoded
 */
export async function fitPicture(
  sharp: Sharp,
  picture: Buffer,
  { maxBytes, turn, mask }: FitOptions,
): Promise<Buffer | null> {
  const options = { failOn: 'error', limitInputPixels: maxPicturePixels } as const
  // In two steps, because sharp turns before it composes, and the mask belongs to the camera's own view.
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
    if (turn.isMirrored) pipeline = pipeline.flop()
    const jpeg = await pipeline.rotate(turn.clockwise).jpeg({ quality, mozjpeg: true }).toBuffer()
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
