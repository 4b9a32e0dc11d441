/*
 * The header segments of a JPEG.
 */

export interface Segment {
  start: number
  end: number
  /** Its type, such as 0xe1 for EXIF. */
  marker: number
}

/** Yields the segments before the image data, as far as they are well-formed. */
export function* listSegments(jpeg: Buffer): Generator<Segment> {
  for (let start = 2; start + 4 <= jpeg.length && jpeg[start] === 0xff; ) {
    const marker = jpeg[start + 1] ?? 0
    // Some encoders pad with 0xff before a marker.
    if (marker === 0xff) {
      start += 1
      continue
    }
    if (marker === 0xda) return
    const end = start + 2 + jpeg.readUInt16BE(start + 2)
    yield { start, end, marker }
    start = end
  }
}

const otherThanFrames = new Set([0xc4, 0xc8, 0xcc])

/** Width and height in pixels from the header, before rotation; `null` if it has none. */
export function readSize(jpeg: Buffer): { width: number; height: number } | null {
  for (const { start, end, marker } of listSegments(jpeg)) {
    const isFrame = marker >= 0xc0 && marker <= 0xcf && !otherThanFrames.has(marker)
    if (isFrame && start + 9 <= Math.min(end, jpeg.length))
      return { height: jpeg.readUInt16BE(start + 5), width: jpeg.readUInt16BE(start + 7) }
  }
  return null
}
