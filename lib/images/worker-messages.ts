import type { PictureFormat } from '#lib/api/picture-formats.ts'

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

export interface PictureFacts {
  sha256: string
  bytes: number
  /** Pixels, after the EXIF orientation has been applied. */
  width: number
  height: number
  /** WebP of at most 16 px a side, as a data URI. */
  placeholder: string
  /** Mean luma, 0 (black) to 255. */
  luma: number
  /** Variance of the Laplacian over at most 256 px a side: between pictures of one camera, more is sharper. */
  sharpness: number
}

export type RenderOutcome =
  | { kind: 'made'; pictureWidth: number }
  | { kind: 'narrower'; pictureWidth: number }
  | { kind: 'altered' }
  /** Removed while the order waited. */
  | { kind: 'gone' }

export type ImageResponse =
  | { kind: 'facts'; facts: PictureFacts }
  | { kind: 'drawn' }
  | { kind: 'outcome'; outcome: RenderOutcome }
  /** The decoder's own words, or the system's with its code. */
  | { kind: 'refused'; reason: string; systemCode: string | null }
