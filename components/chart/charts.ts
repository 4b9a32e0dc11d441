import type { ReadingsChart } from '#lib/printers/readings/chart.ts'

/** The same readings, drawn for two widths. */
export interface Charts {
  wide: ReadingsChart
  narrow: ReadingsChart
}

/** The class of a heater's line style, chosen by the heater's position. */
export function classOfHeater(chart: ReadingsChart, heater: string): string {
  return `chart-heater-${chart.heaters.indexOf(heater) % 3}`
}
