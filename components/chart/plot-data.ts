import type { Formats } from '#lib/api/formats.ts'
import type { ApiReadingColumns } from '#lib/api/schema/charts.ts'
import { convertCelsius } from '#lib/api/temperatures.ts'

export type PlotScale = 'heat' | '%'

export interface PlotLine {
  kind: 'progress' | 'actual' | 'target'
  /** `null` for the progress. */
  heater: string | null
  /** The heater's position, which decides its line style. */
  place: number
  scale: PlotScale
  /** One for each time; `null` interrupts the line. */
  values: (number | null)[]
  /** Indices of values without neighbours: a line through a single point is invisible, so these are drawn as dots. */
  alone: number[]
}

export interface PlotData {
  from: number
  to: number
  /** Seconds since 1970, ascending: every reading, and one time in the middle of each gap. */
  at: number[]
  /** Index of the reading for each time; `null` in a gap. */
  readings: (number | null)[]
  lines: PlotLine[]
  /** Spans without data. */
  gaps: [from: number, to: number][]
  /** The highest temperature, in the owner's unit as all of them. */
  highest: number
}

/** Converts the API's columns for plotting and marks the gaps. */
export function toPlotData(columns: ApiReadingColumns, formats: Formats): PlotData {
  const { observed_at, state, progress, temperatures, gap_seconds } = columns
  const [from, to] = [Date.parse(columns.from) / 1000, Date.parse(columns.to) / 1000]
  const { at, readings } = markGaps(observed_at, gap_seconds)
  const pick = (column: (number | null)[]) =>
    readings.map((reading) => (reading === null ? null : (column[reading] ?? null)))
  const line = (about: Omit<PlotLine, 'values' | 'alone'>, column: (number | null)[]): PlotLine => {
    const values = pick(column)
    return { ...about, values, alone: listAlone(values) }
  }
  const toDegrees = (celsius: number | null) =>
    celsius === null ? null : convertCelsius(celsius, formats)
  const heaters = Object.entries(temperatures ?? {})
  const lines = [
    line({ kind: 'progress', heater: null, place: 0, scale: '%' }, progress),
    ...heaters.flatMap(([heater, columns], place) =>
      (['target', 'actual'] as const).map((kind) =>
        line({ kind, heater, place, scale: 'heat' }, columns[kind].map(toDegrees)),
      ),
    ),
  ].filter(({ values }) => values.some((value) => value !== null))
  const known = observed_at.filter(
    (_, index) => state[index] !== 'unreachable' && state[index] !== 'unauthorized',
  )
  const degrees = lines.filter(({ scale }) => scale === 'heat').flatMap(({ values }) => values)
  return {
    from,
    to,
    at,
    readings,
    lines,
    gaps: listGaps([from, ...known, to], gap_seconds),
    highest: degrees.reduce<number>((most, value) => Math.max(most, value ?? 0), 0),
  }
}

function markGaps(observedAt: readonly number[], gapSeconds: number) {
  const at: number[] = []
  const readings: (number | null)[] = []
  for (const [index, time] of observedAt.entries()) {
    const before = observedAt[index - 1]
    if (before !== undefined && time - before > gapSeconds) {
      at.push((before + time) / 2)
      readings.push(null)
    }
    at.push(time)
    readings.push(index)
  }
  return { at, readings }
}

function listGaps(times: readonly number[], gapSeconds: number): [number, number][] {
  return times.slice(1).flatMap((end, index): [number, number][] => {
    const start = times[index] ?? end
    return end - start > gapSeconds ? [[start, end]] : []
  })
}

function listAlone(values: readonly (number | null)[]): number[] {
  const isKnown = (index: number) => (values[index] ?? null) !== null
  return values.flatMap((_, index) =>
    isKnown(index) && !isKnown(index - 1) && !isKnown(index + 1) ? [index] : [],
  )
}

/** Index of the time nearest to `at` in an ascending list; -1 if the list is empty. */
export function findNearest(times: readonly number[], at: number): number {
  const after = times.findIndex((time) => time >= at)
  if (after === -1) return times.length - 1
  const before = times[after - 1]
  return before !== undefined && at - before <= (times[after] ?? at) - at ? after - 1 : after
}
