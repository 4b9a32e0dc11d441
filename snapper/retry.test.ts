import { expect, test } from 'vitest'
import { getResidentDelayMs, getRetryDelayMs, parseRetryAfter } from './retry.ts'

test('a one-shot run waits a random part of 2 s, then of 4 s', () => {
  expect([1, 2].map((failed) => getRetryDelayMs(failed, null, 0.5))).toEqual([1000, 2000])
  expect(getRetryDelayMs(1, null, 0)).toBe(0)
})

test('resident mode waits longer each time, up to half a minute', () => {
  const waits = [1, 2, 3, 4, 5, 6, 50].map((failed) => getResidentDelayMs(failed, null, 1))
  expect(waits).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
  expect(getResidentDelayMs(50, null, 0)).toBe(15_000)
})

test('Retry-After is respected, but limited', () => {
  expect(getRetryDelayMs(1, 7000, 0.5)).toBe(7000)
  expect(getResidentDelayMs(1, 7000, 0.5)).toBe(7000)
  expect(getResidentDelayMs(1, 1e12, 0.5)).toBe(3_600_000)
})

test.each([
  ['120', 120_000],
  ['Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
  ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
  ['soon', null],
  [undefined, null],
])('Retry-After: %s', (value, ms) => {
  expect(parseRetryAfter(value, new Date('2026-11-22T12:00:00Z'))).toBe(ms)
})
