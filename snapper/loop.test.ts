import { expect, test } from 'vitest'
import { runLoop } from './loop.ts'
import type { Reading } from './report.ts'
import type { ShotResult } from './shot.ts'

const reading: Reading = {
  state: 'printing',
  status: 'Printing',
  progress: null,
  jobName: null,
  elapsedSeconds: null,
  remainingSeconds: null,
  temperatures: null,
  observedAt: new Date(0),
  backend: null,
}

/** A loop of every 30 s on a clock of its own; the shots end as told and take the seconds told. */
async function run(shots: { outcome: ShotResult['outcome']; seconds: number }[]) {
  const stop = new AbortController()
  const startedAt: number[] = []
  const befores: (Reading | null)[] = []
  let now = 1_000_000
  const exitCode = await runLoop({
    everySeconds: 30,
    shoot: async (before) => {
      startedAt.push((now - 1_000_000) / 1000)
      befores.push(before)
      const shot = shots.shift()
      if (shots.length === 0) stop.abort()
      now += (shot?.seconds ?? 0) * 1000
      return { outcome: shot?.outcome ?? 'done', reading }
    },
    sleep: async (ms) => {
      now += ms
    },
    nowMs: () => now,
    stop: stop.signal,
    log: () => {},
  })
  return { exitCode, startedAt, befores }
}

test('a shot every 30 s, whatever one takes', async () => {
  const done = (seconds: number) => ({ outcome: 'done' as const, seconds })
  const { exitCode, startedAt, befores } = await run([done(2), done(29), done(0), done(1)])
  expect(startedAt).toEqual([0, 30, 60, 90])
  expect(exitCode).toBe(0)
  expect(befores).toEqual([null, reading, reading, reading])
})

test('a shot that takes longer than the interval is not overlapped: the next beat is the first after it', async () => {
  const { startedAt } = await run([
    { outcome: 'passing', seconds: 70 },
    { outcome: 'done', seconds: 30 },
    { outcome: 'done', seconds: 1 },
  ])
  expect(startedAt).toEqual([0, 90, 150])
})

test('a first report that the site refuses ends it, a later one makes it wait ten minutes', async () => {
  expect(
    await run([
      { outcome: 'misconfigured', seconds: 1 },
      { outcome: 'done', seconds: 1 },
    ]),
  ).toMatchObject({ exitCode: 2, startedAt: [0] })
  const later = await run([
    { outcome: 'done', seconds: 1 },
    { outcome: 'misconfigured', seconds: 1 },
    { outcome: 'done', seconds: 1 },
  ])
  expect(later).toMatchObject({ exitCode: 0, startedAt: [0, 30, 631] })
})

test('a refused key of OctoPrint ends nothing: the picture goes on', async () => {
  const { startedAt } = await run([
    { outcome: 'key-refused', seconds: 1 },
    { outcome: 'key-refused', seconds: 1 },
  ])
  expect(startedAt).toEqual([0, 30])
})
