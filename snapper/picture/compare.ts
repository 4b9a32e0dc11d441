import { maxPicturePixels } from '#lib/api/limits.ts'
import type { Sharp } from './load-sharp.ts'

/** A small grey version of a picture: enough to detect darkness and changes. */
export interface Thumbnail {
  /** 96x54 grey values. */
  cells: Buffer
  /** Mean brightness, 0 (black) to 255. */
  luma: number
}

const columns = 96
const rows = 54
/** Camera noise, averaged over a cell, stays below these; a visible change doesn't. */
const visibleInOneCell = 6
const visibleOnAverage = 1.5

/** @throws if the bytes can't be decoded */
export async function makeThumbnail(sharp: Sharp, picture: Buffer): Promise<Thumbnail> {
  const cells = await sharp(picture, { failOn: 'error', limitInputPixels: maxPicturePixels })
    .resize(columns, rows, { fit: 'fill', kernel: 'linear' })
    .greyscale()
    .raw()
    .toBuffer()
  return { cells, luma: cells.reduce((sum, value) => sum + value, 0) / cells.length }
}

/** Whether a person would see no difference. */
export function isSamePicture(a: Thumbnail, b: Thumbnail): boolean {
  if (a.cells.length !== b.cells.length) return false
  let sum = 0
  for (let cell = 0; cell < a.cells.length; cell += 1) {
    const difference = Math.abs((a.cells[cell] ?? 0) - (b.cells[cell] ?? 0))
    if (difference > visibleInOneCell) return false
    sum += difference
  }
  return sum / a.cells.length < visibleOnAverage
}
