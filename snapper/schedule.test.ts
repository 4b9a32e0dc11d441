import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import type { Change } from './moments.ts'
import { openBackend } from './printers/open-backend.ts'
import { createTick } from './schedule.ts'
import { openMemoryOutbox } from './spool/outbox.ts'
import { emptyState } from './state-file.ts'
import {
  makeJob,
  makePrinter,
  printing,
  respondAsOctoPrint,
} from './testing/octoprint-responses.ts'
import { makeJpeg } from './testing/pictures.ts'
import { startStub } from './testing/stub-server.ts'
import { createTokenBucket } from './token-bucket.ts'

const idle = {
  printer: makePrinter('Operational'),
  job: makeJob('Operational', {}, { name: null }),
}

/** Ticks every 30 s, reports every 10 min while idle, with a fake clock and a printer whose state the test sets. */
async function startSchedule(schedule = { everySeconds: 30, idleSeconds: 600 }) {
  let now = idle
  let nowMs = 0
  let missed = 0
  const published: unknown[] = []
  const savedState = { ...emptyState }
  const jpeg = await makeJpeg()
  const printer = await startStub((received, response) =>
    respondAsOctoPrint(now)(received, response),
  )
  const camera = await startStub((_received, response) => response.end(jpeg))
  const environment = {
    PRINTER_ENDPOINT: 'http://localhost/',
    SNAPPER_TOKEN: 'token',
    OCTOPRINT_ROOT: printer.url.href,
    SNAPSHOT_URL: camera.url.href,
  }
  const read = readConfig(environment)
  if ('errors' in read) throw new Error(read.errors.join())
  const log = () => {}
  const timing = {
    now: () => nowMs,
    monotonic: () => nowMs,
    random: () => 0,
    sleep: async () => {},
  }
  const outbox = openMemoryOutbox(log)
  const tick = createTick(
    {
      config: read.config,
      backend: read.config.printer && openBackend(read.config.printer, null),
      savedState,
      bucket: createTokenBucket(null, null, timing.now),
      timing,
      log,
      mqtt: {
        publish: ({ reading }) => void published.push(reading?.state),
        close: async () => {},
      },
    },
    {
      schedule,
      missed: () => {
        missed += 1
      },
      outbox,
      stop: new AbortController().signal,
      save: () => {},
    },
  )
  return {
    camera,
    outbox,
    published,
    savedState,
    countMissed: () => missed,
    /**
     * The queued state and interval; `null` if only the printer was checked.
     * @param change what was announced, for a tick that isn't on schedule
     */
    async tickAt(second: number, change: Change | null = null) {
      nowMs = second * 1000
      if (!(await tick({ isScheduled: change === null, change }))) return null
      const fields = outbox.next()?.report.fields
      return `${fields?.get('state')}, again in ${fields?.get('interval_seconds')} s`
    },
    set(state: typeof idle) {
      now = state
    },
  }
}

test('often while printing, rarely while idle, and a new print is reported on the next tick', async () => {
  const ticks = await startSchedule()
  expect(await ticks.tickAt(0)).toBe('idle, again in 600 s')
  expect(await ticks.tickAt(30)).toBeNull()
  expect(await ticks.tickAt(570)).toBeNull()
  expect(ticks.camera.received).toHaveLength(1)
  expect(await ticks.tickAt(600)).toBe('idle, again in 600 s')
  ticks.set(printing)
  expect(await ticks.tickAt(630)).toBe('printing, again in 30 s')
  expect(await ticks.tickAt(660)).toBe('printing, again in 30 s')
  ticks.set(idle)
  expect(await ticks.tickAt(690)).toBe('cancelled, again in 600 s')
  expect(await ticks.tickAt(720)).toBeNull()
})

test('if reports are late, the real interval is announced', async () => {
  const ticks = await startSchedule()
  ticks.set(printing)
  expect(await ticks.tickAt(0)).toBe('printing, again in 30 s')
  expect(await ticks.tickAt(31)).toBe('printing, again in 30 s')
  // Uploads that take more than a minute, on a slow connection.
  expect(await ticks.tickAt(102.5)).toBe('printing, again in 72 s')
  expect(await ticks.tickAt(132)).toBe('printing, again in 30 s')
})

describe('when the printer’s server announces something', () => {
  const unproven = { unchangedAtMs: null }
  const paused = {
    printer: makePrinter('Paused', { paused: true, ready: false }),
    job: printing.job,
  }

  test('only a moment of a print is reported, and a state that stays isn’t reported twice', async () => {
    const ticks = await startSchedule()
    expect(await ticks.tickAt(0)).toBe('idle, again in 600 s')
    expect(await ticks.tickAt(5, unproven)).toBeNull()
    ticks.set(printing)
    expect(await ticks.tickAt(8, unproven)).toBe('printing, again in 30 s')
    for (let second = 9; second < 20; second += 1)
      expect(await ticks.tickAt(second, unproven)).toBeNull()
    ticks.set(paused)
    expect(await ticks.tickAt(20, unproven)).toBe('paused, again in 30 s')
    expect(ticks.camera.received).toHaveLength(3)
    expect(ticks.published).toEqual(['idle', 'printing', 'paused'])
    expect(ticks.countMissed()).toBe(0)
  })

  test('the schedule goes on as if nothing had been announced', async () => {
    const ticks = await startSchedule({ everySeconds: 600, idleSeconds: 600 })
    ticks.set(printing)
    expect(await ticks.tickAt(0)).toBe('printing, again in 600 s')
    ticks.set(idle)
    expect(await ticks.tickAt(590, unproven)).toBe('cancelled, again in 600 s')
    expect(await ticks.tickAt(600)).toBe('cancelled, again in 600 s')
  })

  test('no report counts as late because of one between two others', async () => {
    const ticks = await startSchedule()
    expect(await ticks.tickAt(0)).toBe('idle, again in 600 s')
    ticks.set(printing)
    expect(await ticks.tickAt(500, unproven)).toBe('printing, again in 30 s')
    expect(await ticks.tickAt(510)).toBe('printing, again in 30 s')
    ticks.set(idle)
    expect(await ticks.tickAt(515, unproven)).toBe('cancelled, again in 600 s')
    expect(await ticks.tickAt(540)).toBeNull()
    ticks.set(printing)
    expect(await ticks.tickAt(900, unproven)).toBe('printing, again in 30 s')
    expect(await ticks.tickAt(930)).toBe('printing, again in 30 s')
  })

  test('the start is dated by when the printer certainly still was idle', async () => {
    const ticks = await startSchedule()
    await ticks.tickAt(0)
    const { previous } = ticks.savedState
    if (previous) previous.seenAtMs -= 500_000
    const unchangedAtMs = Date.now() - 3000
    ticks.set(printing)
    await ticks.tickAt(500, { unchangedAtMs })
    ticks.outbox.remove(ticks.outbox.next()?.id ?? '')
    const { fields, jpeg } = ticks.outbox.next()?.report ?? {}
    expect(fields?.get('state')).toBe('idle')
    expect(fields?.get('observed_at')).toBe(new Date(unchangedAtMs).toISOString())
    expect(jpeg).toBeNull()
  })

  test('a moment that is only found on schedule was not announced', async () => {
    const ticks = await startSchedule()
    await ticks.tickAt(0)
    ticks.set(printing)
    expect(await ticks.tickAt(30)).toBe('printing, again in 30 s')
    expect(ticks.countMissed()).toBe(1)
    await ticks.tickAt(60)
    expect(ticks.countMissed()).toBe(1)
  })
})
