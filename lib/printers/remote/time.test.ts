import { expect, test } from 'vitest'
import { parseRemoteTime } from './time.ts'

const noon = '2026-11-22T12:00:00.000Z'

test.each([
  ['our own', '2026-11-22T12:00:00Z'],
  ['Django’s, with microseconds', '2026-11-22T12:00:00.000000Z'],
  ['Django’s, in its own zone', '2026-11-22T04:00:00.000417-08:00'],
  ['a zone without its colon', '2026-11-22T17:30:00+0530'],
  ['a zone of hours alone', '2026-11-22 13:00:00+01'],
  ['a database’s, without a zone', '2026-11-22 12:00:00'],
  ['without seconds', '2026-11-22T12:00Z'],
  ['a comma before the fraction', '2026-11-22T12:00:00,5Z'],
  ['the zone as UTC', ' 2026-11-22 12:00:00 UTC '],
  ['HTTP’s', 'Sun, 22 Nov 2026 12:00:00 GMT'],
  ['seconds', 1_795_348_800],
  ['seconds with a fraction', 1_795_348_800.25],
  ['seconds as text', '1795348800'],
  ['milliseconds', 1_795_348_800_000],
])('parses a time in this form: %s', (_, value) => {
  expect(parseRemoteTime(value)?.toISOString().slice(0, 19)).toBe(noon.slice(0, 19))
})

test.each([
  [null],
  [undefined],
  [''],
  ['never'],
  ['12:00'],
  ['2026-13-01T12:00:00Z'],
  ['2026-11-22T25:00:00Z'],
  ['1'],
  [0],
  [-5],
  [Number.NaN],
  ['1970-01-01T00:00:00Z'],
  [{ seconds: 5 }],
  ['2026-11-22T12:00:00 Mars'],
])('%o is not a time', (value) => {
  expect(parseRemoteTime(value)).toBeNull()
})
