import type { ApiPunctuality } from '#lib/api/admin-printers.ts'
import { getFreshness } from '#lib/api/freshness.ts'
import type { Arrival } from './overview-store.ts'

/** A day with a picture each 30 s. */
export const maxArrivals = 3_000
export const punctualitySpanMs = 24 * 60 * 60 * 1000

/** A snapper that sends no picture for one of these keeps its promise. */
const excuses = new Set(['dark', 'privacy'])

interface Situation {
  now: Date
  /** Where a report promises nothing. */
  defaultSeconds: number
  /** No picture is expected now. */
  isPaused: boolean
}

/**
 * How well a printer's promised interval was kept in the last 24 hours: by the times of its pictures, and of the reports that say why
 * there is none. The gap that lasts until now counts as soon as the next picture is late. Each gap is judged by its own promise; the
 * median and the worst are of those with the promise of now.
 * @param arrivals newest first, as many as `maxArrivals`
 * @returns `null` without two of them since the promise of now was made
 */
export function measurePunctuality(
  arrivals: readonly Arrival[],
  { now, defaultSeconds, isPaused }: Situation,
): ApiPunctuality | null {
  const sinceMs = now.getTime() - punctualitySpanMs
  const kept = arrivals
    .filter(({ at, hasPicture, reason }) => {
      const isExpected = hasPicture || (reason !== null && excuses.has(reason))
      return isExpected && at.getTime() >= sinceMs
    })
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
  const gaps = kept.slice(1).map(({ at }, index) => toGap(kept[index], at, defaultSeconds))
  const [first, last] = [kept[0], kept.at(-1)]
  const latest = arrivals
    .filter(({ promisedSeconds }) => promisedSeconds !== null)
    .toSorted((one, other) => other.at.getTime() - one.at.getTime())[0]
  const promisedNow = latest?.promisedSeconds ?? defaultSeconds
  const isOfNow = ({ promised }: { promised: number }) => promised === promisedNow
  const lengths = gaps
    .filter(isOfNow)
    .map(({ seconds }) => seconds)
    .toSorted((one, other) => one - other)
  if (first === undefined || lengths.length === 0) return null
  const open = toGap(last, now, defaultSeconds)
  const judged = isPaused || !open.isLate ? gaps : [...gaps, open]
  return {
    since: first.at.toISOString(),
    pictures: kept.filter(({ hasPicture }) => hasPicture).length,
    median_seconds: Math.round(lengths[Math.floor(lengths.length / 2)] ?? 0),
    worst_seconds: Math.round(Math.max(...judged.filter(isOfNow).map(({ seconds }) => seconds))),
    late: judged.filter(({ isLate }) => isLate).length,
  }
}

function toGap(from: Arrival | undefined, to: Date, defaultSeconds: number) {
  const seconds = (to.getTime() - (from?.at.getTime() ?? 0)) / 1000
  const promised = from?.promisedSeconds ?? defaultSeconds
  return { seconds, promised, isLate: getFreshness(seconds * 1000, promised) !== 'fresh' }
}
