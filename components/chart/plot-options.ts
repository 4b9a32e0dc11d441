import uPlot from 'uplot'
import { formatClock, formatDay } from '#lib/api/times.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import type { PlotColours } from './plot-colours.ts'
import type { PlotData, PlotLine } from './plot-data.ts'

const minute = 60
const hour = 60 * minute
const day = 24 * hour
const steps = [1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute)
const longSteps = [1, 2, 3, 4, 6, 12, 24, 48, 168].map((hours) => hours * hour)
const axisSize = 44

export interface PlotLook {
  data: PlotData
  width: number
  height: number
  /** Called on every redraw: the theme may have changed. */
  colours(): PlotColours
  hooks: uPlot.Hooks.Arrays
}

/** uPlot's options for the same chart as the static drawing: same lines, same colours. */
export function describePlot({ data, width, height, colours, hooks }: PlotLook): uPlot.Options {
  const font = `600 13px ${colours().font}`
  const isDrawn = (scale: string) => data.lines.some((line) => line.scale === scale)
  const axis = (scale: string, side: 1 | 2 | 3): uPlot.Axis => ({
    scale,
    side,
    font,
    stroke: () => (scale === '%' ? colours().accent : colours().quiet),
    grid: { show: side === 3, stroke: () => colours().line, width: 1 },
    ticks: { show: side === 2, stroke: () => colours().line, width: 1, size: 5 },
  })
  // An axis without data has no labels but keeps its width, so that the slider stays aligned with the plot.
  const valueAxis = (scale: string, side: 1 | 3): uPlot.Axis => ({
    ...axis(scale, side),
    size: axisSize,
    gap: 6,
    values: (_, splits) => splits.map((value) => (isDrawn(scale) ? String(value) : '')),
  })
  const top = Math.max(50, Math.ceil(data.highest / 50) * 50)
  return {
    width,
    height,
    padding: [10, 0, 0, 0],
    legend: { show: false },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), getPageSettings().timeZone),
    scales: {
      x: { time: true, range: (_, min, max) => rangeTime(data, min, max) },
      heat: { range: [0, top] },
      '%': { range: [0, 100] },
    },
    axes: [
      {
        ...axis('x', 2),
        size: 28,
        gap: 4,
        space: 76,
        incrs: [...steps, ...longSteps],
        values: (_, splits, __, ___, step) => splits.map((at) => formatTick(at, step)),
      },
      { ...valueAxis('heat', 3), splits: toRounds(top) },
      { ...valueAxis('%', 1), splits: [0, 50, 100] },
    ],
    series: [{}, ...data.lines.map((line) => describeLine(line, colours))],
    cursor: {
      y: false,
      move: snapToReading,
      drag: { x: true, y: false, dist: 5, setScale: true },
      points: { size: 9, width: 0 },
    },
    hooks,
  }
}

/** uPlot passes the span of the data to show everything; extend that by the gaps at both ends. */
function rangeTime({ at, from, to }: PlotData, min: number, max: number): [number, number] {
  const isAll = at.length < 2 || (min === at[0] && max === at.at(-1))
  return isAll ? [from, to] : [Math.max(from, min), Math.min(to, max)]
}

/** Five lines or so, up to a top that is a multiple of 50. */
function toRounds(top: number): number[] {
  const step = top > 250 ? 100 : 50
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step)
}

/** Snaps the cursor to the nearest reading, whose values are shown; a drag selection does not snap. */
function snapToReading(plot: uPlot, left: number, top: number): [number, number] {
  const at = plot.data[0][plot.posToIdx(left)]
  const isDragging = plot.cursor.event?.buttons === 1
  return left < 0 || at === undefined || isDragging ? [left, top] : [plot.valToPos(at, 'x'), top]
}

/** "14:30" or "2:30 pm"; at midnight, and for steps of a day or more, "22 Nov". @param at seconds since 1970 */
export function formatTick(at: number, step: number): string {
  const { timeZone, hourFormat } = getPageSettings()
  const isMidnight = formatClock(new Date(at * 1000), { timeZone, hourFormat: 24 }) === '00:00'
  if (step < day && !isMidnight) return formatClock(new Date(at * 1000), { timeZone, hourFormat })
  // After a DST change uPlot's midnights are an hour off: 23:00 belongs to the day that follows.
  const [, date, month] = formatDay(new Date((at + hour) * 1000), { timeZone, hourFormat }).split(
    ' ',
  )
  return `${date} ${month}`
}

function describeLine(line: PlotLine, colours: () => PlotColours): uPlot.Series {
  const { kind, place, scale, alone } = line
  const stroke = () => {
    const { accent, quiet, ink } = colours()
    if (kind === 'progress') return accent
    return place % 3 === 0 ? quiet : ink
  }
  const dashes = [colours().dash, [], [1, 5]]
  const dash = kind === 'target' ? [2, 5] : kind === 'actual' ? (dashes[place % 3] ?? []) : []
  return {
    scale,
    stroke,
    width: kind === 'progress' ? 3 : kind === 'target' ? 1.25 : 2,
    cap: 'round',
    dash,
    points: { show: false, filter: () => alone, size: 5, width: 0, fill: stroke },
  }
}
