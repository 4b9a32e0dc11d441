import { expect, test } from 'vitest'
import { formatHeaterName } from './heater-name.ts'

test.each([
  ['tool0', 'Nozzle'],
  ['tool1', 'Nozzle 2'],
  ['bed', 'Bed'],
  ['heater_generic dryer', 'heater_generic dryer'],
  ['constructor', 'constructor'],
  ['__proto__', '__proto__'],
])('the heater %s is shown as %s', (heater, shown) => {
  expect(formatHeaterName(heater)).toBe(shown)
})
