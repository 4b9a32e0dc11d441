import type { Formats } from '#lib/api/formats.ts'
import type { ApiChartPoint, ApiChartReadings } from '#lib/api/schema/charts.ts'
import { convertCelsius } from '#lib/api/temperatures.ts'
import { formatZone } from '#lib/api/times.ts'
import { type ChartTick, clockTicks, valueTicks } from './chart-ticks.ts'

interface ChartOptions {
  /** Of the whole chart, in its own units. */
  width: number
  height: number
  from: Date
  to: Date
  formats: Formats
}

export interface ChartLine {
  /** `progress`, or a heater's name and the kind: `tool0 actual`. */
  id: string
  kind: 'progress' | 'actual' | 'target'
  /** `null` for the progress line. */
  heater: string | null
  /** `d` of an SVG path: one `M` per segment without a gap; a single reading is a dot of length 0. */
  path: string
}

/** A row of the chart's table; `null`: unknown. */
interface ChartRow {
  observedAt: string
  progress: number | null
  temperatures: Record<string, { actual: number | null; target: number | null }>
}

/** Everything that a component needs to draw the chart without scales. */
export interface ReadingsChart {
  width: number
  height: number
  /** The area of the lines; ticks are outside of it. */
  plot: { left: number; top: number; right: number; bottom: number }
  lines: ChartLine[]
  /** Spans without readings, in the chart's units. */
  gaps: { left: number; right: number }[]
  /** `at` in the chart's units, on its axis. */
  timeTicks: ChartTick[]
  /** Of the time axis: "PST", or "PDT, PST" where the clocks change. */
  zone: string
  temperatureTicks: ChartTick[]
  progressTicks: ChartTick[]
  heaters: string[]
  rows: ChartRow[]
}

const maxRows = 48
const margin = { left: 40, top: 8, right: 40, bottom: 22 }

/**
 * Temperatures (left axis, from 0 degrees) and progress (right axis, 0-100 %) over a span, with gaps. Unknown values get no axis.
 * `null`: there is nothing to draw.
 */
export function layoutReadingsChart(
  readings: ApiChartReadings,
  { width, height, from, to, formats }: ChartOptions,
): ReadingsChart | null {
  const within = readings.points.filter(({ observed_at }) => {
    const at = Date.parse(observed_at)
    return at >= from.getTime() && at <= to.getTime()
  })
  if (within.length === 0 || from >= to) return null
  const plot = {
    left: margin.left,
    top: margin.top,
    right: width - margin.right,
    bottom: height - margin.bottom,
  }
  const heaters = listHeaters(within)
  const temperatures = valueTicks(convertCelsius(highest(within), formats))
  const top = temperatures.at(-1) ?? 100
  const x = scale([from.getTime(), to.getTime()], [plot.left, plot.right])
  const degrees = scale([0, top], [plot.bottom, plot.top])
  const heat = (celsius: number) => degrees(convertCelsius(celsius, formats))
  const percent = scale([0, 100], [plot.bottom, plot.top])
  const gapMs = readings.gap_seconds * 1000
  const draw = (series: Series, y: (value: number) => number, goesOn: GoesOn = () => true) =>
    toSegments(series, gapMs, goesOn)
      .map((segment) => toPath(segment, x, y))
      .join('')

  const all: ChartLine[] = [
    {
      id: 'progress',
      kind: 'progress' as const,
      heater: null,
      path: draw(
        pick(within, (point) => point.progress),
        percent,
        // Less than before is the next print.
        (last, next) => next >= last,
      ),
    },
    ...heaters.flatMap((heater) =>
      (['target', 'actual'] as const).map((kind) => ({
        id: `${heater} ${kind}`,
        kind,
        heater,
        path: draw(
          pick(within, (point) => point.temperatures?.[heater]?.[kind] ?? null),
          heat,
        ),
      })),
    ),
  ]
  const lines = all.filter(({ path }) => path !== '')
  if (lines.length === 0) return null
  const hasAxis = (of: 'progress' | 'heaters') =>
    lines.some(({ heater }) => (heater === null) === (of === 'progress'))
  const isKnown = ({ state }: ApiChartPoint) => state !== 'unreachable' && state !== 'unauthorized'
  return {
    width,
    height,
    plot,
    lines,
    gaps: listGaps(within.filter(isKnown).map(timeOf), [from.getTime(), to.getTime()], gapMs).map(
      ([start, end]) => ({ left: round(x(start)), right: round(x(end)) }),
    ),
    timeTicks: clockTicks(from, to, formats, x),
    zone: [...new Set([from, to].map((at) => formatZone(at, formats)))].join(', '),
    temperatureTicks: hasAxis('heaters') ? toTicks(temperatures, degrees) : [],
    progressTicks: hasAxis('progress') ? toTicks([0, 50, 100], percent) : [],
    heaters,
    rows: thin(within).map(toRow),
  }
}

const timeOf = (point: ApiChartPoint) => Date.parse(point.observed_at)
const toTicks = (values: readonly number[], y: (value: number) => number) =>
  values.map((value) => ({ at: round(y(value)), label: `${value}` }))
const round = (value: number) => Math.round(value * 10) / 10

function pick(
  points: readonly ApiChartPoint[],
  value: (point: ApiChartPoint) => number | null,
): Series {
  return points.map((point) => ({ at: timeOf(point), value: value(point) }))
}

function listHeaters(points: readonly ApiChartPoint[]): string[] {
  return [...new Set(points.flatMap((point) => Object.keys(point.temperatures ?? {})))].sort()
}

function highest(points: readonly ApiChartPoint[]): number {
  const heaters = points.flatMap((point) => Object.values(point.temperatures ?? {}))
  return Math.max(0, ...heaters.flatMap(({ actual, target }) => [actual ?? 0, target ?? 0]))
}

/** Clamped to the axes: a broken sensor reports -40 or 2000. */
function scale([from, to]: [number, number], [start, end]: [number, number]) {
  return (value: number) => {
    const share = Math.min(1, Math.max(0, (value - from) / (to - from)))
    return start + share * (end - start)
  }
}

function toPath(
  segment: readonly { at: number; value: number }[],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  const points = segment.map(({ at, value }) => `${round(x(at))} ${round(y(value))}`)
  // Browsers don't draw a path of one point; a line of length 0 gets its round caps.
  return `M${points.join('L')}${points.length === 1 ? 'h0' : ''}`
}

/** Samples at most `maxRows` evenly, including the last one. */
function thin(points: readonly ApiChartPoint[]): ApiChartPoint[] {
  const step = Math.ceil(points.length / maxRows)
  return points.filter((_, index) => (points.length - 1 - index) % step === 0)
}

function toRow({ observed_at, progress, temperatures }: ApiChartPoint): ChartRow {
  return { observedAt: observed_at, progress, temperatures: temperatures ?? {} }
}

type Series = { at: number; value: number | null }[]

type GoesOn = (last: number, next: number) => boolean

/** Splits a series at unknown values, where neighbours are further apart than `gapMs`, and where it doesn't go on. */
function toSegments(
  series: Series,
  gapMs: number,
  goesOn: GoesOn,
): { at: number; value: number }[][] {
  const segments: { at: number; value: number }[][] = []
  let last: { at: number; value: number } | null = null
  for (const { at, value } of series) {
    if (value === null) {
      last = null
      continue
    }
    const point = { at, value }
    const segment = segments.at(-1)
    if (segment && last && at - last.at <= gapMs && goesOn(last.value, value)) segment.push(point)
    else segments.push([point])
    last = point
  }
  return segments
}

/** The spans longer than `gapMs` without a reading. */
function listGaps(
  times: readonly number[],
  [from, to]: [number, number],
  gapMs: number,
): [number, number][] {
  const all = [from, ...times, to]
  return all.slice(1).flatMap((end, index): [number, number][] => {
    const start = all[index] ?? end
    return end - start > gapMs ? [[start, end]] : []
  })
}
