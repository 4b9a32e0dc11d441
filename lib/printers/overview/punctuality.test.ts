import { expect, test } from 'vitest'
import type { Arrival } from './overview-store.ts'
import { measurePunctuality } from './punctuality.ts'

const now = new Date('2026-11-22T12:00:00Z')

/** Newest first, each some seconds ago. */
const arrive = (secondsAgo: number, changes: Partial<Arrival> = {}): Arrival => ({
  at: new Date(now.getTime() - secondsAgo * 1000),
  hasPicture: true,
  reason: null,
  promisedSeconds: 60,
  ...changes,
})
const situation = { now, defaultSeconds: 600, isPaused: false }

test('without two pictures nothing is said', () => {
  expect(measurePunctuality([], situation)).toBeNull()
  expect(measurePunctuality([arrive(5)], situation)).toBeNull()
  expect(measurePunctuality([arrive(5), arrive(25 * 3600)], situation)).toBeNull()
})

test('the median and the worst gap of a day, and how many pictures were late', () => {
  const arrivals = [30, 90, 150, 400, 460].map((ago) => arrive(ago))
  expect(measurePunctuality(arrivals, situation)).toEqual({
    since: arrive(460).at.toISOString(),
    pictures: 5,
    median_seconds: 60,
    worst_seconds: 250,
    late: 1,
  })
})

test('each gap is judged by what was promised before it', () => {
  const arrivals = [
    arrive(10),
    arrive(610, { promisedSeconds: 600 }),
    arrive(670),
    arrive(1500, { promisedSeconds: null }),
  ]
  expect(measurePunctuality(arrivals, situation)).toMatchObject({ worst_seconds: 60, late: 0 })
})

test('what was promised otherwise says nothing of how the promise of now is kept', () => {
  const former = [40, 78, 116].map((ago) => arrive(ago, { promisedSeconds: 38 }))
  const now = [0, 20].map((ago) => arrive(ago, { promisedSeconds: 20 }))
  expect(measurePunctuality([...now, ...former], situation)).toMatchObject({
    pictures: 5,
    median_seconds: 20,
    worst_seconds: 20,
    late: 0,
  })
  expect(measurePunctuality([...now.slice(1), ...former], situation)).toBeNull()
  const announced = arrive(30, { promisedSeconds: 20, hasPicture: false })
  expect(measurePunctuality([announced, ...former], situation)).toBeNull()
})

test('a picture that is overdue now is late, unless the camera is paused', () => {
  const arrivals = [arrive(3600), arrive(3660)]
  expect(measurePunctuality(arrivals, situation)).toMatchObject({
    median_seconds: 60,
    worst_seconds: 3600,
    late: 1,
  })
  expect(measurePunctuality(arrivals, { ...situation, isPaused: true })).toMatchObject({ late: 0 })
})

test('a report that says why there is no picture keeps the promise, other reports don’t', () => {
  const without = { hasPicture: false }
  const dark = [arrive(10), arrive(70, { ...without, reason: 'dark' }), arrive(130)]
  const broken = [arrive(10), arrive(70, { ...without, reason: 'camera_error' }), arrive(130)]
  const end = [arrive(10), arrive(70, without), arrive(130)]
  expect(measurePunctuality(dark, situation)).toMatchObject({ late: 0, pictures: 2 })
  expect(measurePunctuality(broken, situation)).toMatchObject({ late: 1, pictures: 2 })
  expect(measurePunctuality(end, situation)).toMatchObject({ late: 1 })
})

test('a picture from the spool counts by when it was taken', () => {
  const arrivals = [arrive(70), arrive(10), arrive(130)]
  expect(measurePunctuality(arrivals, situation)).toMatchObject({ late: 0, worst_seconds: 60 })
})
