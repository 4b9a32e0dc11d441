import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { getLastSeenAt, isQuiet } from '#lib/api/sentences.ts'
import { activeStates } from '#lib/api/states.ts'
import { formatCountdown, formatDuration } from '#lib/api/times.ts'

/** "7:45" until the next picture or readings, "due now" for a minute, then "20 min overdue". */
export function formatNextUpdate(printer: ApiPrinter, nowMs: number): string {
  const lastSeenMs = getLastSeenAt(printer)?.getTime() ?? 0
  const leftSeconds = (lastSeenMs - nowMs) / 1000 + printer.interval_seconds
  if (leftSeconds > 0) return formatCountdown(leftSeconds)
  return leftSeconds > -60 ? 'due now' : `${formatDuration(-leftSeconds)} overdue`
}

export interface Timing {
  /** "20 min so far" */
  past: string | null
  /** "26 min to go" */
  future: string | null
  /** Estimated end; `null` unless the print is running and its readings are current. */
  doneAt: Date | null
}

/**
 * Elapsed and remaining time of a print. While it prints, the age of the readings is added to one and subtracted from the other.
 * A stale print gets no estimate.
 */
export function describeTiming(printer: ApiPrinter, nowMs: number): Timing {
  const { job, state, observed_at: observedAt } = printer
  const isActive = activeStates.has(state)
  const isStale = isQuiet(printer, nowMs)
  const isRunning = state === 'printing' && !isStale && observedAt !== null
  const since = isRunning ? Math.max(0, (nowMs - Date.parse(observedAt)) / 1000) : 0
  const elapsed = job?.elapsed_seconds ?? null
  const remaining = isActive && !isStale ? (job?.remaining_seconds ?? null) : null
  const left = remaining === null ? null : remaining - since
  const past = isStale ? 'so far at the last report' : isActive ? 'so far' : 'in total'
  return {
    past: elapsed === null ? null : `${formatDuration(elapsed + since)} ${past}`,
    future:
      left === null ? null : left > 0 ? `${formatDuration(left)} to go` : 'should be done by now',
    doneAt: isRunning && left !== null && left > 0 ? new Date(nowMs + left * 1000) : null,
  }
}
