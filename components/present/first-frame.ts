import { pickSmall } from '#components/printer/sources.ts'
import type { ApiFrame, ApiPrint } from '#lib/api/schema/prints.ts'
import { thinFrames } from './thin-frames.ts'

/** Fewer are no film. */
export const fewestFrames = 2
export const mostFrames = 120
/** Nobody knows yet how wide the wall is. */
const openingPixels = 1280

export interface LoadedFrame extends ApiFrame {
  src: string
}

/** One frame of a print, and where in the film it stands. */
export interface ShownFrame {
  print: ApiPrint
  frame: LoadedFrame
  index: number
  count: number
  /** When the first frame was taken. */
  beganAt: string
}

/**
 * The first frame, for the time in which the others are brought: a print that is asked for by name is never preceded by what the
 * printer does now, and it is all that there is without JavaScript. `null` where the pictures make no film.
 */
export function getFirstFrame(print: ApiPrint, frames: readonly ApiFrame[]): ShownFrame | null {
  const [first] = frames
  if (first === undefined || frames.length < fewestFrames) return null
  return {
    print,
    frame: { ...first, src: pickSmall(first.sources, openingPixels) },
    index: 0,
    count: thinFrames(frames, mostFrames).length,
    beganAt: first.captured_at,
  }
}
