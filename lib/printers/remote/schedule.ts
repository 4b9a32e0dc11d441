import { getBackoffMs } from '#lib/api/backoff.ts'

/** Between two requests to a remote server, however many visitors look at its printer. */
const minMs = 10_000
const maxMs = 30_000
/** The same while there are no visitors, so that its prints are recorded completely. */
const minUnwatchedMs = 60_000
const maxUnwatchedMs = 10 * 60_000
const maxBackoffMs = 5 * 60_000
/** Time for its own snapper to upload the report. */
const uploadAllowanceMs = 2_000

/**
 * Milliseconds from a response, or a failure, until the next request: `watchedMs` when a visitor looks, `unwatchedMs` otherwise.
 * @param untilDueMs until the printer's next promised report; negative: overdue
 * @param failures in a row
 */
export function scheduleRefresh(
  untilDueMs: number,
  failures: number,
): { watchedMs: number; unwatchedMs: number } {
  if (failures > 0) {
    const backoffMs = getBackoffMs(failures, { baseMs: minMs, maxMs: maxBackoffMs })
    return { watchedMs: backoffMs, unwatchedMs: Math.max(minUnwatchedMs, backoffMs) }
  }
  // The longer a report is overdue, the less often it is requested.
  const delayMs = untilDueMs > 0 ? untilDueMs + uploadAllowanceMs : -untilDueMs / 2
  return {
    watchedMs: clamp(delayMs, minMs, maxMs),
    unwatchedMs: clamp(delayMs, minUnwatchedMs, maxUnwatchedMs),
  }
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value))
}
