import { once } from '../once.ts'

/** One series of a counter: a number that the hot path adds to, read when somebody scrapes. */
export interface Tally {
  readonly labels: Readonly<Record<string, string>>
  value: number
}

/** Durations in fixed buckets. `counts` has one more place than `bounds`, for what lies above all of them. */
export interface DurationTally {
  readonly labels: Readonly<Record<string, string>>
  readonly counts: number[]
  sumSeconds: number
}

export const durationBounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const

interface Tallies {
  counters: Map<string, Map<string, Tally>>
  durations: Map<string, Map<string, DurationTally>>
}

/** Plain numbers, process-wide. prom-client, with its hashing of labels, is kept off the request's way. */
export function getTallies(): Tallies {
  return once('tallies', () => ({ counters: new Map(), durations: new Map() }))
}

/** The series of a counter; the same object for the same labels, so a caller on the hot path can keep it. */
export function getTally(name: string, labels: Record<string, string>): Tally {
  return getSeries(getTallies().counters, name, labels, () => ({ labels, value: 0 }))
}

export function getDurationTally(name: string, labels: Record<string, string>): DurationTally {
  return getSeries(getTallies().durations, name, labels, () => ({
    labels,
    counts: Array.from({ length: durationBounds.length + 1 }, () => 0),
    sumSeconds: 0,
  }))
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
