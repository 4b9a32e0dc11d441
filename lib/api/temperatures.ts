import type { Formats } from './formats.ts'

type Unit = Pick<Formats, 'temperatureUnit'>

/** In the owner's unit. */
export function convertCelsius(celsius: number, { temperatureUnit }: Unit): number {
  return temperatureUnit === 'F' ? (celsius * 9) / 5 + 32 : celsius
}

/** "°C" */
export function formatUnit({ temperatureUnit }: Unit): string {
  return `°${temperatureUnit}`
}

/** "59.6 °C", unbreakable; a dash for `null`. */
export function formatTemperature(celsius: number | null, unit: Unit): string {
  if (celsius === null) return '–'
  return `${convertCelsius(celsius, unit).toFixed(1)}\u00a0${formatUnit(unit)}`
}

/** "target 60 °C": with decimals only where the printer has set them. */
export function formatTarget(celsius: number | null, unit: Unit): string {
  if (celsius === null || celsius === 0) return 'heater off'
  return `target ${Number(convertCelsius(celsius, unit).toFixed(1))}\u00a0${formatUnit(unit)}`
}
