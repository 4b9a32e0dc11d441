import type { PictureFormat } from '#lib/api/picture-formats.ts'
import type { AcceptedPicture } from '#lib/printers/types.ts'

/** What the site asks of the image process: paths and numbers, never the bytes themselves. */
export type ImageJob =
  | { kind: 'inspect'; path: string }
  | {
      kind: 'render'
      path: string
      /** What the file must hash to: bytes that have changed on disk are not made public. */
      sha256: string
      width: number
      format: PictureFormat
      /** A picture narrower than `width` is rendered at its own width instead of being declined. */
      takesNarrower: boolean
      outPath: string
    }
  | AnimateJob
  /** An SVG of our own making, as PNG at its own size. */
  | { kind: 'draw'; path: string; outPath: string }

/** Frames to one animated WebP. A frame that is gone or altered is left out. */
export interface AnimateJob {
  kind: 'animate'
  frames: { path: string; sha256: string }[]
  /** Pixels; the height follows from the first frame, and all others are cut to it. */
  width: number
  /** Of each frame; the last one stays for `lastDelayMs`. */
  delayMs: number
  lastDelayMs: number
  outPath: string
}

export type RenderOutcome =
  | { kind: 'made'; pictureWidth: number }
  | { kind: 'narrower'; pictureWidth: number }
  | { kind: 'altered' }
  /** Removed while the order waited. */
  | { kind: 'gone' }

export type ImageResponse =
  | { kind: 'facts'; facts: AcceptedPicture }
  | { kind: 'drawn' }
  | { kind: 'outcome'; outcome: RenderOutcome }
  /** The decoder's own words, or the system's with its code. */
  | { kind: 'refused'; reason: string; systemCode: string | null }
