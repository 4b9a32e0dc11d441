import { getBackoffMs } from '#lib/api/backoff.ts'

/** How often a remote server may be asked, however many look at its printer. */
const leastMs = 10_000
const mostMs = 30_000
/** How often it is asked while nobody looks, so that its prints are kept whole. */
const leastUnwatchedMs = 60_000
const mostUnwatchedMs = 10 * 60_000
const maxBackoffMs = 5 * 60_000
/** Its own snapper has to send what we then ask for. */
const allowanceMs = 2_000

/**
 * Milliseconds from an answer, or from a failure, until it is worth asking again: `watched` by somebody who looks, `unwatched`
 * by ourselves.
 * @param untilDueMs until the printer promised to report again; negative: it is overdue
 * @param failures questions in a row that came to nothing
 */
export function scheduleRefresh(
  untilDueMs: number,
  failures: number,
): { watchedMs: number; unwatchedMs: number } {
  if (failures > 0) {
    const backoffMs = getBackoffMs(failures, { baseMs: leastMs, maxMs: maxBackoffMs })
    return { watchedMs: backoffMs, unwatchedMs: Math.max(leastUnwatchedMs, backoffMs) }
  }
  // An overdue report is looked for less and less often.
  const aheadMs = untilDueMs > 0 ? untilDueMs + allowanceMs : -untilDueMs / 2
  return {
    watchedMs: clamp(aheadMs, leastMs, mostMs),
    unwatchedMs: clamp(aheadMs, leastUnwatchedMs, mostUnwatchedMs),
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
