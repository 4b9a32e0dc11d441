import type { ReadingsChart } from '#lib/printers/readings/chart.ts'

/** The same readings, laid out for two widths. */
export interface Charts {
  wide: ReadingsChart
  narrow: ReadingsChart
}

/** Heaters are told apart by how their lines are drawn, in the order of their names. */
export function classOfHeater(chart: ReadingsChart, heater: string): string {
  return `chart-heater-${chart.heaters.indexOf(heater) % 3}`
}
