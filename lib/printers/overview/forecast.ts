import type { ApiStorage } from '#lib/api/admin-overview.ts'
import type { StorageSample } from './overview-store.ts'

const dayMs = 24 * 60 * 60 * 1000
/** All pictures of two days are kept, so the first days say nothing about the later ones. */
const leastHistoryMs = 3 * dayMs
/** Retention thins older pictures at these ages, so a longer span would mix two speeds. */
export const forecastSpanMs = 7 * dayMs
/** Further away nobody plans, and the speed changes. */
const furthestMs = 5 * 365 * dayMs

/**
 * What the pictures take, and when the limit will be reached if they grow as in the last week.
 * @param samples oldest first
 * @param freeBytes of the disk; `null`: unknown, as with a bucket
 * @param sentBytes of the pictures as they were sent: all that is known until they were measured once
 */
export function forecastStorage(
  samples: readonly StorageSample[],
  {
    now,
    maxBytes,
    freeBytes,
    sentBytes,
  }: {
    now: Date
    maxBytes: number
    freeBytes: number | null
    sentBytes: number
  },
): ApiStorage {
  const recent = samples.filter(({ at }) => now.getTime() - at.getTime() <= forecastSpanMs)
  const [first, last] = [recent[0], recent.at(-1)]
  // The first measurement is soon after the start, before the first picture.
  const isUnmeasured = sentBytes > 0 && (last === undefined || last.bytes === 0)
  const base = {
    bytes: isUnmeasured ? sentBytes : (last?.bytes ?? null),
    measured_at: isUnmeasured ? null : (last?.at.toISOString() ?? null),
    max_bytes: maxBytes,
    free_bytes: freeBytes,
    growth_per_day: null,
    full_at: null,
  }
  if (first === undefined || last === undefined) return base
  const spanMs = last.at.getTime() - first.at.getTime()
  if (spanMs < leastHistoryMs) return base
  const growthPerMs = (last.bytes - first.bytes) / spanMs
  // The disk may be full before the limit is reached.
  const leftBytes = Math.min(maxBytes - last.bytes, freeBytes ?? Number.POSITIVE_INFINITY)
  const leftMs = Math.max(0, leftBytes) / growthPerMs
  const isForeseeable = growthPerMs > 0 && leftMs < furthestMs
  return {
    ...base,
    growth_per_day: Math.round(growthPerMs * dayMs),
    full_at: isForeseeable ? new Date(last.at.getTime() + leftMs).toISOString() : null,
  }
}
