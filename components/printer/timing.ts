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
  /** When it should be done, while that can be said. */
  doneAt: Date | null
}

/**
 * Both ends of a print in time. The readings are some minutes old, and while it prints those minutes count: what was to go then
 * is less now. Nothing is foretold of a print that nobody has heard of for long.
 */
export function describeTiming(printer: ApiPrinter, nowMs: number): Timing {
  const { job, state, observed_at: observedAt } = printer
  const isUnderWay = activeStates.has(state)
  const isMemory = isQuiet(printer, nowMs)
  const isRunning = state === 'printing' && !isMemory && observedAt !== null
  const since = isRunning ? Math.max(0, (nowMs - Date.parse(observedAt)) / 1000) : 0
  const elapsed = job?.elapsed_seconds ?? null
  const remaining = isUnderWay && !isMemory ? (job?.remaining_seconds ?? null) : null
  const left = remaining === null ? null : remaining - since
  const past = isMemory ? 'until then' : isUnderWay ? 'so far' : 'in all'
  return {
    past: elapsed === null ? null : `${formatDuration(elapsed + since)} ${past}`,
    future:
      left === null ? null : left > 0 ? `${formatDuration(left)} to go` : 'should be done by now',
    doneAt: isRunning && left !== null && left > 0 ? new Date(nowMs + left * 1000) : null,
  }
}
