import { describe, expect, test } from 'vitest'
import { inZone } from '#lib/api/formats.fixture.ts'
import {
  describeDuration,
  describeEnd,
  describeEndWithDay,
  describeFilament,
  describeStart,
  formatPrintTitle,
} from './describe-print.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const bounds = (not_before: string | null, not_after: string | null) => ({ not_before, not_after })
const at = (clock: string) => `2026-11-22T${clock}:00Z`

describe('a print’s times are as precise as its observations', () => {
  test.each([
    ['finished', bounds(at('14:10'), at('14:20')), 'Finished between 14:10 and 14:20 UTC'],
    ['finished', bounds(at('14:10'), '2026-11-22T14:10:50Z'), 'Finished at 14:10 UTC'],
    // Exact, where a minute ends.
    ['finished', bounds('2026-11-22T14:09:52Z', '2026-11-22T14:10:03Z'), 'Finished at 14:10 UTC'],
    ['cancelled', bounds(at('14:10'), at('14:20')), 'Cancelled between 14:10 and 14:20 UTC'],
    ['failed', bounds(at('14:10'), at('14:20')), 'Failed between 14:10 and 14:20 UTC'],
    [
      'unknown',
      bounds(at('23:50'), '2026-11-23T00:10:00Z'),
      'Ended, outcome unknown, between Sun 22 Nov 2026, 23:50 and Mon 23 Nov 2026, 00:10 UTC',
    ],
    [
      'unknown',
      bounds(at('14:10'), null),
      'Ended, outcome unknown, after Sun 22 Nov 2026, 14:10 UTC',
    ],
    ['running', null, 'Still printing at 14:15 UTC'],
  ] as const)('%s %o', (outcome, ended, text) => {
    expect(describeEnd({ outcome, ended, last_seen_at: at('14:15') }, inZone('UTC'))).toBe(text)
  })

  test('in the night in which the clocks go back, each time has its zone', () => {
    const ended = bounds('2026-11-01T08:55:00Z', '2026-11-01T09:05:00Z')
    const print = { outcome: 'finished', ended, last_seen_at: at('14:15') } as const
    expect(describeEnd(print, inZone('America/Los_Angeles'))).toBe(
      'Finished between 01:55 PDT and 01:05 PST',
    )
  })

  test('an unobserved start is before the first observation', () => {
    const started = bounds(null, at('14:10'))
    expect(describeStart({ started }, inZone('UTC'))).toBe(
      'Started before Sun 22 Nov 2026, 14:10 UTC',
    )
  })

  test.each([
    [10_800, 12_000, 'between 3 h and 3 h 20 min'],
    [10_800, 10_830, '3 h'],
    [10_793, 10_803, '3 h'],
    [10_800, null, 'at least 3 h'],
    [0, 600, 'at most 10 min'],
    [86_000, 86_400, 'between 23 h 53 min and 1 day'],
    [107_460, 108_900, 'between 1 day 5 h and 1 day 6 h'],
    [180_000, 180_060, '2 days 2 h'],
  ])('from %d to %d seconds: %s', (at_least, at_most, text) => {
    expect(plain(describeDuration({ duration_seconds: { at_least, at_most } }))).toBe(text)
  })
})

test('a print is called by its name, or by its number', () => {
  expect(formatPrintTitle({ title: null, name: 'dual_rail.gcode', number: 7 })).toBe('dual rail')
  expect(formatPrintTitle({ title: null, name: null, number: 7 })).toBe('Print 7')
  const title = 'snake_case, as the owner has typed it.stl'
  expect(formatPrintTitle({ title, name: title, number: 7 })).toBe(title)
})

test('a time within one day gets its day for a text that is read later', () => {
  const describeWithDay = (ended: ReturnType<typeof bounds> | null) =>
    describeEndWithDay({ outcome: 'finished', ended, last_seen_at: at('14:15') }, inZone('UTC'))
  expect(describeWithDay(bounds(at('14:10'), at('14:20')))).toBe(
    'Finished between 14:10 and 14:20 UTC, Sun 22 Nov 2026',
  )
  const overnight = describeWithDay(bounds(at('23:50'), '2026-11-23T00:10:00Z'))
  expect(overnight.match(/2026/g)).toHaveLength(2)
})

test.each([
  [{ used_mm: 8_123, total_mm: null }, '8.1 m'],
  [{ used_mm: 3_210, total_mm: 8_123 }, '3.2 of 8.1 m'],
  [{ used_mm: 8_100, total_mm: 8_123 }, '8.1 m'],
  [{ used_mm: 8_300, total_mm: 8_123 }, '8.3 m'],
  [{ used_mm: null, total_mm: 8_123 }, '8.1 m'],
  [{ used_mm: 0, total_mm: null }, '0.00 m'],
  [{ used_mm: 42, total_mm: null }, '0.04 m'],
])('filament %o: %s', (filament, text) => {
  expect(plain(describeFilament(filament))).toBe(text)
})
