import { expect, test } from 'vitest'
import { findPauseEnd } from './pause.ts'

test.each([
  ['2026-11-22T21:07:00Z', 'UTC', '2026-11-23T06:00:00Z'],
  ['2026-11-22T06:00:00Z', 'UTC', '2026-11-23T06:00:00Z'],
  ['2026-11-22T14:00:00Z', 'America/Los_Angeles', '2026-11-23T14:00:00Z'],
  ['2026-11-22T14:00:00Z', 'Asia/Kathmandu', '2026-11-23T00:15:00Z'],
  // The clocks change in the night.
  ['2026-10-24T20:00:00Z', 'Europe/Berlin', '2026-10-25T05:00:00Z'],
])('a pause until tomorrow that begins at %s in %s ends at %s', (now, zone, end) => {
  expect(findPauseEnd('tomorrow', new Date(now), zone)).toEqual(new Date(end))
})

test('a pause lasts an hour, or until it is ended', () => {
  const now = new Date('2026-11-22T21:07:00Z')
  expect(findPauseEnd('hour', now, 'UTC')).toEqual(new Date('2026-11-22T22:07:00Z'))
  expect(findPauseEnd('open', now, 'UTC')).toBeNull()
})
