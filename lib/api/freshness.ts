/**
 * How far behind its promise something is:
 * `fresh` within 1.5 intervals, `late` within 3, `stale` after that, `silent` after 24 hours.
 */
export type Freshness = 'fresh' | 'late' | 'stale' | 'silent'

const silentAfterMs = 24 * 60 * 60 * 1000

export function getFreshness(ageMs: number, intervalSeconds: number): Freshness {
  const intervalMs = intervalSeconds * 1000
  if (ageMs <= 1.5 * intervalMs) return 'fresh'
  // A sender that comes once in two days is fresh or late by its own promise, not silent by ours.
  if (ageMs <= 3 * intervalMs) return 'late'
  return ageMs > silentAfterMs ? 'silent' : 'stale'
}
