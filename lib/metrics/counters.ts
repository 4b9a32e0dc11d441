import { singleton } from '#lib/core/singleton.ts'

/** One series of a counter: a number that the hot path increments and a scrape reads. */
export interface FastCounter {
  readonly labels: Readonly<Record<string, string>>
  value: number
}

/** Durations in fixed buckets. `counts` has one more element than `bounds`, for values above all of them. */
export interface FastHistogram {
  readonly labels: Readonly<Record<string, string>>
  /** Seconds, ascending. */
  readonly bounds: readonly number[]
  readonly counts: number[]
  sumSeconds: number
}

/** Each bucket is a series, so there are only as many as distinguish normal from slow. */
const durationBounds = {
  http_request: [0.001, 0.005, 0.025, 0.1, 0.25, 1, 5, 60],
  image_render: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
} as const

export type DurationName = keyof typeof durationBounds

interface AllSeries {
  counters: Map<string, Map<string, FastCounter>>
  durations: Map<string, Map<string, FastHistogram>>
}

/** Plain numbers, one set per process. prom-client hashes labels at each update, so requests don't call it. */
export function getAllSeries(): AllSeries {
  return singleton('fast-series', () => ({ counters: new Map(), durations: new Map() }))
}

/** The series of a counter; the same object for the same labels, so a caller on the hot path can store it. */
export function getFastCounter(name: string, labels: Record<string, string>): FastCounter {
  return getSeries(getAllSeries().counters, name, labels, () => ({ labels, value: 0 }))
}

export function getFastHistogram(
  name: DurationName,
  labels: Record<string, string>,
): FastHistogram {
  const bounds = durationBounds[name]
  return getSeries(getAllSeries().durations, name, labels, () => ({
    labels,
    bounds,
    counts: Array.from({ length: bounds.length + 1 }, () => 0),
    sumSeconds: 0,
  }))
}

/** A few comparisons and two additions, cheap enough for every cache hit. Ignores NaN and negative values. */
export function observe(histogram: FastHistogram, seconds: number): void {
  if (!(seconds >= 0)) return
  const { bounds, counts } = histogram
  let index = 0
  while (index < bounds.length && seconds > (bounds[index] ?? 0)) index += 1
  counts[index] = (counts[index] ?? 0) + 1
  histogram.sumSeconds += seconds
}

function getSeries<T>(
  all: Map<string, Map<string, T>>,
  name: string,
  labels: Record<string, string>,
  create: () => T,
): T {
  let series = all.get(name)
  if (series === undefined) {
    series = new Map()
    all.set(name, series)
  }
  const key = Object.values(labels).join('\0')
  const existing = series.get(key)
  if (existing !== undefined) return existing
  const created = create()
  series.set(key, created)
  return created
}
