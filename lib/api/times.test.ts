import { describe, expect, test } from 'vitest'
import { inZone } from '#lib/api/formats.fixture.ts'
import {
  formatClock,
  formatCountdown,
  formatDuration,
  formatInterval,
  formatMoment,
  formatWallClock,
  formatZonedClock,
} from './times.ts'

const at = new Date('2026-11-22T00:05:09Z')

describe('absolute times', () => {
  test('are formatted in the given zone, with its name', () => {
    expect(formatMoment(at, inZone('America/Los_Angeles'))).toBe('Sat 21 Nov 2026, 16:05 PST')
    expect(formatMoment(at, inZone('UTC'))).toBe('Sun 22 Nov 2026, 00:05 UTC')
  })

  test('name the summer zone in summer', () => {
    expect(formatMoment(new Date('2026-07-01T12:00:00Z'), inZone('America/Los_Angeles'))).toBe(
      'Wed 1 Jul 2026, 05:00 PDT',
    )
  })

  test.each([
    ['2026-11-22T00:05:09Z', '12:05 am UTC'],
    ['2026-11-22T09:30:00Z', '9:30 am UTC'],
    ['2026-11-22T12:00:00Z', '12:00 pm UTC'],
    ['2026-11-22T23:59:00Z', '11:59 pm UTC'],
  ])('with 12 hours %s is %s', (time, text) => {
    const formatted = formatZonedClock(new Date(time), inZone('UTC', { hourFormat: 12 }))
    expect(formatted.replace('\u00a0', ' ')).toBe(text)
  })

  test.each([
    ['14:05', '2:05 pm'],
    ['00:30', '12:30 am'],
  ])('a written clock of %s is %s with 12 hours', (text, shown) => {
    expect(formatWallClock(text, { hourFormat: 12 }).replace('\u00a0', ' ')).toBe(shown)
    expect(formatWallClock(text, { hourFormat: 24 })).toBe(text)
  })

  test('say midnight as 00, never as 24', () => {
    expect(formatClock(at, inZone('UTC'))).toBe('00:05')
  })
})

describe('durations', () => {
  test.each([
    [-3, '0 s'],
    [59.9, '59 s'],
    [60, '1 min'],
    [3599, '59 min'],
    [3600, '1 h'],
    [11_100, '3 h 5 min'],
    [86_399, '23 h 59 min'],
    [86_400, '1 day'],
    [200_000, '2 days'],
  ])('%d s is %s', (seconds, text) => {
    expect(formatDuration(seconds).replaceAll('\u00a0', ' ')).toBe(text)
  })

  test('never break between number and unit', () => {
    expect(formatDuration(11_100)).not.toContain(' ')
  })
})

test.each([
  [30, 'every 30 seconds'],
  [60, 'every minute'],
  [600, 'every 10 minutes'],
  [3600, 'every hour'],
  [86_400, 'every 24 hours'],
])('an interval of %d s is "%s"', (seconds, text) => {
  expect(`every ${formatInterval(seconds)}`.replace('\u00a0', ' ')).toBe(text)
})

test.each([
  [402, '6:42'],
  [0.2, '0:01'],
  [-5, '0:00'],
  [3900, '1:05:00'],
])('a countdown of %d s shows %s', (seconds, text) => {
  expect(formatCountdown(seconds)).toBe(text)
})
