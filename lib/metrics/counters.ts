import { singleton } from '#lib/core/singleton.ts'

/** One series of a counter: a number that the hot path adds to, read when somebody scrapes. */
export interface FastCounter {
  readonly labels: Readonly<Record<string, string>>
  value: number
}

/** Durations in fixed buckets. `counts` has one more place than `bounds`, for what lies above all of them. */
export interface FastHistogram {
  readonly labels: Readonly<Record<string, string>>
  /** Seconds, growing. */
  readonly bounds: readonly number[]
  readonly counts: number[]
  sumSeconds: number
}

/** What is timed, each in as few buckets as tell its good days from its bad ones: a series apiece. */
export const durationBounds = {
  http_request: [0.001, 0.005, 0.025, 0.1, 0.25, 1, 5, 60],
  image_render: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
} as const

export type DurationName = keyof typeof durationBounds

interface Tallies {
  counters: Map<string, Map<string, FastCounter>>
  durations: Map<string, Map<string, FastHistogram>>
}

/** Plain numbers, process-wide. prom-client, with its hashing of labels, is kept off the request's way. */
export function listFastCounters(): Tallies {
  return singleton('tallies', () => ({ counters: new Map(), durations: new Map() }))
}

/** The series of a counter; the same object for the same labels, so a caller on the hot path can keep it. */
export function getFastCounter(name: string, labels: Record<string, string>): FastCounter {
  return getSeries(listFastCounters().counters, name, labels, () => ({ labels, value: 0 }))
}

export function getFastHistogram(
  name: DurationName,
  labels: Record<string, string>,
): FastHistogram {
  const bounds = durationBounds[name]
  return getSeries(listFastCounters().durations, name, labels, () => ({
    labels,
    bounds,
    counts: Array.from({ length: bounds.length + 1 }, () => 0),
    sumSeconds: 0,
  }))
}

/** A few comparisons and two additions: cheap enough for every held answer. Nonsense is left out. */
export function observe(tally: FastHistogram, seconds: number): void {
  if (!(seconds >= 0)) return
  const { bounds, counts } = tally
  let place = 0
  while (place < bounds.length && seconds > (bounds[place] ?? 0)) place += 1
  counts[place] = (counts[place] ?? 0) + 1
  tally.sumSeconds += seconds
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
