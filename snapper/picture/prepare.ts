import { createHash } from 'node:crypto'
import type { MissingPicture } from '../report.ts'
import { isSamePicture, makeThumbnail, type Thumbnail } from './compare.ts'
import { fitPicture } from './fit.ts'
import { loadSharp, type Sharp } from './load-sharp.ts'
import type { MaskArea } from './mask.ts'
import { turnByOrientation } from './orientation.ts'
import type { Transform } from './transform.ts'

/** The picture that was sent last. */
export interface LastPicture {
  sha256: string
  /** `null` where it couldn't be looked into. */
  look: Thumbnail | null
  sentAtMs: number
}

export interface PrepareOptions {
  turn: Transform
  mask: readonly MaskArea[]
  /** Mean luma below which it is night; 0 sends everything. */
  darkLuma: number
  /** What the picture may cost; `null`: whatever it costs. */
  maxBytes: number | null
  last: LastPicture | null
  /** While a job is on the machine everything is worth showing. */
  isActive: boolean
  /** Bytes count: a picture in which nothing moved is not worth them, although the site's then grows old. */
  isThrifty: boolean
  nowMs: number
  load?: () => Promise<Sharp | null>
}

export type Prepared =
  | { kind: 'picture'; jpeg: Buffer; last: LastPicture }
  | { kind: 'missing'; missing: MissingPicture }
  /** The site has this already. `isSameBytes`: no living camera gives the same bytes twice. */
  | { kind: 'unchanged'; isSameBytes: boolean }
  /** It doesn't fit what may be spent. */
  | { kind: 'too-dear'; detail: string }

/** So old the site's picture may get while nothing moves. */
const refreshMs = 3_600_000

/** From what the camera gave to what is sent. A picture that needs nothing goes through untouched. */
export async function preparePicture(bytes: Buffer, options: PrepareOptions): Promise<Prepared> {
  const { turn, mask, darkLuma, last, nowMs } = options
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (last?.sha256 === sha256) return { kind: 'unchanged', isSameBytes: true }
  const isJpeg = bytes[0] === 0xff
  const isOver = options.maxBytes !== null && bytes.length > options.maxBytes
  const needsLook = darkLuma > 0 || options.isThrifty || mask.length > 0 || isOver || !isJpeg
  // Loading it costs more than everything else together.
  const sharp = needsLook ? await (options.load ?? loadSharp)() : null
  if (sharp === null) return withoutSharp(bytes, { ...options, isJpeg, isOver, sha256 })
  try {
    const look = await makeThumbnail(sharp, bytes)
    if (look.luma < darkLuma)
      return miss('dark', `the picture is dark (mean luma ${look.luma.toFixed(1)})`)
    const isRecent = last !== null && nowMs - last.sentAtMs < refreshMs
    const mayStay = options.isThrifty && !options.isActive && isRecent
    if (mayStay && last.look !== null && isSamePicture(last.look, look))
      return { kind: 'unchanged', isSameBytes: false }
    const done = { sha256, look, sentAtMs: nowMs }
    if (isJpeg && !isOver && mask.length === 0)
      return { kind: 'picture', jpeg: turnByOrientation(bytes, turn), last: done }
    const maxBytes = options.maxBytes ?? Number.POSITIVE_INFINITY
    const jpeg = await fitPicture(sharp, bytes, { maxBytes, turn, mask })
    return jpeg === null
      ? { kind: 'too-dear', detail: `even the smallest picture is over ${maxBytes} bytes` }
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
  // What must not be seen is not sent rather than sent unmasked.
  if (options.mask.length > 0) return miss('privacy', 'a mask needs sharp: npm install sharp')
  if (!options.isJpeg) return miss('camera_error', 'a PNG needs sharp: npm install sharp')
  if (options.isOver)
    return {
      kind: 'too-dear',
      detail: `${bytes.length} bytes are over the budget; to make them fewer: npm install sharp`,
    }
  const last = { sha256: options.sha256, look: null, sentAtMs: options.nowMs }
  return { kind: 'picture', jpeg: turnByOrientation(bytes, options.turn), last }
}

function miss(reason: MissingPicture['reason'], detail: string): Prepared {
  return { kind: 'missing', missing: { reason, detail } }
}
