/**
 * A JPEG from its first to its last byte; without the padding that some cameras put behind it.
 * @returns the picture, or what is wrong with the bytes
 */
export function checkJpeg(bytes: Buffer): { jpeg: Buffer } | { fault: string } {
  if (bytes.length === 0) return { fault: 'the camera sent an empty picture' }
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff)
    return { fault: `the camera sent ${nameOf(bytes)}, not a JPEG` }
  let end = bytes.length
  while (end > 0 && isPadding(bytes[end - 1])) end -= 1
  // mjpg-streamer sends no Content-Length, so a cut connection looks like an end: only the last marker tells.
  return bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9
    ? { jpeg: bytes.subarray(0, end) }
    : { fault: `the camera's picture is cut off after ${bytes.length} bytes` }
}

function isPadding(byte: number | undefined): boolean {
  return byte === 0x00 || byte === 0x0d || byte === 0x0a
}

function nameOf(bytes: Buffer): string {
  const start = bytes.subarray(0, 64).toString('latin1').trimStart()
  if (start.startsWith('<')) return 'a web page'
  if (start.startsWith('\x89PNG')) return 'a PNG'
  if (start.startsWith('--')) return 'a stream'
  return 'something else'
}
