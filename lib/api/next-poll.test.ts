import { describe, expect, test } from 'vitest'
import { getNextPollDelayMs, type PollSituation } from './next-poll.ts'

const base: PollSituation = {
  nowMs: 1_000_000_000,
  lastSeenMs: 1_000_000_000,
  intervalSeconds: 600,
  failures: 0,
  retryAfterSeconds: null,
  jitter: 0,
}
const ask = (change: Partial<PollSituation>) => getNextPollDelayMs({ ...base, ...change })
const overdueBy = (seconds: number) => base.nowMs - (600 + 3 + seconds) * 1000

describe('while the next picture is not due', () => {
  test('the page waits for it, and a moment for its upload', () => {
    expect(ask({})).toBe(603_000)
    expect(ask({ lastSeenMs: base.nowMs - 400_000 })).toBe(203_000)
  })

  test('readers are spread over at most 15 s', () => {
    expect(ask({ jitter: 1 })).toBe(618_000)
    expect(ask({ jitter: 1, intervalSeconds: 10 })).toBe(15_500)
  })

  test('a promise of once a day is still asked about every hour', () => {
    expect(ask({ intervalSeconds: 86_400 })).toBe(3_600_000)
  })

  test('a sender whose clock runs ahead does not silence the page', () => {
    expect(ask({ lastSeenMs: base.nowMs + 86_400_000 * 365 })).toBe(3_600_000)
  })
})

describe('while it is overdue', () => {
  test('the page asks soon at first, then ever more rarely, and every 5 minutes at least', () => {
    const delays = [1, 20, 60, 300, 3600, 864_000].map((seconds) =>
      ask({ lastSeenMs: overdueBy(seconds) }),
    )
    expect(delays).toEqual([5_000, 10_000, 30_000, 150_000, 300_000, 300_000])
  })

  test('a quick printer is asked about quickly, but never more than once a second', () => {
    expect(ask({ intervalSeconds: 10, lastSeenMs: base.nowMs - 14_000 })).toBe(2_500)
    expect(ask({ intervalSeconds: 1, lastSeenMs: base.nowMs - 2_000 })).toBe(1_000)
    expect(ask({ intervalSeconds: 0, lastSeenMs: base.nowMs })).toBe(1_000)
  })
})

describe('after failures', () => {
  test('the pauses double up to 5 minutes, whatever is due', () => {
    const delays = [1, 2, 3, 7, 50].map((failures) => ask({ failures }))
    expect(delays).toEqual([5_000, 10_000, 20_000, 300_000, 300_000])
  })

  test('a server that asks for a pause gets it, within reason', () => {
    expect(ask({ failures: 1, retryAfterSeconds: 120 })).toBe(120_000)
    expect(ask({ failures: 1, retryAfterSeconds: 1e9 })).toBe(3_600_000)
  })

  test('many readers come back one after another, not at once', () => {
    expect(ask({ failures: 3, jitter: 1 })).toBe(25_000)
  })
})

test('a reader who leaves the page open for an hour at a quiet printer asks fewer than 25 times', () => {
  let nowMs = base.nowMs
  let asked = 0
  while (nowMs < base.nowMs + 3_600_000) {
    nowMs += ask({ nowMs, lastSeenMs: overdueBy(0) })
    asked += 1
  }
  expect(asked).toBeLessThan(25)
})
