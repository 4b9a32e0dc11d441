import { expect, test } from 'vitest'
import { labelPrinters } from './label-printers.ts'

test('only printers of the same name have their numbers', () => {
  const names = ['Mini', 'Maker', 'Mini', 'מגדל', 'מגדל']
  const printers = names.map((name, index) => ({ id: index + 1, name }))
  const label = labelPrinters(printers)
  expect(printers.map(({ id }) => label(id))).toEqual([
    'Mini (printer 1)',
    'Maker',
    'Mini (printer 3)',
    '\u2068מגדל\u2069 (printer 4)',
    '\u2068מגדל\u2069 (printer 5)',
  ])
})
