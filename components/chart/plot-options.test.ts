import { expect, test } from 'vitest'
import { formatTick } from './plot-options.ts'

const at = (time: string) => Date.parse(time) / 1000
const day = 24 * 60 * 60

test('a tick shows the clock, and at midnight the day', () => {
  expect(formatTick(at('2026-11-22T22:30:00Z'), 900)).toBe('14:30')
  expect(formatTick(at('2026-11-22T08:00:00Z'), 3600)).toBe('22 Nov')
})

test('a midnight shifted by DST still shows the day that begins', () => {
  expect(formatTick(at('2026-11-02T07:00:00Z'), 7 * day)).toBe('2 Nov')
  expect(formatTick(at('2026-03-08T08:00:00Z'), 7 * day)).toBe('8 Mar')
})
