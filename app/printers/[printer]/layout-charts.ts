import type { ApiChartReadings } from '#lib/api/schema/charts.ts'
import { site } from '#lib/core/site.ts'
import { layoutReadingsChart } from '#lib/printers/readings/chart.ts'

/** Fewer than this are dots, not a line. */
const leastPoints = 6

/** Enough was said for a line. */
export function hasLine({ points }: ApiChartReadings): boolean {
  return points.length >= leastPoints
}

/** CSS pixels: letters of a scaled drawing would be too small or too large. */
const sizes = {
  small: { wide: { width: 960, height: 280 }, narrow: { width: 400, height: 260 } },
  large: { wide: { width: 1216, height: 440 }, narrow: { width: 400, height: 340 } },
}

/** The same readings drawn for a phone and for anything wider. */
export function layoutCharts(readings: ApiChartReadings, size: keyof typeof sizes = 'small') {
  const span = {
    from: new Date(readings.from),
    to: new Date(readings.to),
    timeZone: site.timeZone,
  }
  const wide = layoutReadingsChart(readings, { ...sizes[size].wide, ...span })
  const narrow = layoutReadingsChart(readings, { ...sizes[size].narrow, ...span })
  return wide === null || narrow === null ? null : { wide, narrow }
}
