import { pickSmall } from '#components/printer/sources.ts'
import type { ApiFrame, ApiPrint } from '#lib/api/schema/prints.ts'

/** A replay has 2 to 120 frames. */
export const minFrames = 2
export const maxFrames = 120
/** On the server the width of the screen is unknown. */
const firstFramePixels = 1280

export interface LoadedFrame extends ApiFrame {
  src: string
}

/** One frame of a print and its position in the replay. */
export interface ShownFrame {
  print: ApiPrint
  frame: LoadedFrame
  index: number
  count: number
  /** When the first frame was taken. */
  beganAt: string
}

/**
 * The first frame, shown while the others load and without JavaScript, so that a requested print never starts with the live view.
 * `null` if there are too few frames.
 */
export function getFirstFrame(print: ApiPrint, frames: readonly ApiFrame[]): ShownFrame | null {
  const [first] = frames
  if (first === undefined || frames.length < minFrames) return null
  return {
    print,
    frame: { ...first, src: pickSmall(first.sources, firstFramePixels) },
    index: 0,
    count: thinFrames(frames, maxFrames).length,
    beganAt: first.captured_at,
  }
}

/** Drops frames evenly down to `max` (2 or more); keeps the first and the last. */
export function thinFrames<T>(frames: readonly T[], max: number): T[] {
  if (frames.length <= max) return [...frames]
  const step = (frames.length - 1) / (max - 1)
  return frames.filter((_, index) => index === Math.round(Math.round(index / step) * step))
}
