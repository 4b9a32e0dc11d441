import { describe, expect, test } from 'vitest'
import { makeQueuedReport } from './queued-report.ts'
import { runLoop } from './run-loop.ts'
import { openMemoryOutbox } from './spool/outbox.ts'
import { createTokenBucket } from './token-bucket.ts'
import type { UploadResult } from './upload-result.ts'
import type { Uploader } from './uploader.ts'

const delivered: UploadResult = { kind: 'delivered', detail: null }
const linkDown: UploadResult = {
  kind: 'retryable',
  detail: 'ECONNREFUSED',
  retryAfterMs: null,
  isFromServer: false,
}

interface Play {
  /** Seconds that each tick takes; the last value repeats. */
  ticks?: number[]
  /** The result of an upload at that second, and how many seconds it takes. */
  respond?(second: number): { result: UploadResult; takes: number }
  untilSecond: number
}

/** A resident snapper with an interval of 30 s and a fake clock. */
async function play({ ticks = [1], respond, untilSecond }: Play) {
  const stop = new AbortController()
  let nowMs = 0
  const pass = (ms: number) => {
    nowMs += ms
    if (nowMs >= untilSecond * 1000) stop.abort()
  }
  const log = () => {}
  const outbox = openMemoryOutbox(log)
  const tickAt: number[] = []
  const sentAt: { second: number; takenAt: number; kind: UploadResult['kind'] }[] = []
  const uploader: Uploader = {
    async send({ id, report }) {
      const second = nowMs / 1000
      const { result, takes } = respond?.(second) ?? { result: delivered, takes: 0 }
      pass(takes * 1000)
      if (result.kind === 'delivered') outbox.remove(id)
      sentAt.push({ second, takenAt: report.takenAtMs / 1000, kind: result.kind })
      return result
    },
  }
  const exitCode = await runLoop({
    everyMs: 30_000,
    moments: null,
    tick: async () => {
      tickAt.push(nowMs / 1000)
      const takenAtMs = nowMs
      pass((ticks.length > 1 ? (ticks.shift() ?? 0) : (ticks[0] ?? 0)) * 1000)
      outbox.put(makeQueuedReport(new Map(), Buffer.from('picture'), takenAtMs))
      return true
    },
    outbox,
    uploader,
    bucket: createTokenBucket(null, null, () => nowMs),
    timing: {
      random: () => 1,
      now: () => nowMs,
      monotonic: () => nowMs,
      sleep: async (ms) => pass(ms),
    },
    log,
    stop: stop.signal,
  })
  return { exitCode, tickAt, sentAt }
}

test('a report every 30 s, however long each takes, sent at once', async () => {
  const { exitCode, tickAt, sentAt } = await play({ ticks: [2, 29, 0, 1], untilSecond: 100 })
  expect(tickAt).toEqual([0, 30, 60, 90])
  expect(sentAt.map(({ second }) => second)).toEqual([2, 59, 60, 91])
  expect(exitCode).toBe(0)
})

test('ticks never overlap, and missed ticks are skipped', async () => {
  const { tickAt } = await play({
    respond: () => ({ result: delivered, takes: 70 }),
    untilSecond: 200,
  })
  // The first upload ends at 71, the second at 142.
  expect(tickAt).toEqual([0, 71, 142])
})

describe('while the link is down', () => {
  const isDown = (second: number) => second >= 30 && second < 7230
  const respond = (second: number) =>
    isDown(second) ? { result: linkDown, takes: 10 } : { result: delivered, takes: 1 }

  test('ticks continue, and the newest report arrives within a minute after its return', async () => {
    const { tickAt, sentAt } = await play({ respond, untilSecond: 7400 })
    expect(tickAt.length).toBeGreaterThan(200)
    const first = sentAt.find(({ second, kind }) => second >= 7200 && kind === 'delivered')
    expect(first?.second).toBeLessThan(7230 + 60)
    expect((first?.second ?? 0) - (first?.takenAt ?? 0)).toBeLessThan(60)
  })

  test('the site is not flooded', async () => {
    const { sentAt } = await play({ respond, untilSecond: 7400 })
    const attempts = sentAt.filter(({ second }) => isDown(second))
    expect(attempts.length).toBeLessThan(7200 / 25)
  })
})

test('Retry-After is respected, and ticks continue meanwhile', async () => {
  const busy: UploadResult = {
    kind: 'retryable',
    detail: '',
    retryAfterMs: 100_000,
    isFromServer: true,
  }
  const { tickAt, sentAt } = await play({
    respond: (second) => ({ result: second < 1.5 ? busy : delivered, takes: 0 }),
    untilSecond: 110,
  })
  expect(tickAt).toEqual([0, 30, 60, 90])
  expect(sentAt.map(({ second }) => second)).toEqual([1, 101])
})

describe('a site that rejects our credentials', () => {
  const rejected: UploadResult = { kind: 'misconfigured', detail: '401' }

  test('at the start ends the run with 2', async () => {
    const respond = () => ({ result: rejected, takes: 0 })
    expect(await play({ respond, untilSecond: 1000 })).toMatchObject({ exitCode: 2, tickAt: [0] })
  })

  test('later is retried after ten minutes: it may be under maintenance', async () => {
    const { exitCode, sentAt } = await play({
      respond: (second) => ({
        result: second > 20 && second < 600 ? rejected : delivered,
        takes: 0,
      }),
      untilSecond: 660,
    })
    expect(exitCode).toBe(0)
    expect(sentAt.map(({ second }) => second)).toEqual([1, 31, 631])
  })
})
