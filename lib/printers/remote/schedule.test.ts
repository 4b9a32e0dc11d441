import { expect, test } from 'vitest'
import { scheduleRefresh } from './schedule.ts'

const second = 1000
const minute = 60 * second

test('a visitor gets a refresh when the next report is due, at least 10 s and at most 30 s after the last', () => {
  expect(scheduleRefresh(20 * second, 0).watchedMs).toBe(22 * second)
  expect(scheduleRefresh(second, 0).watchedMs).toBe(10 * second)
  expect(scheduleRefresh(10 * minute, 0).watchedMs).toBe(30 * second)
})

test('without visitors it is refreshed once per interval, between one and ten minutes', () => {
  expect(scheduleRefresh(5 * minute, 0).unwatchedMs).toBe(5 * minute + 2 * second)
  expect(scheduleRefresh(5 * second, 0).unwatchedMs).toBe(minute)
  expect(scheduleRefresh(24 * 60 * minute, 0).unwatchedMs).toBe(10 * minute)
})

test('a long overdue report is requested less and less often', () => {
  const waits = [0, -minute, -10 * minute, -24 * 60 * minute].map(
    (untilDueMs) => scheduleRefresh(untilDueMs, 0).unwatchedMs,
  )
  expect(waits).toEqual([minute, minute, 5 * minute, 10 * minute])
})

test('the pause after each failure doubles, up to five minutes', () => {
  const waits = [1, 2, 3, 5, 6, 1000].map((failures) => scheduleRefresh(0, failures).watchedMs)
  expect(waits).toEqual([10, 20, 40, 160, 300, 300].map((seconds) => seconds * second))
})
