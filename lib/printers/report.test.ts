import { expect, test } from 'vitest'
import { parseReport } from './report.ts'

const parse = (fields: Record<string, unknown>, origin: 'form' | 'json' = 'form') =>
  parseReport(new Map(Object.entries(fields)), origin).reading

test.each([
  [{ filament_used_mm: '-1' }, 'form'],
  [{ filament_used_mm: 'much' }, 'form'],
  [{ filament_total_mm: '1e99' }, 'form'],
  [{ filament_total_mm: '8' }, 'json'],
] as const)('filament of %o is refused, by its name', (fields, origin) => {
  expect(() => parse(fields, origin)).toThrow(Object.keys(fields)[0])
})

test('filament comes as text and as a number, either half alone, and not at all', () => {
  expect(parse({ filament_used_mm: '812.4' })?.filament).toEqual({ usedMm: 812.4, totalMm: null })
  expect(parse({ filament_total_mm: 900 }, 'json')?.filament).toEqual({
    usedMm: null,
    totalMm: 900,
  })
  expect(parse({ filament_total_mm: null, status: '' }, 'json')?.filament).toBeNull()
  expect(parse({ status: 'x' })?.filament).toBeNull()
})

test('an empty job’s name is none: it would be another job than the one at hand', () => {
  expect(parse({ job_name: '', state: 'idle' })?.jobName).toBeNull()
})
