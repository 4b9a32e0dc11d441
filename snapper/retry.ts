import { getBackoffMs } from '#lib/api/backoff.ts'

/** How many times one shot sends its report at most. */
export const maxTries = 3

const backoff = { baseMs: 2_000, maxMs: 30_000 }

/** What a site may ask of one that stays; a slip of the pen there must not silence it for ever. */
const longestRetryAfterMs = 3_600_000

/** After the site has refused us: not so often that it takes us for an attack. */
export const refusedPauseMs = 600_000

/**
 * How long one shot waits before its next try, in milliseconds: what the site asks for, else full jitter, so that a house
 * full of snappers doesn't come back at once after an outage.
 * @param failed tries so far, from 1
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
 * The same for one that stays: never so long that the newest picture isn't there within a minute of the line's return,
 * never so short that it knocks all the time.
 */
export function getResidentDelayMs(
  failed: number,
  retryAfterMs: number | null,
  random: number,
): number {
  if (retryAfterMs !== null) return Math.min(retryAfterMs, longestRetryAfterMs)
  return getBackoffMs(failed, backoff) * (0.5 + random / 2)
}

/** `Retry-After` in milliseconds from now: seconds or an HTTP date; `null` where it is neither. */
export function parseRetryAfter(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}
