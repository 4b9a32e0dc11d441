import { expect, test } from 'vitest'
import { forecastStorage } from './forecast.ts'

const dayMs = 24 * 60 * 60 * 1000
const now = new Date('2026-11-22T12:00:00Z')
const room = { now, maxBytes: 2000, freeBytes: null, sentBytes: 0 }
const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs)
const grow = (perDay: number, days: number) =>
  Array.from({ length: days + 1 }, (_, index) => ({
    at: daysAgo(days - index),
    bytes: 1000 + index * perDay,
  }))

test('with too little history nothing is foreseen', () => {
  expect(forecastStorage([], room)).toMatchObject({ bytes: null, growth_per_day: null })
  expect(forecastStorage(grow(100, 2), room)).toMatchObject({
    bytes: 1200,
    growth_per_day: null,
    full_at: null,
  })
})

test('pictures that came after the first measurement count as they were sent', () => {
  const sent = { ...room, sentBytes: 700 }
  const asSent = { bytes: 700, measured_at: null }
  expect(forecastStorage([], sent)).toMatchObject(asSent)
  expect(forecastStorage([{ at: daysAgo(0), bytes: 0 }], sent)).toMatchObject(asSent)
  const measured = { bytes: 9, measured_at: now.toISOString() }
  expect(forecastStorage([{ at: daysAgo(0), bytes: 9 }], sent)).toMatchObject(measured)
})

test('the limit is reached at the speed of the last week, not of the weeks before', () => {
  const early = { at: daysAgo(20), bytes: 10 }
  expect(forecastStorage([early, ...grow(100, 5)], room)).toMatchObject({
    bytes: 1500,
    growth_per_day: 100,
    full_at: daysAgo(-5).toISOString(),
  })
})

test('a disk that is full earlier is what counts', () => {
  const { full_at: at } = forecastStorage(grow(100, 5), { ...room, freeBytes: 200 })
  expect(at).toBe(daysAgo(-2).toISOString())
})

test('what doesn’t grow, or hardly, is never full; what is full is full now', () => {
  expect(forecastStorage(grow(-10, 5), room)).toMatchObject({ growth_per_day: -10, full_at: null })
  expect(forecastStorage(grow(0, 5), room).full_at).toBeNull()
  expect(forecastStorage(grow(0.1, 5), room).full_at).toBeNull()
  expect(forecastStorage(grow(300, 5), room).full_at).toBe(now.toISOString())
})
