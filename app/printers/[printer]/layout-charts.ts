import type { ApiChartReadings } from '#lib/api/schema/charts.ts'
import { layoutReadingsChart } from '#lib/printers/readings/chart.ts'
import { getSite } from '#lib/site/site.ts'

/** Fewer points are dots rather than a line. */
const minPoints = 6
export function hasLine({ points }: ApiChartReadings): boolean {
  return points.length >= minPoints
}

/** CSS pixels, unscaled: text in a scaled drawing would be too small or too large. */
const sizes = {
  small: { wide: { width: 960, height: 280 }, narrow: { width: 400, height: 260 } },
  large: { wide: { width: 1216, height: 440 }, narrow: { width: 400, height: 340 } },
}

/** The same readings, drawn for phones and for wider screens. `null` without readings. */
export function layoutCharts(readings: ApiChartReadings, size: keyof typeof sizes = 'small') {
  const span = {
    from: new Date(readings.from),
    to: new Date(readings.to),
    formats: getSite(),
  }
  const wide = layoutReadingsChart(readings, { ...sizes[size].wide, ...span })
  const narrow = layoutReadingsChart(readings, { ...sizes[size].narrow, ...span })
  return wide === null || narrow === null ? null : { wide, narrow }
}
