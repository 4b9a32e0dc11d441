/** Seconds; assumed where a sender promises no interval. It is the original snapper's. */
export const defaultIntervalSeconds = 600

/**
 * How far a sender is behind its promised interval:
 * `fresh` within 1.5 intervals, `late` within 3, `stale` after that, `silent` after 24 hours.
 */
export type Freshness = 'fresh' | 'late' | 'stale' | 'silent'

const silentAfterMs = 24 * 60 * 60 * 1000

export function getFreshness(ageMs: number, intervalSeconds: number): Freshness {
  const intervalMs = intervalSeconds * 1000
  if (ageMs <= 1.5 * intervalMs) return 'fresh'
  // A sender that promised one report in two days is fresh or late by that promise, not silent after one day.
  if (ageMs <= 3 * intervalMs) return 'late'
  return ageMs > silentAfterMs ? 'silent' : 'stale'
}

/** So old that it is shown as the last known state, not as the current one. */
export function isOutdated(ageMs: number, intervalSeconds: number): boolean {
  const freshness = getFreshness(ageMs, intervalSeconds)
  return freshness === 'stale' || freshness === 'silent'
}
