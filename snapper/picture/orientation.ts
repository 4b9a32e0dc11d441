import { listSegments, type Segment } from './segments.ts'
import { combineTransforms, identityTransform, isTransformed, type Transform } from './transform.ts'

/*
 * Rotates a JPEG without re-encoding it, by its EXIF orientation. The site applies the orientation and strips all metadata from
 * what it publishes.
 */

const upright: Record<Transform['clockwise'], number> = { 0: 1, 90: 6, 180: 3, 270: 8 }
const mirrored: Record<Transform['clockwise'], number> = { 0: 2, 90: 7, 180: 4, 270: 5 }
const angles = [0, 90, 180, 270] as const

function toTransform(orientation: number): Transform {
  for (const clockwise of angles) {
    if (upright[clockwise] === orientation) return { isMirrored: false, clockwise }
    if (mirrored[clockwise] === orientation) return { isMirrored: true, clockwise }
  }
  return identityTransform
}

/** The TIFF structure of an EXIF segment; `null` for other segments. */
function readExif(jpeg: Buffer, { start, end, marker }: Segment): Buffer | null {
  const isExif = marker === 0xe1 && jpeg.toString('latin1', start + 4, start + 10) === 'Exif\0\0'
  return isExif ? jpeg.subarray(start + 10, end) : null
}

function readOrientation(tiff: Buffer): number {
  if (tiff.length < 14) return 1
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const read16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (directory + 2 > tiff.length) return 1
  const entries = read16(directory)
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12
    if (at + 12 > tiff.length) return 1
    if (read16(at) === 0x0112) return read16(at + 8)
  }
  return 1
}

function renderExif(transform: Transform): Buffer {
  const orientation = (transform.isMirrored ? mirrored : upright)[transform.clockwise]
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
  const tiff = [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, ...entry, 0, 0, 0, 0]
  const content = Buffer.concat([Buffer.from('Exif\0\0'), Buffer.from(tiff)])
  return Buffer.concat([Buffer.from([0xff, 0xe1, 0, content.length + 2]), content])
}

/** Adds the transform to the picture's own EXIF orientation; returns the same bytes if there is nothing to change. */
export function setOrientation(jpeg: Buffer, transform: Transform): Buffer {
  if (!isTransformed(transform)) return jpeg
  const exifs = [...listSegments(jpeg)].filter((segment) => readExif(jpeg, segment) !== null)
  const exif = exifs[0] ? readExif(jpeg, exifs[0]) : null
  const own = exif === null ? identityTransform : toTransform(readOrientation(exif))
  const rest: Buffer[] = []
  let from = 2
  for (const { start, end } of exifs) {
    rest.push(jpeg.subarray(from, start))
    from = end
  }
  rest.push(jpeg.subarray(from))
  return Buffer.concat([
    jpeg.subarray(0, 2),
    renderExif(combineTransforms(own, transform)),
    ...rest,
  ])
}
