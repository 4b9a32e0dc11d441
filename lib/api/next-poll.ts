import { getBackoffMs } from './backoff.ts'

/** No question waits longer than this, however quiet the snapper is. */
const maxDelayMs = 5 * 60_000
/** The snapper has to take, send and store the picture after its turn has come. */
const uploadAllowanceMs = 3_000
/** A picture that is not due for long is asked for now and then all the same: the owner may have let the camera rest. */
const maxWaitMs = 60 * 60_000

export interface PollSituation {
  /** By the server's clock, as are all times here. */
  nowMs: number
  /** The newest picture or reading; when the page was opened, where there is none yet. */
  lastSeenMs: number
  /** The snapper's promise; 0 where nothing has come yet. */
  intervalSeconds: number
  /** Questions in a row that came to nothing. */
  failures: number
  /** What a refusing server has asked for. */
  retryAfterSeconds: number | null
  /** 0 to 1, drawn by the caller: many readers of one printer must not ask in the same second. */
  jitter: number
}

/**
 * Milliseconds until the page asks again.
 *
 * While a picture is due, that is just after it. Once overdue, half of the time it is overdue by: a late picture is seen soon
 * and a printer that is quiet for days is asked about every 5 minutes. After a failure 5 s, doubling, up to 5 minutes.
 */
export function getNextPollDelayMs(situation: PollSituation): number {
  const { nowMs, lastSeenMs, failures, retryAfterSeconds, jitter } = situation
  if (failures > 0) {
    const backoffMs = getBackoffMs(failures, { baseMs: 5_000, maxMs: maxDelayMs })
    const askedMs = Math.min(maxWaitMs, (retryAfterSeconds ?? 0) * 1000)
    return Math.max(backoffMs, askedMs) * (1 + 0.25 * jitter)
  }
  const intervalMs = situation.intervalSeconds * 1000
  // More than 15 s is noticed by a reader. A tenth of the interval brought ten thousand of them within 3 s of a picture that comes
  // every 30 s: 3,300 polls a second and as many pictures, more than one core can answer.
  const spreadMs = jitter * Math.min(15_000, 0.25 * intervalMs)
  const untilDueMs = lastSeenMs + intervalMs + Math.min(uploadAllowanceMs, 0.3 * intervalMs) - nowMs
  if (untilDueMs > 0) return Math.min(maxWaitMs, untilDueMs) + spreadMs
  const leastMs = Math.min(5_000, Math.max(1_000, 0.25 * intervalMs))
  return Math.min(maxDelayMs, Math.max(leastMs, -untilDueMs / 2)) * (1 + 0.25 * jitter)
}
