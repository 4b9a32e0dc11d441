import { describe, expect, test } from 'vitest'
import {
  makeJob,
  makePrinter,
  printing,
  respondAsOctoPrint,
} from '../testing/octoprint-responses.ts'
import { findDeadUrl, type Responder, sendJson, startStub } from '../testing/stub-server.ts'
import type { Backend, PreviousState } from './backend.ts'
import { toPreviousState } from './job-end.ts'
import { createMoonraker } from './moonraker.ts'
import { createOctoPrint } from './octoprint.ts'

const never = new AbortController().signal
const nowMs = Date.now()
const minute = 60_000
const ago = (minutes: number) => new Date(nowMs - minutes * minute)
const seconds = (at: Date) => at.getTime() / 1000

/** Reads the backends one after the other, the first one `minutesAgo`; returns the end that the last one reports. */
async function look(backends: Backend[], minutesAgo = 20) {
  let previous: PreviousState | null = null
  let end = null
  for (const [index, backend] of backends.entries()) {
    const result = await backend.read(previous, never)
    end = result.end
    const reading =
      index === 0 ? { ...result.reading, observedAt: ago(minutesAgo) } : result.reading
    previous = toPreviousState(previous, reading, result.history)
  }
  return end
}

describe('OctoPrint', () => {
  const done = {
    printer: makePrinter('Operational'),
    job: makeJob('Operational', { completion: 100, printTime: 5025, printTimeLeft: 0 }),
  }
  const operational = { printer: makePrinter('Operational'), job: makeJob('Operational') }
  const switchedOff = { printer: null, job: makeJob('Offline', {}, {}) }

  async function open(now: { printer: unknown; job: unknown }, last?: object) {
    const octoprint = respondAsOctoPrint(now)
    const stub = await startStub((received, response) =>
      received.path === '/api/files/local/benchy.gcode'
        ? sendJson(response, 200, {
            name: 'benchy.gcode',
            display: 'Benchy.gcode',
            date: 1,
            prints: { success: 1, failure: 0, last },
          })
        : octoprint(received, response),
    )
    return { stub, backend: createOctoPrint({ root: stub.url, key: null }) }
  }
  const seenPrinting = async () => (await open(printing)).backend
  const finished = { date: seconds(ago(7)), success: true, printTime: 5025.4 }

  test('a running print ended when its file’s history says, not when we looked', async () => {
    const { backend } = await open(done, finished)
    expect(await look([await seenPrinting(), backend])).toMatchObject({
      state: 'finished',
      status: 'Finished Benchy',
      progress: 100,
      elapsedSeconds: 5025,
      remainingSeconds: 0,
      jobName: 'Benchy.gcode',
      observedAt: ago(7),
    })
  })

  test('even if the printer has switched itself off and the file is no longer selected', async () => {
    const { backend } = await open(switchedOff, finished)
    expect(await look([await seenPrinting(), backend])).toMatchObject({ observedAt: ago(7) })
  })

  test('a finished one isn’t called cancelled because its file is gone', async () => {
    const empty = { ...operational, job: makeJob('Operational', {}, {}) }
    const { backend } = await open(empty, finished)
    const previous = toPreviousState(
      null,
      (await (await seenPrinting()).read(null, never)).reading,
      null,
    )
    const job = { history: 'api/files/local/benchy.gcode', seenAtMs: ago(20).getTime() }
    const { reading, end } = await backend.read({ ...previous, job }, never)
    expect(end).toMatchObject({ state: 'finished', observedAt: ago(7) })
    expect(reading).toMatchObject({ state: 'idle', status: 'Not printing', jobName: null })
  })

  test('even if OctoPrint was unreachable in between', async () => {
    const dead = createOctoPrint({ root: await findDeadUrl(), key: null })
    const { backend } = await open(done, finished)
    expect(await look([await seenPrinting(), dead, backend])).toMatchObject({ observedAt: ago(7) })
  })

  test('one that started and ended between two readings, too', async () => {
    const idle = await open({ ...operational, job: makeJob('Operational', {}, {}) })
    const { backend } = await open(done, finished)
    expect(await look([idle.backend, backend])).toMatchObject({ observedAt: ago(7) })
  })

  test.each([
    ['cancelled', operational],
    ['error', { printer: makePrinter('Error', { error: true }), job: makeJob('Error') }],
  ])('one that ended badly: %s', async (state, now) => {
    const { backend } = await open(now, { date: seconds(ago(3)), success: false })
    expect(await look([await seenPrinting(), backend])).toMatchObject({
      state,
      progress: null,
      remainingSeconds: null,
      observedAt: ago(3),
    })
  })

  test('rounded down to the second, it still follows the last reading of the print', async () => {
    const { backend } = await open(done, { ...finished, date: seconds(ago(20)) - 0.9 })
    expect(await look([await seenPrinting(), backend])).toMatchObject({
      observedAt: new Date(ago(20).getTime() + 1),
    })
  })

  test.each([
    ['of an earlier print', { ...finished, date: seconds(ago(30)) }],
    ['by a clock that is ahead', { ...finished, date: seconds(ago(-30)) }],
    ['without a date', { success: true }],
    ['that is empty', undefined],
  ])('a history %s yields no end', async (_case, last) => {
    const { backend } = await open(done, last)
    expect(await look([await seenPrinting(), backend])).toBeNull()
  })

  test('an end is fetched and reported once', async () => {
    const { stub, backend } = await open(done, finished)
    expect(await look([await seenPrinting(), backend, backend, backend])).toBeNull()
    expect(stub.received.filter(({ path }) => path.startsWith('/api/files'))).toHaveLength(1)
  })

  test('one without an earlier reading is not reported', async () => {
    const { stub, backend } = await open(done, finished)
    expect(await look([backend])).toBeNull()
    expect(stub.received.filter(({ path }) => path.startsWith('/api/files'))).toEqual([])
  })
})

describe('Moonraker', () => {
  function respond(state: string, jobs: object[]): Responder {
    return ({ path }, response) => {
      if (path.startsWith('/printer/objects/query'))
        return sendJson(response, 200, {
          result: {
            status: {
              webhooks: { state: 'ready' },
              print_stats: { state, filename: 'parts/benchy.gcode', print_duration: 500 },
            },
          },
        })
      if (path.startsWith('/server/history/list'))
        return sendJson(response, 200, { result: { count: jobs.length, jobs } })
      return sendJson(response, 404, {})
    }
  }
  async function open(state: string, jobs: object[] = []) {
    const stub = await startStub(respond(state, jobs))
    return createMoonraker({ root: stub.url, key: null })
  }
  const entry = (status: string, minutes: number) => ({
    filename: 'parts/benchy.gcode',
    status,
    end_time: seconds(ago(minutes)),
    print_duration: 1046.2,
  })

  test.each([
    ['completed', 'complete', 'finished'],
    ['cancelled', 'cancelled', 'cancelled'],
    ['klippy_shutdown', 'error', 'error'],
    ['completed', 'standby', 'finished'],
  ])('a job with status %s (%s) ended at its end time', async (status, state, expected) => {
    const now = await open(state, [entry(status, 4), entry('completed', 90)])
    expect(await look([await open('printing'), now])).toMatchObject({
      state: expected,
      jobName: 'benchy.gcode',
      elapsedSeconds: 1046,
      observedAt: ago(4),
    })
  })

  test('without a history there is no end', async () => {
    expect(await look([await open('printing'), await open('complete')])).toBeNull()
  })
})
