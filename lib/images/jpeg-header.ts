import { type FileHandle, open } from 'node:fs/promises'
import { maxPicturePixels, minPictureHeight, minPictureWidth } from '#lib/api/limits.ts'
import { DomainError } from '#lib/core/errors.ts'
import { imageCorrupt, imageTooLarge, imageTruncated, imageUnsupported } from './image-errors.ts'

/** Real pictures have a dozen; even 200 full-size APP1 segments fit. Each may need one read. */
const maxSegments = 1000
/** Between segments, including the markers: a file of nothing else must not be read to its end. */
const maxStrayBytes = 8192

/** Reads up to 64 KiB from `position`; an empty buffer at the end of the file. */
type ReadAt = (position: number) => Promise<Buffer>

/**
 * Validates a JPEG's header, so that unsupported files never reach the decoder. Only decoding finds out whether the picture itself is
 * complete. The snapper walks markers too (`snapper/picture/segments.ts`), but of a whole JPEG in memory that it trusts; this walk
 * reads a hostile file in windows and is bounded.
 *
 * @throws DomainError `image-empty`, `image-corrupt`, `image-truncated`, `image-unsupported-format`, `image-too-large`,
 * `image-too-small`
 */
export async function checkJpegHeader(read: ReadAt): Promise<void> {
  const head = await read(0)
  if (head.length === 0)
    throw new DomainError('image-empty', 'The image is empty. Check the camera, and send it again.')
  if (head.length < 4) throw imageCorrupt()
  if (head.readUInt16BE(0) !== 0xffd8) throw imageUnsupported()

  const bytes = createCursor(head, read)
  let position = 2
  let strayBytes = 0
  for (let segments = 0; segments < maxSegments; segments += 1) {
    // Decoders skip stray bytes before a marker, and 0xff used as fill bytes.
    let marker = 0
    for (let before = 0; before !== 0xff || marker === 0xff; position += 1) {
      if (strayBytes > maxStrayBytes) throw imageCorrupt()
      before = marker
      marker = await bytes.at(position)
      strayBytes += 1
    }
    if (marker === 0xd9 || marker === 0xda) throw imageCorrupt()
    if (marker === 0 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) continue
    const length = (await bytes.at(position)) * 256 + (await bytes.at(position + 1))
    if (length < 2) throw imageCorrupt()
    if (isFrameHeader(marker)) {
      if (length < 8) throw imageCorrupt()
      const [precision = 0, ...sides] = await bytes.take(position + 2, 5)
      return checkFrameHeader(marker, precision, Buffer.from(sides))
    }
    position += length
  }
  throw imageCorrupt()
}

/** SOF0-SOF15 and JPEG-LS's SOF55, without DHT, JPG and DAC in the same range. */
function isFrameHeader(marker: number): boolean {
  const isOther = marker === 0xc4 || marker === 0xc8 || marker === 0xcc
  return (marker >= 0xc0 && marker <= 0xcf && !isOther) || marker === 0xf7
}

function checkFrameHeader(marker: number, precision: number, sides: Buffer): void {
  // Baseline, extended and progressive: browsers show no lossless, hierarchical or arithmetic-coded JPEG.
  if (marker > 0xc2 || precision !== 8) throw imageUnsupported()
  const height = sides.readUInt16BE(0)
  const width = sides.readUInt16BE(2)
  if (width === 0 || height === 0) throw imageCorrupt()
  // Width and height may be swapped: the camera may be mounted sideways.
  if (Math.max(width, height) < minPictureWidth || Math.min(width, height) < minPictureHeight)
    throw new DomainError(
      'image-too-small',
      `The picture is ${width}x${height} pixels; the minimum is ${minPictureWidth}x${minPictureHeight}. Set the camera to a higher resolution.`,
    )
  if (width * height > maxPicturePixels) throw imageTooLarge()
}

function createCursor(head: Buffer, read: ReadAt) {
  let window = head
  let start = 0
  async function at(position: number): Promise<number> {
    if (position < start || position >= start + window.length) {
      window = await read(position)
      start = position
    }
    const byte = window[position - start]
    if (byte === undefined) throw imageTruncated()
    return byte
  }
  return {
    at,
    async take(position: number, count: number): Promise<number[]> {
      const bytes: number[] = []
      for (let offset = 0; offset < count; offset += 1) bytes.push(await at(position + offset))
      return bytes
    },
  }
}

/** @throws DomainError as `checkJpegHeader` */
export async function checkJpegFile(path: string): Promise<void> {
  const file = await open(path)
  try {
    await checkJpegHeader((position) => readWindow(file, position))
  } finally {
    await file.close()
  }
}

async function readWindow(file: FileHandle, position: number): Promise<Buffer> {
  const window = Buffer.allocUnsafe(65_536)
  const { bytesRead } = await file.read(window, 0, window.length, position)
  return window.subarray(0, bytesRead)
}
