import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
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
async function startSchedule() {
  let now = idle
  let nowMs = 0
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
      savedState: { ...emptyState },
      bucket: createTokenBucket(null, null, timing.now),
      timing,
      log,
    },
    {
      schedule: { everySeconds: 30, idleSeconds: 600 },
      outbox,
      stop: new AbortController().signal,
      save: () => {},
    },
  )
  return {
    camera,
    /** The queued state and interval; `null` if only the printer was checked. */
    async tickAt(second: number) {
      nowMs = second * 1000
      if (!(await tick())) return null
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
