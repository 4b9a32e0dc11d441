import { expect, test } from 'vitest'
import { findQuietEnd, isQuietHours } from './quiet-hours.ts'

const end = (hours: string, now: string, zone = 'America/Los_Angeles') =>
  findQuietEnd(hours, new Date(now), zone)?.toISOString() ?? null

test('a night ends in the morning of the site’s zone', () => {
  expect(end('22:00-07:00', '2026-11-22T08:30:00Z')).toBe('2026-11-22T15:00:00.000Z')
  expect(end('22:00-07:00', '2026-11-22T06:00:00Z')).toBe('2026-11-22T15:00:00.000Z')
  expect(end('22:00-07:00', '2026-11-22T05:59:59Z')).toBeNull()
  expect(end('22:00-07:00', '2026-11-22T15:00:00Z')).toBeNull()
})

test('quiet hours may be within one day', () => {
  expect(end('12:00-14:00', '2026-11-22T12:30:00Z', 'UTC')).toBe('2026-11-22T14:00:00.000Z')
  expect(end('12:00-14:00', '2026-11-22T14:30:00Z', 'UTC')).toBeNull()
})

test('they end though the clock skips their last hour, and last through a repeated one', () => {
  // 02:30 doesn't exist on that day; 01:30 exists twice.
  expect(end('22:00-02:30', '2026-03-29T00:30:00Z', 'Europe/Berlin')).toBe(
    '2026-03-29T01:00:00.000Z',
  )
  expect(end('22:00-03:00', '2026-10-25T00:30:00Z', 'Europe/Berlin')).toBe(
    '2026-10-25T02:00:00.000Z',
  )
})

test.each([
  ['22:00-07:00', true],
  ['00:00-23:59', true],
  ['22-7', false],
  ['24:00-07:00', false],
  ['07:00-07:00', false],
  ['', false],
])('%s are quiet hours: %s', (text, expected) => {
  expect(isQuietHours(text)).toBe(expected)
})
