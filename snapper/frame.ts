import { maxPicturePixels, minPictureHeight, minPictureWidth } from '#lib/api/limits.ts'
import { readSize } from './picture/segments.ts'

/** A whole picture as the camera gave it. */
export interface Frame {
  bytes: Buffer
  capturedAt: Date
}

/**
 * A JPEG or PNG from its first to its last byte; without the padding that some cameras put behind it.
 * @returns the picture, or what is wrong with the bytes
 */
export function checkFrame(bytes: Buffer): { frame: Buffer } | { fault: string } {
  if (bytes.length === 0) return { fault: 'the camera sent an empty picture' }
  let end = bytes.length
  while (end > 0 && isPadding(bytes[end - 1])) end -= 1
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff)
    // mjpg-streamer sends no Content-Length, so a cut connection looks like an end: only the last marker tells.
    return bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9
      ? checkSize(bytes.subarray(0, end))
      : cutOff(bytes)
  if (bytes.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n')
    return bytes.includes('IEND', -20) ? { frame: bytes } : cutOff(bytes)
  return { fault: `the camera sent ${nameOf(bytes)}, not a JPEG` }
}

/** Some cameras answer a fault with a picture of a few pixels. Where the head says no size, others are to judge. */
function checkSize(jpeg: Buffer): { frame: Buffer } | { fault: string } {
  const size = readSize(jpeg)
  const isFit =
    size === null ||
    (size.width >= minPictureWidth &&
      size.height >= minPictureHeight &&
      size.width * size.height <= maxPicturePixels)
  return isFit
    ? { frame: jpeg }
    : {
        fault: `the camera's picture has ${size.width}x${size.height} pixels: the site takes ${minPictureWidth}x${minPictureHeight} to ${maxPicturePixels / 1e6} million`,
      }
}

function cutOff(bytes: Buffer): { fault: string } {
  return { fault: `the camera's picture is cut off after ${bytes.length} bytes` }
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
