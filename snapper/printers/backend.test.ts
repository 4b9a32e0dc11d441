import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { takeFrame } from '../camera.ts'
import { answerAsOctoPrint, makeJob, makePrinter } from '../testing/octoprint-answers.ts'
import { type Answerer, findDeadUrl, sendJson, startStub } from '../testing/stub-server.ts'
import { type BackendName, backendNames } from './backend.ts'
import { toSnapshotUrl } from './moonraker.ts'
import { openBackend } from './open-backend.ts'

const never = new AbortController().signal

/** A printer's life, as each kind of server tells it. */
const situations = ['off', 'idle', 'starting', 'printing', 'paused', 'finished', 'error'] as const
type Situation = (typeof situations)[number]

const octoprint: Record<Situation, { printer: unknown; job: unknown }> = {
  off: { printer: null, job: makeJob('Offline', {}, {}) },
  idle: { printer: makePrinter('Operational'), job: makeJob('Operational', {}, {}) },
  starting: { printer: makePrinter('Starting', { printing: true }), job: makeJob('Starting') },
  printing: {
    printer: makePrinter('Printing', { printing: true }),
    job: makeJob('Printing', { completion: 42, printTime: 526, printTimeLeft: 520 }),
  },
  paused: {
    printer: makePrinter('Paused', { paused: true }),
    job: makeJob('Paused', { completion: 42, printTime: 526, printTimeLeft: 520 }),
  },
  finished: {
    printer: makePrinter('Operational'),
    job: makeJob('Operational', { completion: 100, printTime: 1046, printTimeLeft: 0 }),
  },
  error: { printer: makePrinter('Error', { error: true }), job: makeJob('Error') },
}

function moonrakerStatus(state: string, more: object = {}, webhooks = 'ready') {
  const status = {
    webhooks: { state: webhooks, state_message: 'Printer is ready' },
    print_stats: {
      filename: state === 'standby' ? '' : 'parts/benchy.gcode',
      total_duration: 600.5,
      print_duration: 526.1,
      state,
      message: '',
      info: { total_layer: null, current_layer: null },
      ...more,
    },
    virtual_sdcard: { file_path: null, progress: 0.41, is_active: true },
    display_status: { message: '', progress: 0.42 },
    extruder: { temperature: 214.8, target: 215 },
    heater_bed: { temperature: 59.5, target: 60 },
  }
  return { result: { eventtime: 578_243.57, status } }
}

const moonraker: Record<Situation, object> = {
  off: moonrakerStatus('standby', {}, 'startup'),
  idle: moonrakerStatus('standby'),
  starting: moonrakerStatus('printing', { print_duration: 0 }),
  printing: moonrakerStatus('printing'),
  paused: moonrakerStatus('paused'),
  finished: moonrakerStatus('complete'),
  error: moonrakerStatus('error'),
}

function answerAsMoonraker(situation: Situation, { imitates = true } = {}): Answerer {
  return ({ path }, response) => {
    const { pathname, searchParams } = new URL(path, 'http://localhost')
    if (imitates && pathname === '/api/version')
      return sendJson(response, 200, {
        server: '1.5.0',
        api: '0.1',
        text: 'OctoPrint (Moonraker v0.3.1-12)',
      })
    // Its imitation: all null, while it prints.
    if (imitates && pathname === '/api/job')
      return sendJson(response, 200, { job: null, progress: null })
    if (imitates && pathname === '/api/printer')
      return sendJson(response, 200, {
        state: { text: 'Operational', flags: { operational: true } },
      })
    if (pathname === '/printer/objects/query') return sendJson(response, 200, moonraker[situation])
    if (pathname === '/server/info')
      return sendJson(response, 200, {
        result: { klippy_state: 'ready', moonraker_version: 'v0.9.3-12' },
      })
    if (
      pathname === '/server/files/metadata' &&
      searchParams.get('filename') === 'parts/benchy.gcode'
    )
      return sendJson(response, 200, { result: { estimated_time: 1046 } })
    if (pathname === '/server/webcams/list')
      return sendJson(response, 200, {
        result: {
          webcams: [
            { name: 'off', enabled: false, snapshot_url: '/off' },
            { name: 'no snapshot', enabled: true, snapshot_url: '' },
            {
              enabled: true,
              snapshot_url: '/webcam/?action=snapshot',
              rotation: 90,
              flip_horizontal: true,
            },
          ],
        },
      })
    return sendJson(response, 404, { error: { code: 404, message: 'Not Found' } })
  }
}

function prusaStatus(state: string, job: object | null, more: object = {}) {
  return {
    ...(job && { job }),
    printer: {
      state,
      temp_nozzle: 214.8,
      target_nozzle: 215,
      temp_bed: 59.5,
      target_bed: 60,
      axis_z: null,
    },
    storage: [{ name: 'LOCAL', path: '/local', read_only: false }],
    ...more,
  }
}

const prusaJob = { id: 420, progress: 42, time_remaining: 520, time_printing: 526 }
const prusalink: Record<Situation, object> = {
  off: prusaStatus('IDLE', null),
  idle: prusaStatus('IDLE', null),
  starting: prusaStatus('BUSY', { id: 420, progress: 0, time_printing: 0 }),
  printing: prusaStatus('PRINTING', prusaJob),
  paused: prusaStatus('PAUSED', prusaJob),
  finished: prusaStatus('FINISHED', {
    id: 420,
    progress: 100,
    time_remaining: 0,
    time_printing: 1046,
  }),
  error: prusaStatus('ATTENTION', prusaJob),
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

/** With Digest, checked as the standard says. */
function answerAsPrusaLink(situation: Situation, password = 's3cret'): Answerer {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  return ({ method, path, headers }, response) => {
    const said = Object.fromEntries(
      [...(headers.authorization ?? '').matchAll(/(\w+)="?([^",]+)"?/g)].map(([, k, v]) => [k, v]),
    )
    const expected = md5(
      `${md5(`maker:Printer API:${password}`)}:${said.nonce}:${said.nc}:${said.cnonce}:auth:${md5(`${method}:${path}`)}`,
    )
    if (!headers.authorization?.startsWith('Digest ') || said.response !== expected)
      return void response
        .writeHead(401, {
          'WWW-Authenticate': 'Digest realm="Printer API", nonce="abc123", qop="auth", opaque="o"',
        })
        .end()
    if (path === '/api/version')
      return sendJson(response, 200, { api: '2.0.0', version: '0.7.0', text: 'PrusaLink 0.7.0' })
    if (path === '/api/v1/status') return sendJson(response, 200, prusalink[situation])
    if (path === '/api/v1/cameras/snap') return void response.end(png)
    if (path === '/api/v1/job' && situation !== 'idle')
      return sendJson(response, 200, {
        ...prusaJob,
        state: 'PRINTING',
        file: { name: 'BENCHY~1.BGC', display_name: 'benchy.gcode', path: '/usb' },
      })
    response.writeHead(path === '/api/v1/job' ? 204 : 404).end()
  }
}

const answerers: Record<BackendName, (situation: Situation) => Answerer> = {
  octoprint: (situation) => answerAsOctoPrint(octoprint[situation]),
  moonraker: (situation) => answerAsMoonraker(situation),
  prusalink: (situation) => answerAsPrusaLink(situation),
}

async function open(kind: BackendName, situation: Situation, named: BackendName | null = null) {
  const stub = await startStub(answerers[kind](situation))
  const root = new URL(stub.url)
  if (kind === 'prusalink') {
    root.username = 'maker'
    root.password = 's3cret'
  }
  return { backend: openBackend({ root, key: 'a-key' }, named), stub }
}

async function read(kind: BackendName, situation: Situation) {
  const { backend } = await open(kind, situation)
  return { ...(await backend.read(null, never)), name: backend.name }
}

describe.each(backendNames)('%s', (kind) => {
  test('is found by what it answers, and is named', async () => {
    const { name, reading, detail } = await read(kind, 'printing')
    expect(name).toBe(kind)
    expect(reading.backend).toMatch(new RegExp(`^${kind} v?\\d`))
    expect(detail).toBeNull()
  })

  test('or is told by name, and asked for nothing else', async () => {
    const { backend } = await open(kind, 'printing', kind)
    expect((await backend.read(null, never)).reading.state).toBe('printing')
  })

  test('printing', async () => {
    expect((await read(kind, 'printing')).reading).toMatchObject({
      state: 'printing',
      status: 'Printing benchy, 42 %',
      progress: 42,
      jobName: 'benchy.gcode',
      elapsedSeconds: 526,
      remainingSeconds: 520,
      temperatures: { tool0: { actual: 214.8, target: 215 } },
    })
  })

  test('paused', async () => {
    expect((await read(kind, 'paused')).reading).toMatchObject({
      state: 'paused',
      status: 'Paused benchy, 42 %',
    })
  })

  test('starting', async () => {
    expect((await read(kind, 'starting')).reading.state).toBe('starting')
  })

  test('finished is 100 %, with nothing left', async () => {
    expect((await read(kind, 'finished')).reading).toMatchObject({
      state: 'finished',
      status: 'Finished benchy',
      progress: 100,
      remainingSeconds: 0,
    })
  })

  test('idle has no job', async () => {
    expect((await read(kind, 'idle')).reading).toMatchObject({
      state: 'idle',
      status: 'Not printing',
      progress: null,
      jobName: null,
      elapsedSeconds: null,
      remainingSeconds: null,
    })
  })

  test('an error', async () => {
    expect((await read(kind, 'error')).reading.state).toBe('error')
  })

  test('not there', async () => {
    const backend = openBackend({ root: await findDeadUrl(), key: null }, kind)
    const { reading, detail } = await backend.read(null, never)
    expect(reading.state).toBe('unreachable')
    expect(reading.status.toLowerCase()).toBe(`${kind} can't be reached`)
    expect(detail).toBe('ECONNREFUSED')
  })

  test('refusing the key', async () => {
    const stub = await startStub((_received, response) => sendJson(response, 401, {}))
    const { reading, detail } = await openBackend({ root: stub.url, key: 'no' }, kind).read(
      null,
      never,
    )
    expect(reading.state).toBe('unauthorized')
    expect(detail).toContain('OCTOPRINT_KEY')
  })
})

describe('Moonraker', () => {
  test('is found without its imitation of OctoPrint too', async () => {
    const stub = await startStub(answerAsMoonraker('printing', { imitates: false }))
    const backend = openBackend({ root: stub.url, key: null }, null)
    expect((await backend.read(null, never)).reading.status).toBe('Printing benchy, 42 %')
    expect(backend.name).toBe('moonraker')
  })

  test('whose Klipper is starting means that the printer is off', async () => {
    expect((await read('moonraker', 'off')).reading.state).toBe('offline')
  })

  test('whose Klipper is gone answers 503', async () => {
    const stub = await startStub((_received, response) =>
      sendJson(response, 503, { error: { code: 503, message: 'Klippy Host not connected' } }),
    )
    const backend = openBackend({ root: stub.url, key: null }, 'moonraker')
    expect((await backend.read(null, never)).reading).toMatchObject({
      state: 'unreachable',
      status: "Moonraker can't be reached",
    })
  })

  test('its first camera that can give a picture is taken, turned with the clock', async () => {
    const { backend } = await open('moonraker', 'idle')
    const known = await backend.findCamera(never)
    expect(known?.camera.url.pathname).toBe('/webcam/')
    expect(known?.turn).toEqual({ isMirrored: true, clockwise: 90 })
  })

  test.each([
    ['/webcam/?action=snapshot', 'http://mainsail.local/webcam/?action=snapshot'],
    ['http://10.0.0.7:8080/snap', 'http://10.0.0.7:8080/snap'],
    ['', undefined],
  ])('a camera at %j is behind the web server, not at Moonraker’s own port', (given, url) => {
    expect(toSnapshotUrl(given, new URL('http://mainsail.local:7125/'))?.href).toBe(url)
  })
})

describe('PrusaLink', () => {
  test('a wrong password', async () => {
    const stub = await startStub(answerAsPrusaLink('idle', 'another'))
    const root = new URL(stub.url)
    root.username = 'maker'
    root.password = 's3cret'
    const { reading } = await openBackend({ root, key: null }, 'prusalink').read(null, never)
    expect(reading.state).toBe('unauthorized')
    // The password never went as it is.
    for (const { headers } of stub.received)
      expect(headers.authorization ?? '').not.toMatch(/^Basic/)
  })

  test('a file on its way to it', async () => {
    const stub = await startStub(({ path }, response) =>
      path === '/api/v1/job'
        ? void response.writeHead(204).end()
        : sendJson(response, 200, prusaStatus('IDLE', null, { transfer: { id: 1 }, storage: {} })),
    )
    const backend = openBackend({ root: stub.url, key: null }, 'prusalink')
    expect((await backend.read(null, never)).reading.state).toBe('transferring')
  })

  test('its camera is asked with the same password', async () => {
    const { backend } = await open('prusalink', 'idle', 'prusalink')
    const known = await backend.findCamera(never)
    if (known === null) throw new Error('no camera')
    expect(await takeFrame(known.camera, never)).toHaveProperty('frame')
  })
})
