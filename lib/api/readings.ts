import { printerApiPath, printerPagePath } from './printer.ts'
import type { PrinterState } from './states.ts'

/** Spans that end now, in seconds. */
export const readingSpans = {
  day: 24 * 60 * 60,
  week: 7 * 24 * 60 * 60,
  month: 30 * 24 * 60 * 60,
} as const

export type ReadingSpan = keyof typeof readingSpans

export interface ApiHeaterColumns {
  actual: (number | null)[]
  target: (number | null)[]
}

/** A picture in one size, to stand beside a chart. */
export interface ApiPictureAt {
  /** Seconds since 1970. */
  captured_at: number
  url: string
  width: number
  height: number
}

/**
 * `GET /api/3dprinter/{id}/readings`: readings as columns, oldest first. What has the same index was said at the same moment; of
 * more than fit, they are evenly chosen.
 */
export interface ApiReadingColumns {
  /** RFC 3339 in UTC. */
  from: string
  to: string
  /** Where two moments lie further apart than this, nothing is known of the time between them. */
  gap_seconds: number
  /** Seconds since 1970. */
  observed_at: number[]
  state: PrinterState[]
  /** Percent, 0-100. */
  progress: (number | null)[]
  /** Degrees Celsius by heater; `null` where the owner doesn't publish them. */
  temperatures: Record<string, ApiHeaterColumns> | null
  /** Oldest first; of many, evenly chosen. None while the camera rests. */
  pictures: ApiPictureAt[]
}

export type ReadingsChoice = { span: ReadingSpan } | { print: number }

function toQuery(choice: ReadingsChoice): string {
  return 'print' in choice ? `?print=${choice.print}` : `?span=${choice.span}`
}

/** The page of the large chart. */
export function readingsPagePath(printerId: number, choice: ReadingsChoice): string {
  return `${printerPagePath(printerId)}/readings${toQuery(choice)}`
}

/** What the large chart is drawn of. */
export function readingsApiPath(printerId: number, choice: ReadingsChoice): string {
  return `${printerApiPath(printerId)}readings${toQuery(choice)}`
}
