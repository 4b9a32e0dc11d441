import { describe, expect, test } from 'vitest'
import { makeJob, makePrinter, printing } from '../testing/octoprint-responses.ts'
import type { ApiResponse } from './fetch-api.ts'
import { normaliseOctoPrint } from './octoprint-reading.ts'

const ok = (body: object): ApiResponse => ({ kind: 'object', body: { ...body } })
const http = (status: number): ApiResponse => ({ kind: 'status', status, challenge: null })
const noResponse: ApiResponse = { kind: 'no-response', detail: 'ECONNREFUSED' }

const nothing = {
  job: {
    file: { name: null, path: null, origin: null, size: null, date: null },
    estimatedPrintTime: null,
    filament: { length: null, volume: null },
    user: null,
  },
  progress: { completion: null, filepos: null, printTime: null, printTimeLeft: null },
}

function normalise(printer: ApiResponse, job: ApiResponse) {
  return normaliseOctoPrint({ printer, job })
}

test('a running print is reported with its name, progress and times', () => {
  expect(normalise(ok(printing.printer), ok(printing.job))).toEqual({
    state: 'printing',
    status: 'Printing benchy, 42 %',
    progress: 42.2984,
    jobName: 'benchy.gcode',
    elapsedSeconds: 276,
    remainingSeconds: 912,
    temperatures: { tool0: { actual: 214.8, target: 215 } },
    filamentTotalMm: 810,
  })
})

test.each([
  ['of two tools together', { tool0: { length: 810 }, tool1: { length: 90.25 } }, 900.3],
  ['before the file is analysed', null, null],
  ['after OctoPrint has started', { length: null, volume: null }, null],
  ['of nonsense', { tool0: { length: -3 }, tool1: { length: 'much' } }, null],
])('the planned filament, %s', (_, filament, totalMm) => {
  const job = makeJob('Printing', { completion: 1 })
  const reading = normalise(ok(printing.printer), ok({ ...job, job: { ...job.job, filament } }))
  expect(reading.filamentTotalMm).toBe(totalMm)
})

test('the display name takes precedence over the file name', () => {
  const file = { name: 'whistle_v2.gcode', display: 'Whistle v2.gcode' }
  const reading = normalise(ok(printing.printer), ok(makeJob('Printing', { completion: 1 }, file)))
  expect(reading).toMatchObject({ jobName: 'Whistle v2.gcode', status: 'Printing Whistle v2, 1 %' })
})

describe('a disconnected printer is off, which is not an error', () => {
  test.each([
    'Offline',
    'Closed',
    'Opening serial connection',
    'Opening serial port',
    'Detecting serial connection',
    'Detecting baudrate',
    'Detecting',
    'Connecting',
  ])('%s', (state) => {
    expect(normalise(http(409), ok({ ...nothing, state }))).toMatchObject({
      state: 'offline',
      progress: null,
      jobName: null,
      temperatures: null,
    })
  })

  test('while connecting, the status says so', () => {
    const read = (state: string) => normalise(http(409), ok({ ...nothing, state })).status
    expect(read('Offline')).toBe('The printer is off')
    expect(read('Opening serial connection')).toBe('Connecting to the printer')
  })

  test('with only a 409', () => {
    expect(normalise(http(409), noResponse).state).toBe('offline')
  })

  test('with a server that emulates OctoPrint and reports Offline with 200', () => {
    const printer = makePrinter('Offline', { operational: false, closedOrError: true }, {})
    expect(normalise(ok(printer), ok({ ...nothing, state: 'Offline' })).state).toBe('offline')
  })
})

describe('an error, as each version words it', () => {
  test.each([
    'Error',
    'Offline after error',
    'Error: MAXTEMP triggered',
    'Offline (Error: SerialException on /dev/ttyACM0)',
  ])('%s', (state) => {
    const reading = normalise(http(409), ok({ ...nothing, state }))
    expect(reading.state).toBe('error')
    // An error text may contain device paths, which aren't published.
    expect(reading.status).toBe('The printer reports an error')
  })

  test('by its flag', () => {
    const printer = makePrinter('Fehler', { error: true, operational: false })
    expect(normalise(ok(printer), noResponse).state).toBe('error')
  })
})

describe('the first matching state wins', () => {
  const during = { printing: true, ready: false }
  test.each([
    ['cancelling', 'Cancelling', { ...during, cancelling: true }],
    ['pausing', 'Pausing', { ...during, pausing: true }],
    ['paused', 'Paused', { paused: true, ready: false }],
    ['paused', 'Paused', { ...during, paused: true }], // OctoPrint 2
    ['resuming', 'Resuming', { ...during, resuming: true }],
    ['finishing', 'Finishing', { ...during, finishing: true }],
    ['starting', 'Starting', during],
    ['starting', 'Starting print from SD', during],
    ['printing', 'Printing', during],
    ['printing', 'Printing from SD', during],
    ['transferring', 'Transferring file to SD', { ready: false }],
    ['transferring', 'Transferring file to printer', { ready: false }],
    ['unknown', 'Unknown State (17)', { operational: false, ready: false }],
  ] as const)('%s: "%s" %o', (state, text, flags) => {
    const reading = normalise(ok(makePrinter(text, flags)), ok(makeJob(text, { completion: 5 })))
    expect(reading.state).toBe(state)
  })

  test('the text of the job is enough', () => {
    expect(normalise(noResponse, ok(makeJob('Pausing', { completion: 5 })))).toMatchObject({
      state: 'pausing',
      status: 'Pausing benchy, 5 %',
    })
  })

  test('a file that is only being copied is not a print', () => {
    const reading = normalise(
      ok(makePrinter('Sending file to SD', during)),
      ok(makeJob('Sending file to SD', { completion: 30 })),
    )
    expect(reading.status).toBe('Sending a file to the printer, 30 %')
  })
})

describe('progress is a percentage or null', () => {
  test.each([
    [null, null],
    [0, 0],
    [0.2298, 0.2298],
    [100, 100],
    [-100, null], // the file's size is unknown
    [103.7, null],
    [100.00001, 100],
    [-1, null],
    [Number.NaN, null], // a byte position can pass the end
    ['45.2', 45.2],
    ['many', null],
    ['120', null],
    [6.7e-7, 0], // the API rejects exponents
  ])('%s becomes %s', (completion, progress) => {
    const job = makeJob('Printing', { completion })
    expect(normalise(ok(printing.printer), ok(job)).progress).toBe(progress)
  })

  test('an unknown progress is not in the status', () => {
    const job = makeJob('Printing', { completion: -100 })
    expect(normalise(ok(printing.printer), ok(job)).status).toBe('Printing benchy')
  })

  test('99.9 % is not 100 %', () => {
    const job = makeJob('Printing', { completion: 99.9 })
    expect(normalise(ok(printing.printer), ok(job)).status).toBe('Printing benchy, 99 %')
  })
})

describe('after a print', () => {
  const operational = ok(makePrinter('Operational'))
  const done = makeJob('Operational', { completion: 100, printTime: 5025, printTimeLeft: 0 })
  const reset = makeJob('Operational', { completion: 0 })

  test('one that reached 100 % is finished', () => {
    expect(normalise(operational, ok(done))).toMatchObject({
      state: 'finished',
      status: 'Finished benchy',
      progress: 100,
      elapsedSeconds: 5025,
      remainingSeconds: 0,
    })
  })

  test('one that vanished was cancelled, until something else happens', () => {
    const was = (state: 'printing' | 'cancelled' | 'idle') => ({ state, jobName: 'benchy.gcode' })
    const read = (state: 'printing' | 'cancelled' | 'idle', job: object) =>
      normaliseOctoPrint({ printer: operational, job: ok(job) }, was(state))
    expect(read('printing', reset)).toMatchObject({
      state: 'cancelled',
      status: 'Cancelled benchy',
    })
    expect(read('cancelled', reset).state).toBe('cancelled')
    expect(read('cancelled', { ...nothing, state: 'Operational' }).status).toBe('Cancelled benchy')
    expect(read('idle', reset).state).toBe('idle')
    const other = makeJob('Operational', {}, { name: 'whistle.gcode' })
    expect(read('cancelled', other).state).toBe('idle')
  })

  test('the file’s own history identifies a cancelled print, for a day', () => {
    const read = (last: object | undefined, uploadedAt = 1) => {
      const file = ok({ date: uploadedAt, prints: { success: 0, failure: 1, last } })
      return normaliseOctoPrint({ printer: operational, job: ok(reset), file }).state
    }
    const now = Date.now() / 1000
    expect(read({ date: now - 60, success: false })).toBe('cancelled')
    expect(read({ date: now - 60, success: true, printTime: 5 })).toBe('idle')
    expect(read({ date: now - 100_000, success: false })).toBe('idle')
    expect(read({ date: now - 60, success: false }, now - 30)).toBe('idle')
    expect(read(undefined)).toBe('idle')
  })

  test('a file that is only selected is not a job', () => {
    expect(normalise(operational, ok(reset))).toMatchObject({
      state: 'idle',
      status: 'Not printing',
      progress: null,
      jobName: null,
      elapsedSeconds: null,
    })
  })
})

describe('a job of any shape', () => {
  test.each([
    ['all null', { ...nothing, state: 'Operational' }],
    [
      'filament null',
      { ...nothing, job: { ...nothing.job, filament: null }, state: 'Operational' },
    ],
    ['nulls left out (OctoPrint 2)', { job: {}, progress: {}, state: 'Operational' }],
    ['job null', { job: null, progress: null, state: 'Operational' }],
  ])('%s', (_shape, job) => {
    expect(normalise(ok(makePrinter('Operational')), ok(job))).toMatchObject({
      state: 'idle',
      progress: null,
    })
  })

  test('a name can’t contain control characters or bidirectional overrides', () => {
    const file = { display: ' be\u202enchy\u0007.gcode\n' }
    const job = makeJob('Printing', { completion: 1 }, file)
    expect(normalise(ok(printing.printer), ok(job)).jobName).toBe('benchy.gcode')
  })
})

describe('only known temperatures are reported', () => {
  const read = (temperature: unknown) =>
    normalise(ok(makePrinter('Operational', {}, temperature)), noResponse).temperatures

  test.each([
    ['none yet', {}, null],
    ['only a history', { history: [{ time: 1, tool0: { actual: 1, target: 0 } }] }, null],
    ['nonsense', 'hot', null],
    [
      'no bed, an empty chamber, a second nozzle without a target, a heater of a plugin',
      {
        tool0: { actual: 214.88, target: 220, offset: 0 },
        tool1: { actual: 25.3, target: null, offset: 0 },
        chamber: { actual: null, target: null, offset: 0 },
        'Dry box': { actual: 31, target: 0 },
        broken: { actual: -1e6, target: null },
        ['x'.repeat(41)]: { actual: 1, target: 1 },
      },
      {
        tool0: { actual: 214.88, target: 220 },
        tool1: { actual: 25.3, target: null },
        'Dry box': { actual: 31, target: 0 },
      },
    ],
  ])('%s', (_case, temperature, expected) => {
    expect(read(temperature)).toEqual(expected)
  })
})

describe('OctoPrint itself', () => {
  test.each([
    ['not there', noResponse, 'unreachable', "OctoPrint can't be reached"],
    ['behind a proxy that answers 502', http(502), 'unreachable', "OctoPrint can't be reached"],
    ['at another address', http(404), 'unreachable', "OctoPrint can't be reached"],
    ['rejecting the key', http(403), 'unauthorized', "OctoPrint doesn't accept the snapper's key"],
    ['behind a proxy with a password', http(401), 'unauthorized', /key$/],
  ])('%s', (_case, answer, state, status) => {
    expect(normalise(answer, answer)).toMatchObject({
      state,
      status: expect.stringMatching(status),
      temperatures: null,
    })
  })
})
