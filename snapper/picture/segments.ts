/*
 * The segments of a JPEG.
 */

export interface Segment {
  start: number
  end: number
  /** Its type, such as 0xe1 for EXIF. */
  marker: number
}

/**
 * Yields the segments, as far as they are well-formed; the last one is the end of a complete JPEG (0xd9). Decoders skip image
 * data, restart markers, fill bytes and stray bytes in the same way: they search for the next marker.
 */
export function* listSegments(jpeg: Buffer): Generator<Segment> {
  for (let start = findMarker(jpeg, 2); start >= 0; ) {
    const marker = jpeg[start + 1] ?? 0
    if (marker === 0xd8) return
    if (marker === 0xd9) return yield { start, end: start + 2, marker }
    const length = start + 4 <= jpeg.length ? jpeg.readUInt16BE(start + 2) : 0
    if (length < 2) return
    const end = start + 2 + length
    yield { start, end, marker }
    start = findMarker(jpeg, end)
  }
}

/** The next marker that starts a segment, or -1. */
function findMarker(jpeg: Buffer, from: number): number {
  let at = jpeg.indexOf(0xff, from)
  while (at >= 0) {
    const marker = jpeg[at + 1]
    if (marker === undefined) return -1
    const isInside = marker <= 0x01 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7)
    if (!isInside) return at
    at = jpeg.indexOf(0xff, at + 1)
  }
  return -1
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
