import { describe, expect, test } from 'vitest'
import { getNextPollDelayMs, type PollSituation } from './next-poll.ts'

const base: PollSituation = {
  nowMs: 1_000_000_000,
  lastSeenMs: 1_000_000_000,
  intervalSeconds: 600,
  isPrinting: false,
  failures: 0,
  retryAfterSeconds: null,
  jitter: 0,
}
const getDelay = (change: Partial<PollSituation>) => getNextPollDelayMs({ ...base, ...change })
const overdueBy = (seconds: number) => base.nowMs - (600 + 3 + seconds) * 1000

describe('while the next picture is not due', () => {
  test('the page waits until it is due and uploaded', () => {
    expect(getDelay({})).toBe(603_000)
    expect(getDelay({ lastSeenMs: base.nowMs - 400_000 })).toBe(203_000)
  })

  test('a print that ends between two pictures is seen to have ended within minutes', () => {
    expect(getDelay({ isPrinting: true })).toBe(150_000)
    expect(getDelay({ isPrinting: true, intervalSeconds: 30 })).toBe(33_000)
  })

  test('visitors are spread over at most 15 s', () => {
    expect(getDelay({ jitter: 1 })).toBe(618_000)
    expect(getDelay({ jitter: 1, intervalSeconds: 10 })).toBe(15_500)
  })

  test('a printer that reports once a day is polled every hour', () => {
    expect(getDelay({ intervalSeconds: 86_400 })).toBe(3_600_000)
  })

  test('a sender whose clock is ahead does not stop the polling', () => {
    expect(getDelay({ lastSeenMs: base.nowMs + 86_400_000 * 365 })).toBe(3_600_000)
  })
})

describe('while it is overdue', () => {
  test('the page polls soon at first, then less and less often, at least every 5 minutes', () => {
    const delays = [1, 20, 60, 300, 3600, 864_000].map((seconds) =>
      getDelay({ lastSeenMs: overdueBy(seconds) }),
    )
    expect(delays).toEqual([5_000, 10_000, 30_000, 150_000, 300_000, 300_000])
  })

  test('a short interval is polled fast, but at most once a second', () => {
    expect(getDelay({ intervalSeconds: 10, lastSeenMs: base.nowMs - 14_000 })).toBe(2_500)
    expect(getDelay({ intervalSeconds: 1, lastSeenMs: base.nowMs - 2_000 })).toBe(1_000)
    expect(getDelay({ intervalSeconds: 0, lastSeenMs: base.nowMs })).toBe(1_000)
  })
})

describe('after failures', () => {
  test('the delay doubles up to 5 minutes, even if a picture is due', () => {
    const delays = [1, 2, 3, 7, 50].map((failures) => getDelay({ failures }))
    expect(delays).toEqual([5_000, 10_000, 20_000, 300_000, 300_000])
  })

  test('Retry-After is respected, up to an hour', () => {
    expect(getDelay({ failures: 1, retryAfterSeconds: 120 })).toBe(120_000)
    expect(getDelay({ failures: 1, retryAfterSeconds: 1e9 })).toBe(3_600_000)
  })

  test('jitter spreads many visitors', () => {
    expect(getDelay({ failures: 3, jitter: 1 })).toBe(25_000)
  })
})

test('a page left open for an hour at a quiet printer sends fewer than 25 requests', () => {
  let nowMs = base.nowMs
  let requests = 0
  while (nowMs < base.nowMs + 3_600_000) {
    nowMs += getDelay({ nowMs, lastSeenMs: overdueBy(0) })
    requests += 1
  }
  expect(requests).toBeLessThan(25)
})
