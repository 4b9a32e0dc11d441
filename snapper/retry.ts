import { getBackoffMs } from '#lib/api/backoff.ts'

/** Attempts per report in a one-shot run. */
export const maxTries = 3

const backoff = { baseMs: 2_000, maxMs: 30_000 }

/** Upper limit for the site's Retry-After in resident mode, so that a mistake there can't silence a snapper permanently. */
const longestRetryAfterMs = 3_600_000

/** Pause after the site rejected our credentials, so that it doesn't look like an attack. */
export const rejectedPauseMs = 600_000

/**
 * How long a one-shot run waits before its next attempt, in milliseconds: the site's Retry-After, else exponential backoff with
 * full jitter, so that many snappers don't return at the same moment after an outage.
 * @param failed attempts so far, from 1
 * @param random 0 <= x < 1
 */
export function getRetryDelayMs(
  failed: number,
  retryAfterMs: number | null,
  random: number,
): number {
  if (retryAfterMs !== null) return retryAfterMs
  return random * getBackoffMs(failed, backoff)
}

/**
 * The same in resident mode: short enough that the newest picture arrives within a minute after the connection returns, long
 * enough not to flood the site.
 */
export function getResidentDelayMs(
  failed: number,
  retryAfterMs: number | null,
  random: number,
): number {
  if (retryAfterMs !== null) return Math.min(retryAfterMs, longestRetryAfterMs)
  return getBackoffMs(failed, backoff) * (0.5 + random / 2)
}

/** Parses `Retry-After` (seconds or an HTTP date) to milliseconds from now; `null` if invalid. */
export function parseRetryAfter(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}
