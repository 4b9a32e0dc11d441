import type { ApiHeater } from './printer.ts'
import type { PrinterState } from './states.ts'

/** What the printer said at one moment, for charts. */
export interface ApiChartPoint {
  /** RFC 3339 in UTC. */
  observed_at: string
  state: PrinterState
  /** Percent, 0-100. */
  progress: number | null
  /** Degrees Celsius by heater; `null` where the owner doesn't publish them. */
  temperatures: Record<string, ApiHeater> | null
}

/** Readings of a span, oldest first; of a long one, evenly chosen. */
export interface ApiChartReadings {
  from: string
  to: string
  /** Where two points lie further apart than this, nothing is known of the time between them. */
  gap_seconds: number
  points: ApiChartPoint[]
}
