import type { ApiHeater } from '#lib/api/printer.ts'
import type { MissingPictureReason, PrinterState } from '#lib/api/states.ts'

/** What the printer's server said of the printer; `null` is what it didn't say. */
export interface Reading {
  state: PrinterState
  /** Text for people. */
  status: string
  /** Percent, 0-100. */
  progress: number | null
  jobName: string | null
  elapsedSeconds: number | null
  remainingSeconds: number | null
  /** Degrees Celsius by heater. */
  temperatures: Record<string, ApiHeater> | null
  /** Millimetres gone into the job, and planned for the whole of it; absent where the server knows neither. */
  filament?: { usedMm: number | null; totalMm: number | null }
  observedAt: Date
  /** Name and version, such as `octoprint 1.11.8`. */
  backend: string | null
}

export interface Picture {
  jpeg: Buffer
  capturedAt: Date
}

export interface MissingPicture {
  reason: MissingPictureReason
  /** What happened and what to do, for the log. */
  detail: string
}

/** One shot: what is sent in one request. */
export interface Report {
  reading: Reading | null
  picture: Picture | null
  missing: MissingPicture | null
  /** The promise of when the next one comes. */
  intervalSeconds: number
}
