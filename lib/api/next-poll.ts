import { getBackoffMs } from './backoff.ts'

/** A longer time between two ticks of a page's clock: the device was asleep, or its clock was set. The page then polls first. */
export const maxTickMs = 60_000

/** While a picture is overdue, the longest delay between two requests. */
const maxDelayMs = 5 * 60_000
/** Time for the snapper to take and upload the picture after it is due. */
const uploadAllowanceMs = 3_000
/** The longest delay while the next picture is not due: the owner may pause the camera meanwhile. */
const maxWaitMs = 60 * 60_000
/** The same during a print: its end is reported at once, whatever the interval. An open page sends fewer than 30 requests an hour. */
const maxWaitInPrintMs = 150_000

export interface PollSituation {
  /** By the server's clock, like all times here. */
  nowMs: number
  /** The newest picture or reading; without any, when the page was opened. */
  lastSeenMs: number
  /** The snapper's promised interval; 0 before its first report. */
  intervalSeconds: number
  /** Whether a job is on the machine. */
  isPrinting: boolean
  /** Failed requests in a row. */
  failures: number
  /** Of the failed response. */
  retryAfterSeconds: number | null
  /** Random, 0 to 1: many visitors of one printer must not send requests in the same second. */
  jitter: number
}

/**
 * Milliseconds until the page's next request: just after the next picture is due, during a print after 2.5 minutes at most. Once it is overdue, half of the time by which it
 * is overdue, at most 5 minutes, so that a late picture appears soon. After failures 5 s, doubled each time, up to 5 minutes.
 */
export function getNextPollDelayMs(situation: PollSituation): number {
  const { nowMs, lastSeenMs, failures, retryAfterSeconds, jitter } = situation
  if (failures > 0) {
    const backoffMs = getBackoffMs(failures, { baseMs: 5_000, maxMs: maxDelayMs })
    const retryAfterMs = Math.min(maxWaitMs, (retryAfterSeconds ?? 0) * 1000)
    return Math.max(backoffMs, retryAfterMs) * (1 + 0.25 * jitter)
  }
  const intervalMs = situation.intervalSeconds * 1000
  // Visitors notice more than 15 s. With a tenth of the interval, ten thousand of them polled within 3 s after a picture that is taken
  // every 30 s: 3,300 polls a second and as many pictures, too many for one core.
  const spreadMs = jitter * Math.min(15_000, 0.25 * intervalMs)
  const untilDueMs = lastSeenMs + intervalMs + Math.min(uploadAllowanceMs, 0.3 * intervalMs) - nowMs
  const longestMs = situation.isPrinting ? maxWaitInPrintMs : maxWaitMs
  if (untilDueMs > 0) return Math.min(longestMs, untilDueMs) + spreadMs
  const leastMs = Math.min(5_000, Math.max(1_000, 0.25 * intervalMs))
  return Math.min(maxDelayMs, Math.max(leastMs, -untilDueMs / 2)) * (1 + 0.25 * jitter)
}

/** How often a page without scripts reloads: about as often as there can be something new. */
export function getReloadSeconds(intervalSeconds: number): number {
  return Math.min(300, Math.max(15, Math.round(intervalSeconds / 2)))
}
