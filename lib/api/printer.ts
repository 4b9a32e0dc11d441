import type { mediaTypes, PictureFormat } from './picture-formats.ts'
import type { MissingPictureReason, PrinterState } from './states.ts'

/** Degrees Celsius; `null` where the printer has no such reading. */
export interface ApiHeater {
  actual: number | null
  target: number | null
}

export interface ApiSource {
  type: (typeof mediaTypes)[PictureFormat]
  /** Pixels. */
  width: number
  url: string
}

export interface ApiSnapshot {
  captured_at: string
  received_at: string
  width: number
  height: number
  alt: string
  /** A few pixels as `data:image/webp;base64,...`, to stand in until the picture is there. */
  placeholder: string
  /** Every offered variant, AVIF before WebP before JPEG, narrow before wide. */
  sources: ApiSource[]
}

/**
 * What `GET /api/3dprinter/{id}/` answers. Times are RFC 3339 in UTC.
 * The first six members are the original API's and keep their names and types for ever.
 */
export interface ApiPrinter {
  id: number
  name: string
  status: string
  /** Percent, 0-100. */
  progress: number | null
  image: string | null
  last_updated: string | null
  state: PrinterState
  /** When the readings were taken; `null` before the first. */
  observed_at: string | null
  received_at: string | null
  /** The sender's promise of when it comes again. */
  interval_seconds: number
  /** `false` while the owner lets the camera rest. */
  publishing: boolean
  reason: MissingPictureReason | null
  job: {
    name: string | null
    elapsed_seconds: number | null
    remaining_seconds: number | null
  } | null
  /** By heater: `tool0`, `tool1`, `bed`, `chamber`, ...; `null` where the owner doesn't publish them. */
  temperatures: Record<string, ApiHeater> | null
  snapshot: ApiSnapshot | null
  /** Only of a printer whose API lives elsewhere. */
  remote?: ApiRemote | undefined
}

/** The server that a remote printer reports to. */
export interface ApiRemote {
  host: string
  /** Why nothing newer comes from there: it doesn't answer, or with something that is no printer. */
  fault: 'no-answer' | 'faulty' | null
}

/** The original snapper's beat, assumed where a sender promises none. */
export const defaultIntervalSeconds = 600

/** The canonical API address of a printer, below the site's origin. */
export function printerApiPath(id: number): string {
  return `/api/3dprinter/${id}/`
}

export function printerPagePath(id: number): string {
  return `/printers/${id}`
}

export function mediaPath(sha256: string, width: number, format: PictureFormat): string {
  return `/media/${sha256}/${width}.${format}`
}
