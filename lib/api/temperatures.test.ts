import { expect, test } from 'vitest'
import { formatTarget, formatTemperature } from './temperatures.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test.each([
  [59.64, 'C', '59.6 °C'],
  [59.64, 'F', '139.4 °F'],
  [-40, 'F', '-40.0 °F'],
  [null, 'F', '–'],
] as const)('%s °C in %s is %s', (celsius, temperatureUnit, text) => {
  expect(plain(formatTemperature(celsius, { temperatureUnit }))).toBe(text)
})

test.each([
  [215, 'C', 'target 215 °C'],
  [215, 'F', 'target 419 °F'],
  [60.5, 'F', 'target 140.9 °F'],
  [0, 'F', 'heater off'],
  [null, 'C', 'heater off'],
] as const)('a target of %s °C in %s is "%s"', (celsius, temperatureUnit, text) => {
  expect(plain(formatTarget(celsius, { temperatureUnit }))).toBe(text)
})
