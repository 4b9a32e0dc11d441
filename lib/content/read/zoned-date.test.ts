import { describe, expect, it } from 'vitest'
import { parseZonedDate } from './zoned-date.ts'

const zone = 'America/Los_Angeles'

describe('a date in front matter', () => {
  it.each(['yesterday', '2021-02-30', '2021-13-01 10:00:00', '2021-02-07 25:00', '', '07.02.2021'])(
    'is rejected if it is not a date: %s',
    (text) => expect(parseZonedDate(text, zone)).toBeNull(),
  )

  it('keeps its local day and its offset', () => {
    const date = parseZonedDate('2021-01-20 22:14:00-08:00', zone)
    expect(date).toMatchObject({ offset: '-08:00', localDate: '2021-01-20' })
    expect(date?.instant.toISOString()).toBe('2021-01-21T06:14:00.000Z')
    expect(date?.text).toBe('2021-01-20T22:14:00-08:00')
  })

  it.each([
    ['2021-02-07T02:37:00Z', '+00:00'],
    ['2021-02-07 02:37 +0530', '+05:30'],
    ['2021-02-07 2:37:00 -08', '-08:00'],
  ])('may be written in other ways: %s', (text, offset) => {
    expect(parseZonedDate(text, zone)).toMatchObject({ offset, localDate: '2021-02-07' })
  })

  it('without an offset gets that of the site’s time zone, with daylight saving time', () => {
    expect(parseZonedDate('2020-09-15', zone)).toMatchObject({ offset: '-07:00', hasTime: false })
    expect(parseZonedDate('2020-12-15 09:00:00', zone)).toMatchObject({ offset: '-08:00' })
    // The night when daylight saving time begins.
    expect(parseZonedDate('2021-03-14 01:30:00', zone)?.offset).toBe('-08:00')
    expect(parseZonedDate('2021-03-14 03:30:00', zone)?.offset).toBe('-07:00')
  })
})
