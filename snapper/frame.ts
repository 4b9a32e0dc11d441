import { maxPicturePixels, minPictureHeight, minPictureWidth } from '#lib/api/limits.ts'
import { readSize } from './picture/segments.ts'

/** A complete picture as received from the camera. */
export interface Frame {
  bytes: Buffer
  capturedAt: Date
}

/**
 * Checks that the bytes are a complete JPEG or PNG and removes the padding that some cameras append.
 * @returns the picture, or what is wrong with the bytes
 */
export function checkFrame(bytes: Buffer): { frame: Buffer } | { error: string } {
  if (bytes.length === 0) return { error: 'the camera sent an empty picture' }
  let end = bytes.length
  while (end > 0 && isPadding(bytes[end - 1])) end -= 1
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff)
    // mjpg-streamer sends no Content-Length, so a cut connection looks like a regular end: only the EOI marker proves it.
    return bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9
      ? checkSize(bytes.subarray(0, end))
      : truncated(bytes)
  if (bytes.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n')
    return bytes.includes('IEND', -20) ? { frame: bytes } : truncated(bytes)
  return { error: `the camera sent ${nameOf(bytes)}, not a JPEG` }
}

/** Some cameras report an error as a picture of a few pixels. Without a size in the header the site decides. */
function checkSize(jpeg: Buffer): { frame: Buffer } | { error: string } {
  const size = readSize(jpeg)
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

function truncated(bytes: Buffer): { error: string } {
  return { error: `the camera's picture is cut off after ${bytes.length} bytes` }
}

function isPadding(byte: number | undefined): boolean {
  return byte === 0x00 || byte === 0x0d || byte === 0x0a
}

function nameOf(bytes: Buffer): string {
  const start = bytes.subarray(0, 64).toString('latin1').trimStart()
  if (start.startsWith('<')) return 'a web page'
  if (start.startsWith('--')) return 'a stream'
  return 'something else'
}
