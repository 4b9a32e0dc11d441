import { maxPicturePixels, minPictureHeight, minPictureWidth } from '#lib/api/limits.ts'
import { findPicture } from './picture/find-picture.ts'
import { readSize } from './picture/segments.ts'

/** A complete picture as received from the camera. */
export interface Frame {
  bytes: Buffer
  capturedAt: Date
}

/** @returns the first complete picture in the bytes, or what is wrong with them */
export function checkFrame(bytes: Buffer): { frame: Buffer } | { error: string } {
  if (bytes.length === 0) return { error: 'the camera sent an empty picture' }
  const found = findPicture(bytes)
  if (found.kind === 'whole') return checkSize(bytes.subarray(found.start, found.end))
  return found.kind === 'cut'
    ? { error: `the camera's picture is cut off after ${bytes.length} bytes` }
    : { error: `the camera sent ${nameOf(bytes)}, not a JPEG` }
}

/** Some cameras report an error as a picture of a few pixels. Without a size in the header the site decides. */
function checkSize(jpeg: Buffer): { frame: Buffer } | { error: string } {
  const size = jpeg[0] === 0xff ? readSize(jpeg) : null
  const isFit =
    size === null ||
    (size.width >= minPictureWidth &&
      size.height >= minPictureHeight &&
      size.width * size.height <= maxPicturePixels)
  return isFit
    ? { frame: jpeg }
    : {
        error: `the camera's picture has ${size.width}x${size.height} pixels: the site accepts ${minPictureWidth}x${minPictureHeight} to ${maxPicturePixels / 1e6} million`,
      }
}

function nameOf(bytes: Buffer): string {
  const start = bytes.subarray(0, 64).toString('latin1').trimStart()
  if (start.startsWith('<'))
    return 'a web page (set SNAPSHOT_URL to the address of the picture itself)'
  if (start.startsWith('--')) return 'a stream'
  return 'something else'
}
