/* For `jpegs.fixture.ts`: creates JPEGs, takes them apart and damages them. Tests only. */
import sharp, { type JpegOptions, type Sharp } from 'sharp'

/** A picture with edges, gradients and noise, so that it compresses like a photograph; the same every time. */
export function draw(width: number, height: number): Sharp {
  const pixels = Buffer.alloc(width * height * 3)
  let seed = 1
  for (let index = 0; index < pixels.length; index += 3) {
    const x = (index / 3) % width
    const y = Math.floor(index / 3 / width)
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    const noise = (seed >> 16) % 24
    const isPart = Math.abs(x - width / 2) < width / 8 && y > height / 2
    pixels[index] = (isPart ? 200 : (x * 120) / width) + noise
    pixels[index + 1] = (isPart ? 90 : (y * 120) / height) + noise
    pixels[index + 2] = (isPart ? 30 : 80) + noise
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

/** Standard Huffman tables by default, as cameras use them. */
export function photograph(options: JpegOptions = {}, width = 640, height = 360): Promise<Buffer> {
  return draw(width, height)
    .jpeg({ quality: 80, optimiseCoding: false, ...options })
    .toBuffer()
}

export function segment(marker: number, ...parts: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  )
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

/** Inserts segments after SOI. */
export function withSegments(jpeg: Buffer, ...segments: Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
}

/** The positions of the segments before the first scan; `end` is exclusive. */
export function listSegments(jpeg: Buffer): { marker: number; start: number; end: number }[] {
  const segments = []
  let start = 2
  for (let marker = 0; marker !== 0xda; ) {
    marker = jpeg.readUInt8(start + 1)
    const end = start + 2 + jpeg.readUInt16BE(start + 2)
    segments.push({ marker, start, end })
    start = end
  }
  return segments
}

export function without(jpeg: Buffer, marker: number): Buffer {
  const gone = listSegments(jpeg).filter((found) => found.marker === marker)
  const rest: Buffer[] = []
  let from = 0
  for (const { start, end } of gone) {
    rest.push(jpeg.subarray(from, start))
    from = end
  }
  return Buffer.concat([...rest, jpeg.subarray(from)])
}

/** Changes only the frame header. */
export function withFrame(
  jpeg: Buffer,
  frame: { marker?: number; precision?: number; width?: number; height?: number },
): Buffer {
  const changed = Buffer.from(jpeg)
  const found = listSegments(jpeg).find(({ marker }) => marker >= 0xc0 && marker <= 0xc2)
  if (!found) throw new Error('The fixture has no frame header')
  if (frame.marker !== undefined) changed.writeUInt8(frame.marker, found.start + 1)
  if (frame.precision !== undefined) changed.writeUInt8(frame.precision, found.start + 4)
  if (frame.height !== undefined) changed.writeUInt16BE(frame.height, found.start + 5)
  if (frame.width !== undefined) changed.writeUInt16BE(frame.width, found.start + 7)
  return changed
}

/** The first byte of the first scan's entropy-coded data. */
export function findScanData(jpeg: Buffer): number {
  return listSegments(jpeg).at(-1)?.end ?? 0
}

export function cut(jpeg: Buffer, from: number, to: number): Buffer {
  return Buffer.concat([jpeg.subarray(0, from), jpeg.subarray(to)])
}

export function insert(jpeg: Buffer, position: number, ...parts: Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, position), ...parts, jpeg.subarray(position)])
}
