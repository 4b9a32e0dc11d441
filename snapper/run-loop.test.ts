import { describe, expect, test } from 'vitest'
import { makeQueuedReport } from './queued-report.ts'
import { runLoop } from './run-loop.ts'
import { openMemoryOutbox } from './spool/memory-outbox.ts'
import { createTokenBucket } from './token-bucket.ts'
import type { UploadResult } from './upload-result.ts'
import type { Uploader } from './uploader.ts'

const delivered: UploadResult = { kind: 'delivered', detail: null }
const linkDown: UploadResult = {
  kind: 'passing',
  detail: 'ECONNREFUSED',
  retryAfterMs: null,
  isAnswer: false,
}

interface Play {
  /** Seconds that each beat takes, in turn; the last for ever. */
  beats?: number[]
  /** What the site says at a second, and how many seconds that takes. */
  answer?(second: number): { verdict: UploadResult; takes: number }
  untilSecond: number
}

/** A resident snapper of every 30 s on a clock of its own. */
async function play({ beats = [1], answer, untilSecond }: Play) {
  const stop = new AbortController()
  let nowMs = 0
  const pass = (ms: number) => {
    nowMs += ms
    if (nowMs >= untilSecond * 1000) stop.abort()
  }
  const log = () => {}
  const outbox = openMemoryOutbox(log)
  const beatAt: number[] = []
  const sentAt: { second: number; takenAt: number; kind: UploadResult['kind'] }[] = []
  const courier: Uploader = {
    async send({ id, parcel }) {
      const second = nowMs / 1000
      const { verdict, takes } = answer?.(second) ?? { verdict: delivered, takes: 0 }
      pass(takes * 1000)
      if (verdict.kind === 'delivered') outbox.remove(id)
      sentAt.push({ second, takenAt: parcel.takenAtMs / 1000, kind: verdict.kind })
      return verdict
    },
  }
  const exitCode = await runLoop({
    everyMs: 30_000,
    beat: async () => {
      beatAt.push(nowMs / 1000)
      const takenAtMs = nowMs
      pass((beats.length > 1 ? (beats.shift() ?? 0) : (beats[0] ?? 0)) * 1000)
      outbox.put(makeQueuedReport(new Map(), Buffer.from('picture'), takenAtMs))
      return true
    },
    outbox,
    courier,
    ledger: createTokenBucket(null, null, () => nowMs),
    timing: {
      random: () => 1,
      now: () => nowMs,
      monotonic: () => nowMs,
      sleep: async (ms) => pass(ms),
    },
    log,
    stop: stop.signal,
  })
  return { exitCode, beatAt, sentAt }
}

test('a report every 30 s, whatever one takes, sent at once', async () => {
  const { exitCode, beatAt, sentAt } = await play({ beats: [2, 29, 0, 1], untilSecond: 100 })
  expect(beatAt).toEqual([0, 30, 60, 90])
  expect(sentAt.map(({ second }) => second)).toEqual([2, 59, 60, 91])
  expect(exitCode).toBe(0)
})

test('what takes longer than the interval is not overlapped, and no beat is made up for', async () => {
  const { beatAt } = await play({
    answer: () => ({ verdict: delivered, takes: 70 }),
    untilSecond: 200,
  })
  // The first upload ends at 71, the second at 142.
  expect(beatAt).toEqual([0, 71, 142])
})

describe('while the link is down', () => {
  const isDown = (second: number) => second >= 30 && second < 7230
  const answer = (second: number) =>
    isDown(second) ? { verdict: linkDown, takes: 10 } : { verdict: delivered, takes: 1 }

  test('the beat goes on, and the newest is there within a minute of its return', async () => {
    const { beatAt, sentAt } = await play({ answer, untilSecond: 7400 })
    expect(beatAt.length).toBeGreaterThan(200)
    const first = sentAt.find(({ second, kind }) => second >= 7200 && kind === 'delivered')
    expect(first?.second).toBeLessThan(7230 + 60)
    expect((first?.second ?? 0) - (first?.takenAt ?? 0)).toBeLessThan(60)
  })

  test('the site is not knocked at all the time', async () => {
    const { sentAt } = await play({ answer, untilSecond: 7400 })
    const knocks = sentAt.filter(({ second }) => isDown(second))
    expect(knocks.length).toBeLessThan(7200 / 25)
  })
})

test('Retry-After is obeyed, and the beat goes on meanwhile', async () => {
  const busy: UploadResult = { kind: 'passing', detail: '', retryAfterMs: 100_000, isAnswer: true }
  const { beatAt, sentAt } = await play({
    answer: (second) => ({ verdict: second < 1.5 ? busy : delivered, takes: 0 }),
    untilSecond: 110,
  })
  expect(beatAt).toEqual([0, 30, 60, 90])
  expect(sentAt.map(({ second }) => second)).toEqual([1, 101])
})

describe('a site that refuses us', () => {
  const refused: UploadResult = { kind: 'misconfigured', detail: '401' }

  test('at once ends it with 2: somebody is watching', async () => {
    const answer = () => ({ verdict: refused, takes: 0 })
    expect(await play({ answer, untilSecond: 1000 })).toMatchObject({ exitCode: 2, beatAt: [0] })
  })

  test('later is asked again after ten minutes: it may be under repair', async () => {
    const { exitCode, sentAt } = await play({
      answer: (second) => ({
        verdict: second > 20 && second < 600 ? refused : delivered,
        takes: 0,
      }),
      untilSecond: 660,
    })
    expect(exitCode).toBe(0)
    expect(sentAt.map(({ second }) => second)).toEqual([1, 31, 631])
  })
})
