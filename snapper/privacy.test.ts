import { expect, test } from 'vitest'
import { getPrivacyReason, parseHours } from './privacy.ts'

test.each([
  ['22:00-07:00', '23:59', true],
  ['22:00-07:00', '06:59', true],
  ['22:00-07:00', '07:00', false],
  ['22:00-07:00', '12:00', false],
  ['8:30-9:15', '09:00', true],
  ['8:30-9:15', '09:15', false],
])('%s at %s: %s', (hours, time, isPrivate) => {
  const now = new Date(`2026-11-22T${time}:00`)
  const reason = getPrivacyReason({ file: null, hours: parseHours(hours) }, now)
  expect(reason !== null).toBe(isPrivate)
})

test.each(['night', '25:00-07:00', '22:00', '22:60-07:00'])(
  '%s is not a valid range of hours',
  (text) => {
    expect(parseHours(text)).toBeNull()
  },
)

test('a file prevents pictures while it exists', () => {
  const now = new Date()
  expect(getPrivacyReason({ file: import.meta.filename, hours: null }, now)).not.toBeNull()
  expect(getPrivacyReason({ file: '/nowhere/at/all', hours: null }, now)).toBeNull()
})
