import { createHash } from 'node:crypto'
import { maxPicturePixels } from '#lib/api/limits.ts'
import type { MissingPicture } from '../report.ts'
import { fitPicture } from './fit.ts'
import { loadSharp, type Sharp } from './load-sharp.ts'
import type { MaskArea } from './mask.ts'
import { setOrientation } from './orientation.ts'
import type { Transform } from './transform.ts'

/** The picture that was sent last. */
export interface LastPicture {
  sha256: string
  /** `null` if it couldn't be decoded. */
  thumbnail: Thumbnail | null
  sentAtMs: number
}

export interface PrepareOptions {
  transform: Transform
  mask: readonly MaskArea[]
  /** Mean luma below which a picture counts as dark; 0 sends everything. */
  darkLuma: number
  /** Largest size to send; `null`: no limit. */
  maxBytes: number | null
  last: LastPicture | null
  /** Whether a job is running: then even an unchanged picture is sent. */
  isActive: boolean
  /** With a budget an unchanged picture isn't sent, although the site's copy gets old. */
  skipsUnchanged: boolean
  nowMs: number
  load?: () => Promise<Sharp | null>
}

export type Prepared =
  | { kind: 'picture'; jpeg: Buffer; last: LastPicture }
  | { kind: 'missing'; missing: MissingPicture }
  /** The site already has this picture. `isSameBytes`: identical bytes, which a working camera never produces. */
  | { kind: 'unchanged'; isSameBytes: boolean }
  /** Too large for the budget. */
  | { kind: 'over-budget'; detail: string }

/** An unchanged picture is sent again after this time. */
const refreshMs = 3_600_000

/** Turns the camera's picture into what is sent. A picture that needs no change is passed through untouched. */
export async function preparePicture(bytes: Buffer, options: PrepareOptions): Promise<Prepared> {
  const { transform, mask, darkLuma, last, nowMs } = options
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (last?.sha256 === sha256) return { kind: 'unchanged', isSameBytes: true }
  const isJpeg = bytes[0] === 0xff
  const isOver = options.maxBytes !== null && bytes.length > options.maxBytes
  const needsSharp = darkLuma > 0 || options.skipsUnchanged || mask.length > 0 || isOver || !isJpeg
  // Loading sharp costs more than everything else here.
  const sharp = needsSharp ? await (options.load ?? loadSharp)() : null
  if (sharp === null) return withoutSharp(bytes, { ...options, isJpeg, isOver, sha256 })
  try {
    const thumbnail = await makeThumbnail(sharp, bytes)
    if (thumbnail.luma < darkLuma)
      return miss('dark', `the picture is dark (mean luma ${thumbnail.luma.toFixed(1)})`)
    const isRecent = last !== null && nowMs - last.sentAtMs < refreshMs
    const mayStay = options.skipsUnchanged && !options.isActive && isRecent
    if (mayStay && last.thumbnail !== null && isSamePicture(last.thumbnail, thumbnail))
      return { kind: 'unchanged', isSameBytes: false }
    const done = { sha256, thumbnail, sentAtMs: nowMs }
    if (isJpeg && !isOver && mask.length === 0)
      return { kind: 'picture', jpeg: setOrientation(bytes, transform), last: done }
    const maxBytes = options.maxBytes ?? Number.POSITIVE_INFINITY
    const jpeg = await fitPicture(sharp, bytes, { maxBytes, transform, mask })
    return jpeg === null
      ? {
          kind: 'over-budget',
          detail: `even the smallest version is larger than ${maxBytes} bytes`,
        }
      : { kind: 'picture', jpeg, last: done }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return miss('camera_error', `the camera's picture can't be decoded: ${detail}`)
  }
}

function withoutSharp(
  bytes: Buffer,
  options: PrepareOptions & { isJpeg: boolean; isOver: boolean; sha256: string },
): Prepared {
  // Never send an unmasked picture.
  if (options.mask.length > 0) return miss('privacy', 'a mask needs sharp: npm install sharp')
  if (!options.isJpeg) return miss('camera_error', 'a PNG needs sharp: npm install sharp')
  if (options.isOver)
    return {
      kind: 'over-budget',
      detail: `${bytes.length} bytes exceed the budget; to shrink pictures: npm install sharp`,
    }
  const last = { sha256: options.sha256, thumbnail: null, sentAtMs: options.nowMs }
  return { kind: 'picture', jpeg: setOrientation(bytes, options.transform), last }
}

function miss(reason: MissingPicture['reason'], detail: string): Prepared {
  return { kind: 'missing', missing: { reason, detail } }
}

/** A small grey version of a picture: enough to detect darkness and changes. */
interface Thumbnail {
  /** 96x54 grey values. */
  cells: Buffer
  /** Mean brightness, 0 (black) to 255. */
  luma: number
}

const columns = 96
const rows = 54
/** Camera noise, averaged over a cell, stays below these; a visible change doesn't. */
const visibleInOneCell = 6
const visibleOnAverage = 1.5

/** @throws if the bytes can't be decoded */
export async function makeThumbnail(sharp: Sharp, picture: Buffer): Promise<Thumbnail> {
  const cells = await sharp(picture, { failOn: 'error', limitInputPixels: maxPicturePixels })
    .resize(columns, rows, { fit: 'fill', kernel: 'linear' })
    .greyscale()
    .raw()
    .toBuffer()
  return { cells, luma: cells.reduce((sum, value) => sum + value, 0) / cells.length }
}

/** Whether a person would see no difference. */
function isSamePicture(a: Thumbnail, b: Thumbnail): boolean {
  if (a.cells.length !== b.cells.length) return false
  let sum = 0
  for (let cell = 0; cell < a.cells.length; cell += 1) {
    const difference = Math.abs((a.cells[cell] ?? 0) - (b.cells[cell] ?? 0))
    if (difference > visibleInOneCell) return false
    sum += difference
  }
  return sum / a.cells.length < visibleOnAverage
}
