import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { writeFileAtomic } from '../cache/write-file-atomic.ts'

export interface EncodedPicture {
  width: number
  height: number
  formats: { type: string; files: { name: string; width: number }[] }[]
  placeholder: string
}

/** What a column of text asks for on screens of one, two and three dots a pixel; the largest is for looking closely. */
const columnWidths = [480, 960, 1440] as const
const largestWidth = 2400
const maxPixels = 100_000_000

/** Pixels as they are seen: a photograph that lies on its side by its EXIF is measured upright. */
export async function measurePicture(bytes: Buffer): Promise<{ width: number; height: number }> {
  const { width, height, autoOrient } = await sharp(bytes, {
    limitInputPixels: maxPixels,
  }).metadata()
  return { width: autoOrient.width || width, height: autoOrient.height || height }
}

/**
 * Writes a picture's variants, never larger than it is. Always encoded anew, so nothing of a camera's notes, place
 * included, reaches the site. One after the other: a photograph at a time is what a small machine's memory bears.
 */
export async function encodePicture(
  bytes: Buffer,
  directory: string,
  stem: string,
): Promise<EncodedPicture> {
  const { width, height } = await measurePicture(bytes)
  const { hasAlpha } = await sharp(bytes).metadata()
  const top = Math.min(width, largestWidth)
  const widths = [...columnWidths.filter((one) => one < top), top]
  const formats: EncodedPicture['formats'] = []
  for (const { type, extension, encode } of listFormats(hasAlpha)) {
    const files = []
    for (const fileWidth of widths) {
      const name = `${stem}-${fileWidth}.${extension}`
      const upright = sharp(bytes, { limitInputPixels: maxPixels }).autoOrient()
      const resized = encode(upright.resize({ width: fileWidth }))
      await writeFileAtomic(join(directory, name), (path) => resized.toFile(path))
      files.push({ name, width: fileWidth })
    }
    formats.push({ type, files })
  }
  const tiny = await sharp(bytes)
    .autoOrient()
    .resize({ width: 16 })
    .webp({ quality: 30 })
    .toBuffer()
  const placeholder = `data:image/webp;base64,${tiny.toString('base64')}`
  return { width, height, formats, placeholder }
}

/** AVIF at effort 2: a fifth of the time of effort 4 for the same bytes (measured on photographs of a printer). */
function listFormats(hasAlpha: boolean) {
  const avif = (image: Sharp) => image.avif({ quality: 50, effort: 2 })
  const webp = (image: Sharp) => image.webp({ quality: 75 })
  const png = (image: Sharp) => image.png({ palette: true })
  const jpeg = (image: Sharp) => image.jpeg({ quality: 78, mozjpeg: true })
  return [
    { type: 'image/avif', extension: 'avif', encode: avif },
    { type: 'image/webp', extension: 'webp', encode: webp },
    hasAlpha
      ? { type: 'image/png', extension: 'png', encode: png }
      : { type: 'image/jpeg', extension: 'jpg', encode: jpeg },
  ]
}
