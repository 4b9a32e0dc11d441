import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { openBackend } from './printers/open-backend.ts'
import { createSchedule } from './schedule.ts'
import { openMemoryOutbox } from './spool/memory-outbox.ts'
import { emptyState } from './state-file.ts'
import { answerAsOctoPrint, makeJob, makePrinter, printing } from './testing/octoprint-responses.ts'
import { makeJpeg } from './testing/pictures.ts'
import { startStub } from './testing/stub-server.ts'
import { createTokenBucket } from './token-bucket.ts'

const idle = {
  printer: makePrinter('Operational'),
  job: makeJob('Operational', {}, { name: null }),
}

/** Beats of every 30 s, every 10 min while idle, on a clock of its own, at a printer that changes as told. */
async function startBeats() {
  let now = idle
  let nowMs = 0
  const jpeg = await makeJpeg()
  const printer = await startStub((received, response) =>
    answerAsOctoPrint(now)(received, response),
  )
  const camera = await startStub((_received, response) => response.end(jpeg))
  const environment = {
    PRINTER_ENDPOINT: 'http://localhost/',
    SNAPPER_TOKEN: 'token',
    OCTOPRINT_ROOT: printer.url.href,
    SNAPSHOT_URL: camera.url.href,
  }
  const read = readConfig(environment)
  if ('faults' in read) throw new Error(read.faults.join())
  const log = () => {}
  const timing = {
    now: () => nowMs,
    monotonic: () => nowMs,
    random: () => 0,
    sleep: async () => {},
  }
  const outbox = openMemoryOutbox(log)
  const beat = createSchedule(
    {
      config: read.config,
      backend: read.config.printer && openBackend(read.config.printer, null),
      memory: { ...emptyState },
      ledger: createTokenBucket(null, null, timing.now),
      timing,
      log,
    },
    {
      cadence: { everySeconds: 30, idleSeconds: 600 },
      outbox,
      stop: new AbortController().signal,
      save: () => {},
    },
  )
  return {
    camera,
    /** The state and promise that was put into the outbox, `null` where only the printer was looked at. */
    async beatAt(second: number) {
      nowMs = second * 1000
      if (!(await beat())) return null
      const fields = outbox.next()?.parcel.fields
      return `${fields?.get('state')}, again in ${fields?.get('interval_seconds')} s`
    },
    set(state: typeof idle) {
      now = state
    },
  }
}

test('often while printing, rarely while not, and a print that begins is seen on the next beat', async () => {
  const beats = await startBeats()
  expect(await beats.beatAt(0)).toBe('idle, again in 600 s')
  expect(await beats.beatAt(30)).toBeNull()
  expect(await beats.beatAt(570)).toBeNull()
  expect(beats.camera.received).toHaveLength(1)
  expect(await beats.beatAt(600)).toBe('idle, again in 600 s')
  beats.set(printing)
  expect(await beats.beatAt(630)).toBe('printing, again in 30 s')
  expect(await beats.beatAt(660)).toBe('printing, again in 30 s')
  beats.set(idle)
  expect(await beats.beatAt(690)).toBe('cancelled, again in 600 s')
  expect(await beats.beatAt(720)).toBeNull()
})

test('where a beat can’t be kept, the promise is what really happens', async () => {
  const beats = await startBeats()
  beats.set(printing)
  expect(await beats.beatAt(0)).toBe('printing, again in 30 s')
  expect(await beats.beatAt(31)).toBe('printing, again in 30 s')
  // Uploads that take more than a minute, on a slow line.
  expect(await beats.beatAt(102.5)).toBe('printing, again in 72 s')
  expect(await beats.beatAt(132)).toBe('printing, again in 30 s')
})
