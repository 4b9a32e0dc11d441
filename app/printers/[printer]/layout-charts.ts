import { layoutReadingsChart } from '#lib/printers/readings-chart.ts'
import type { ReadingsWire } from '#lib/printers/readings-chart-wire.ts'
import { site } from '#lib/site.ts'

/** Fewer than this are dots, not a line. */
const leastPoints = 6

/**
 * A printer that is heard of for the first time today: the span begins with its first reading, so that a day's gap isn't all
 * there is to see. `null` while there is too little for a line.
 */
export function narrowToHeard(readings: ReadingsWire): ReadingsWire | null {
  const [first] = readings.points
  if (first === undefined || readings.points.length < leastPoints) return null
  return { ...readings, from: first.observed_at }
}

/** The same readings drawn for a phone and for anything wider, in CSS pixels: letters of a scaled drawing would be too small or too large. */
export function layoutCharts(readings: ReadingsWire) {
  const span = {
    from: new Date(readings.from),
    to: new Date(readings.to),
    timeZone: site.timeZone,
  }
  const wide = layoutReadingsChart(readings, { width: 960, height: 280, ...span })
  const narrow = layoutReadingsChart(readings, { width: 400, height: 260, ...span })
  return wide === null || narrow === null ? null : { wide, narrow }
}
