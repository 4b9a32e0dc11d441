import { layoutReadingsChart } from '#lib/printers/readings-chart.ts'
import type { ReadingsWire } from '#lib/printers/readings-chart-wire.ts'
import { site } from '#lib/site.ts'

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
