import { describe, expect, it } from 'vitest'
import { readZonedDate } from './zoned-date.ts'

const zone = 'America/Los_Angeles'

describe('a date in front matter', () => {
  it.each(['yesterday', '2021-02-30', '2021-13-01 10:00:00', '2021-02-07 25:00', '', '07.02.2021'])(
    'is refused when it is no date: %s',
    (text) => expect(readZonedDate(text, zone)).toBeNull(),
  )

  it('keeps the day and the offset of the place where it was written', () => {
    const date = readZonedDate('2021-01-20 22:14:00-08:00', zone)
    expect(date).toMatchObject({ offset: '-08:00', localDate: '2021-01-20' })
    expect(date?.instant.toISOString()).toBe('2021-01-21T06:14:00.000Z')
    expect(date?.text).toBe('2021-01-20T22:14:00-08:00')
  })

  it.each([
    ['2021-02-07T02:37:00Z', '+00:00'],
    ['2021-02-07 02:37 +0530', '+05:30'],
    ['2021-02-07 2:37:00 -08', '-08:00'],
  ])('is read in its other spellings: %s', (text, offset) => {
    expect(readZonedDate(text, zone)).toMatchObject({ offset, localDate: '2021-02-07' })
  })

  it('takes the zone of the site where none is written, with the clock of that season', () => {
    expect(readZonedDate('2020-09-15', zone)).toMatchObject({ offset: '-07:00', hasTime: false })
    expect(readZonedDate('2020-12-15 09:00:00', zone)).toMatchObject({ offset: '-08:00' })
    // The night of the clock change: 01:30 still belongs to winter time, 03:30 to summer time.
    expect(readZonedDate('2021-03-14 01:30:00', zone)?.offset).toBe('-08:00')
    expect(readZonedDate('2021-03-14 03:30:00', zone)?.offset).toBe('-07:00')
  })
})
