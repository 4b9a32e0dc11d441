import { expect, test } from 'vitest'
import { scheduleRefresh } from './schedule.ts'

const second = 1000
const minute = 60 * second

test('a server is asked when its printer promised news, never twice within 10 s, and for a visitor within 30 s', () => {
  expect(scheduleRefresh(20 * second, 0).watchedMs).toBe(22 * second)
  expect(scheduleRefresh(second, 0).watchedMs).toBe(10 * second)
  expect(scheduleRefresh(10 * minute, 0).watchedMs).toBe(30 * second)
})

test('while nobody looks it is asked once an interval, from every minute to every ten', () => {
  expect(scheduleRefresh(5 * minute, 0).unwatchedMs).toBe(5 * minute + 2 * second)
  expect(scheduleRefresh(5 * second, 0).unwatchedMs).toBe(minute)
  expect(scheduleRefresh(24 * 60 * minute, 0).unwatchedMs).toBe(10 * minute)
})

test('what is long overdue is looked for less and less often', () => {
  const waits = [0, -minute, -10 * minute, -24 * 60 * minute].map(
    (untilDueMs) => scheduleRefresh(untilDueMs, 0).unwatchedMs,
  )
  expect(waits).toEqual([minute, minute, 5 * minute, 10 * minute])
})

test('a server that doesn’t answer is left alone for longer each time, up to five minutes', () => {
  const waits = [1, 2, 3, 5, 6, 1000].map((failures) => scheduleRefresh(0, failures).watchedMs)
  expect(waits).toEqual([10, 20, 40, 160, 300, 300].map((seconds) => seconds * second))
})
