import { listSegments } from './segments.ts'

/*
 * Finds a picture by its bytes. Cameras declare wrong types, lengths and boundaries, so only the bytes are trusted.
 */

export type FoundPicture =
  | { kind: 'whole'; start: number; end: number }
  /** It starts, but its end is missing. */
  | { kind: 'cut' }
  | { kind: 'none' }

const jpegStart = Buffer.from([0xff, 0xd8, 0xff])
const pngStart = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

/** The first complete JPEG or PNG; what comes before and after it is ignored, such as the heads of a stream's parts. */
export function findPicture(bytes: Buffer): FoundPicture {
  const png = bytes.indexOf(pngStart)
  let isCut = false
  /** Where the headers of a cut picture end; they may contain a thumbnail. */
  let headersEnd = 0
  for (let start = -1; ; ) {
    start = bytes.indexOf(jpegStart, start + 1)
    if (start < 0 || (png >= 0 && png < start)) break
    if (start < headersEnd && !followsPartHead(bytes, start)) continue
    const jpeg = readJpeg(bytes, start)
    if (jpeg.end !== null && !hasPartHead(bytes, start, jpeg.end))
      return { kind: 'whole', start, end: jpeg.end }
    isCut = true
    headersEnd = jpeg.headersEnd
  }
  if (png < 0) return { kind: isCut ? 'cut' : 'none' }
  const end = bytes.indexOf('IEND', png)
  // Followed by a checksum of four bytes.
  return end < 0 || end + 8 > bytes.length
    ? { kind: 'cut' }
    : { kind: 'whole', start: png, end: end + 8 }
}

/** Whether another part of the stream starts before `end`: then the picture is cut, and its end is the next one's. */
function hasPartHead(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at >= 0 && at < end; at = bytes.indexOf(jpegStart, at + 1))
    if (at > start && followsPartHead(bytes, at)) return true
  return false
}

function followsPartHead(bytes: Buffer, at: number): boolean {
  const before = bytes.toString('latin1', Math.max(0, at - 200), at)
  return /[\w-]+[ \t]*:[^\n]*\r?\n\r?\n$/.test(before)
}

/** Where the JPEG that starts at `start` ends, by its structure; `null` if it is incomplete. */
function readJpeg(bytes: Buffer, start: number): { end: number | null; headersEnd: number } {
  let hasScan = false
  let headersEnd = start
  for (const { end, marker } of listSegments(bytes.subarray(start))) {
    if (marker === 0xd9) return { end: hasScan ? start + end : null, headersEnd }
    if (!hasScan) headersEnd = start + end
    if (marker === 0xda) hasScan = true
  }
  return { end: null, headersEnd }
}
