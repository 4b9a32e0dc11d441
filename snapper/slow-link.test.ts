import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeQueuedReport } from './queued-report.ts'
import { runLoop } from './run-loop.ts'
import { openOutbox } from './spool/open-outbox.ts'
import type { Outbox } from './spool/outbox.ts'
import { makeJpeg } from './testing/pictures.ts'
import { runSnapper } from './testing/run-snapper.ts'
import { startSite } from './testing/site.ts'
import { type LineOptions, startLine } from './testing/slow-link.ts'
import { startStub } from './testing/stub-server.ts'
import { makeFolder } from './testing/temporary-folder.ts'
import { createTokenBucket } from './token-bucket.ts'
import { createUploader } from './uploader.ts'

const startMs = Date.UTC(2026, 10, 22)

/** A resident snapper with an interval of 30 s: the clock is fake; the spool, the connection and the site are real. */
async function live(
  untilSecond: number,
  line: (second: () => number) => LineOptions,
  maxBytes = 200_000_000,
) {
  let nowMs = 0
  const second = () => nowMs / 1000
  const site = await startSite()
  const endpoint = new URL(site.environment.PRINTER_ENDPOINT)
  const arrivedAt: { taken: number; at: number; hash: string }[] = []
  const taken = new Map<number, string>()
  const log = () => {}
  const now = () => startMs + nowMs
  const limits = {
    folder: makeFolder(),
    maxBytes,
    maxAgeMs: 86_400_000,
    owner: '0a1b2c3d',
  }
  const outbox = openOutbox(limits, log, { now, monotonic: now }) as Outbox // a new folder has no other holder
  const bucket = createTokenBucket(null, null, now)
  const pass = async (ms: number) => {
    nowMs += ms
  }
  const onLine = {
    endpoint: await startLine(endpoint, { ...line(second), pass }),
    credentials: { kind: 'bearer', token: 'token' } as const,
  }
  const uploader = createUploader(onLine, { outbox, bucket, log })
  const stop = new AbortController()
  await runLoop({
    everyMs: 30_000,
    moments: null,
    tick: async () => {
      nowMs += 1000
      if (second() > untilSecond && outbox.count() === 0) stop.abort()
      if (second() > untilSecond) return false
      const jpeg = randomBytes(5000)
      taken.set(second(), createHash('sha256').update(jpeg).digest('hex'))
      outbox.put(makeQueuedReport(new Map([['captured_at', String(second())]]), jpeg, now()))
      return true
    },
    outbox,
    uploader: {
      async send(entry, signal) {
        const before = site.reports.length
        const result = await uploader.send(entry, signal)
        nowMs += 500
        for (const { fields, image } of site.reports.slice(before)) {
          const hash = createHash('sha256')
            .update(image ?? '')
            .digest('hex')
          arrivedAt.push({ taken: Number(fields.captured_at), at: second(), hash })
        }
        return result
      },
    },
    bucket,
    timing: {
      random: Math.random,
      now,
      monotonic: () => nowMs,
      sleep: async (ms) => {
        nowMs += Math.max(1, ms)
      },
    },
    log,
    stop: stop.signal,
  })
  return { taken, arrivedAt }
}

const [downAt, upAt] = [600, 7800]
/** 64 kbit/s, three of ten connections reset, stalls of 20 s, and an outage of two hours. */
const bad = (second: () => number): LineOptions => ({
  bytesPerSecond: 8000,
  resets: 0.3,
  stalls: 0.05,
  stallMs: 20_000,
  isDown: () => second() >= downAt && second() < upAt,
})

test('on the worst connection and through a two-hour outage everything arrives, newest first', async () => {
  const { taken, arrivedAt } = await live(8400, bad)
  expect(taken.size).toBeGreaterThan(250)
  // Complete, and each picture with its own time.
  const arrived = new Map(arrivedAt.map(({ taken, hash }) => [taken, hash]))
  expect([...arrived.keys()].toSorted((a, b) => a - b)).toEqual([...taken.keys()])
  for (const { taken: moment, hash } of arrivedAt) expect(hash).toBe(taken.get(moment))

  const afterReturn = arrivedAt.filter(({ at }) => at >= upAt)
  const first = afterReturn[0]
  expect(first?.at).toBeLessThan(upAt + 60)
  expect((first?.at ?? 0) - (first?.taken ?? 0)).toBeLessThan(60)
  // Old reports arrive newest first.
  const past = afterReturn.map((arrival) => arrival.taken).filter((moment) => moment < upAt - 60)
  expect(past).toEqual(past.toSorted((a, b) => b - a))
  // Never before newer ones: a new report arrives before the next is captured.
  const late = afterReturn.filter(({ taken: at }) => at > upAt)
  expect(late.length).toBeGreaterThan(10)
  for (const { taken: at, at: there } of late) expect(there - at).toBeLessThan(120)
}, 90_000)

test('if the spool overflows, only the oldest reports are missing', async () => {
  const { taken, arrivedAt } = await live(8400, bad, 600_000)
  const inTime = new Set(arrivedAt.filter(({ at }) => at < upAt).map((arrival) => arrival.taken))
  const arrived = new Set(arrivedAt.map((arrival) => arrival.taken))
  const waited = [...taken.keys()].filter((moment) => moment < upAt && !inTime.has(moment))
  const missing = waited.filter((moment) => !arrived.has(moment))
  expect(missing.length).toBeGreaterThan(50)
  expect(waited.length - missing.length).toBeGreaterThan(50)
  expect(missing).toEqual(waited.slice(0, missing.length))
  // No new report was lost for it.
  expect([...taken.keys()].filter((moment) => moment > upAt && !arrived.has(moment))).toEqual([])
}, 90_000)

test('at 64 kbit/s with stalls a picture takes a while and arrives', async () => {
  const site = await startSite()
  const jpeg = await makeJpeg(240, 160)
  const camera = await startStub((_received, response) => response.end(jpeg))
  const line = await startLine(new URL(site.environment.PRINTER_ENDPOINT), {
    bytesPerSecond: 8000,
    stalls: 0.05,
    stallMs: 1000,
  })
  const { exitCode } = await runSnapper([], {
    ...site.environment,
    PRINTER_ENDPOINT: line.href,
    SNAPSHOT_URL: camera.url.href,
  })
  expect(exitCode).toBe(0)
  expect(site.reports.map(({ image }) => image)).toEqual([jpeg])
})
