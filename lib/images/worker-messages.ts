import type { PictureFormat } from '#lib/api/picture-formats.ts'
import type { AcceptedPicture } from '#lib/printers/types.ts'

/** A request to the image process: paths and numbers, never bytes. */
export type ImageJob =
  | { kind: 'inspect'; path: string }
  | {
      kind: 'render'
      path: string
      /** Expected hash of the file: bytes that have changed on disk are not published. */
      sha256: string
      width: number
      format: PictureFormat
      /** Render a picture narrower than `width` at its own width instead of responding `narrower`. */
      allowNarrower: boolean
      outPath: string
    }
  | AnimateJob
  | SquareJob
  /** One of the site's own SVGs, as PNG at its own size. */
  | { kind: 'rasterise'; path: string; outPath: string }

/** The middle of a stranger's picture, as WebP. */
export interface SquareJob {
  kind: 'square'
  path: string
  /** Across. */
  pixels: number
  outPath: string
}

/** Frames to one animated WebP. Missing and altered frames are skipped. */
export interface AnimateJob {
  kind: 'animate'
  frames: { path: string; sha256: string }[]
  /** Pixels. The first frame sets the height; all others are cropped to it. */
  width: number
  /** Of each frame; the last one is shown for `lastDelayMs`. */
  delayMs: number
  lastDelayMs: number
  outPath: string
}

export type RenderOutcome =
  | { kind: 'rendered'; pictureWidth: number }
  | { kind: 'narrower'; pictureWidth: number }
  | { kind: 'altered' }
  /** Deleted while the job was waiting. */
  | { kind: 'missing' }

export type ImageResponse =
  | { kind: 'facts'; facts: AcceptedPicture }
  | { kind: 'rasterised' }
  | { kind: 'squared' }
  | { kind: 'outcome'; outcome: RenderOutcome }
  /** The message of the decoder, or of a system error with its code. */
  | { kind: 'error'; message: string; systemCode: string | null }

/** Sent once, when the process is ready. */
export interface ReadyMessage {
  kind: 'ready'
  /** CPU time of its start. */
  cpuMs: number
}
