import { describe, expect, test } from 'vitest'
import { countDays, fullArchive, parseArchiveQuery, parseMonth } from './archive-query.ts'
import { dayOf, parseWallClock, spanOfDay } from './days.ts'

const zone = 'America/Los_Angeles'
const parse = (query: string) => parseArchiveQuery(new URLSearchParams(query), zone)

describe('an invalid filter is rejected with what to do', () => {
  test.each([
    'day=',
    'day=today',
    'day=2026-02-30',
    'day=2026-11-22&from=2026-11-01',
    'day=2026-11-22&day=2026-11-23',
    'from=yesterday',
    'from=2026-11-22T12:00:00',
    'to=2026-13-01T00:00:00Z',
    'from=2026-11-22&to=2026-11-22',
    'state=bored',
    'state=',
    'print=0',
    'print=-1',
    'print=1.5',
    'print=1e3',
    'print=9999999999',
  ])('%s', (query) => {
    expect(() => parse(query)).toThrow(
      expect.objectContaining({
        code: 'malformed-cursor',
        message: expect.stringMatching(/^"\w+" .+\.$/),
      }),
    )
  })

  test.each(['', '2026', '2026-13', '2026-00', '2026-1', '2026-11-01'])('month %s', (month) => {
    expect(() => parseMonth(month, zone)).toThrow('"month" must be a month like 2026-11.')
  })
})

describe('a filter', () => {
  test('without conditions is the whole archive', () => {
    expect(parse('')).toEqual(fullArchive)
  })

  test.each([
    ['2026-11-22', '2026-11-22T08:00:00.000Z', 24],
    ['2026-03-08', '2026-03-08T08:00:00.000Z', 23],
    ['2026-11-01', '2026-11-01T07:00:00.000Z', 25],
  ])('the day %s in the owner’s zone starts at %s and has %d hours', (day, from, hours) => {
    const span = parse(`day=${day}`)
    expect(span.from?.toISOString()).toBe(from)
    expect(Number(span.to) - Number(span.from)).toBe(hours * 3_600_000)
  })

  test('with a span accepts days and times', () => {
    expect(parse('from=2026-11-22&to=2026-11-22T23:30:00%2B01:00&state=printing&print=7')).toEqual({
      from: new Date('2026-11-22T08:00:00Z'),
      to: new Date('2026-11-22T22:30:00Z'),
      state: 'printing',
      print: 7,
      camera: 1,
    })
  })

  test('with a month ends at the start of the next', () => {
    expect(parseMonth('2026-12', zone)).toEqual({
      from: new Date('2026-12-01T08:00:00Z'),
      to: new Date('2027-01-01T08:00:00Z'),
    })
  })
})

test('days start at midnight in zones with odd offsets, too', () => {
  expect(spanOfDay('2026-11-22', 'Asia/Kathmandu')?.from.toISOString()).toBe(
    '2026-11-21T18:15:00.000Z',
  )
  expect(dayOf(new Date('2026-11-21T18:15:00Z'), 'Asia/Kathmandu')).toBe('2026-11-22')
  expect(dayOf(new Date('2026-11-21T18:14:59Z'), 'Asia/Kathmandu')).toBe('2026-11-21')
})

test('a wall clock is a moment in the zone, and what isn’t one is refused', () => {
  const parse = (text: string) => parseWallClock(text, 'Europe/Berlin')?.toISOString()
  expect(parse('2026-11-22T14:30')).toBe('2026-11-22T13:30:00.000Z')
  expect(parse('2026-07-22T14:30')).toBe('2026-07-22T12:30:00.000Z')
  // Clocks skip from 2 to 3.
  expect(parse('2026-03-29T02:30')).toBe('2026-03-29T01:30:00.000Z')
  for (const text of ['', 'x', '2026-02-30T10:00', '2026-11-22', '2026-11-22T25:00'])
    expect(parse(text)).toBeUndefined()
})

test('quarters of an hour are summed by the owner’s days', () => {
  const quarters = [
    { startsAt: new Date('2026-11-22T07:45:00Z'), count: 2 },
    { startsAt: new Date('2026-11-22T08:00:00Z'), count: 3 },
    { startsAt: new Date('2026-11-22T20:00:00Z'), count: 4 },
  ]
  expect(countDays(quarters, zone)).toEqual([
    { day: '2026-11-21', pictures: 2 },
    { day: '2026-11-22', pictures: 7 },
  ])
})
