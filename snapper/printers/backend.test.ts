import { describe, expect, test } from 'vitest'
import { captureFrame } from '../camera.ts'
import {
  prusaStatus,
  respondAsBackend,
  respondAsMoonraker,
  respondAsPrusaLink,
  type Situation,
} from '../testing/backends.ts'
import { findDeadUrl, type Responder, sendJson, startStub } from '../testing/stub-server.ts'
import { type BackendName, backendNames } from './backend.ts'
import { toSnapshotUrl } from './moonraker.ts'
import { openBackend } from './open-backend.ts'

const never = new AbortController().signal

async function open(kind: BackendName, situation: Situation, named: BackendName | null = null) {
  const stub = await startStub(respondAsBackend(kind, situation))
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
  test('is detected by its responses, and its version is reported', async () => {
    const { name, reading, detail } = await read(kind, 'printing')
    expect(name).toBe(kind)
    expect(reading.backend).toMatch(new RegExp(`^${kind} v?\\d`))
    expect(detail).toBeNull()
  })

  test('is used without detection if configured', async () => {
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

  test('finished is 100 %, with no time remaining', async () => {
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

  test('unreachable', async () => {
    const backend = openBackend({ root: await findDeadUrl(), key: null }, kind)
    const { reading, detail } = await backend.read(null, never)
    expect(reading.state).toBe('unreachable')
    expect(reading.status.toLowerCase()).toBe(`${kind} can't be reached`)
    expect(detail).toBe('ECONNREFUSED')
  })

  test('rejecting the key', async () => {
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
  test('is detected without its OctoPrint emulation too', async () => {
    const stub = await startStub(respondAsMoonraker('printing', { imitates: false }))
    const backend = openBackend({ root: stub.url, key: null }, null)
    expect((await backend.read(null, never)).reading.status).toBe('Printing benchy, 42 %')
    expect(backend.name).toBe('moonraker')
  })

  test('with a starting Klipper means that the printer is off', async () => {
    expect((await read('moonraker', 'off')).reading.state).toBe('offline')
  })

  test('without Klipper responds with 503', async () => {
    const stub = await startStub((_received, response) =>
      sendJson(response, 503, { error: { code: 503, message: 'Klippy Host not connected' } }),
    )
    const backend = openBackend({ root: stub.url, key: null }, 'moonraker')
    expect((await backend.read(null, never)).reading).toMatchObject({
      state: 'unreachable',
      status: "Klipper can't be reached",
    })
  })

  test('the first enabled camera with a snapshot URL is used, rotated clockwise', async () => {
    const { backend } = await open('moonraker', 'idle')
    const known = await backend.findCamera(never)
    expect(known?.camera.url.pathname).toBe('/webcam/')
    expect(known?.transform).toEqual({ isMirrored: true, clockwise: 90 })
  })

  test.each([
    ['/webcam/?action=snapshot', 'http://mainsail.local/webcam/?action=snapshot'],
    ['http://10.0.0.7:8080/snap', 'http://10.0.0.7:8080/snap'],
    ['', undefined],
  ])('a camera at %j is behind the web server, not on Moonraker’s own port', (given, url) => {
    expect(toSnapshotUrl(given, new URL('http://mainsail.local:7125/'))?.href).toBe(url)
  })
})

describe('PrusaLink', () => {
  test('a wrong password', async () => {
    const stub = await startStub(respondAsPrusaLink('idle', 'another'))
    const root = new URL(stub.url)
    root.username = 'maker'
    root.password = 's3cret'
    const { reading } = await openBackend({ root, key: null }, 'prusalink').read(null, never)
    expect(reading.state).toBe('unauthorized')
    // The password was never sent in plain text.
    for (const { headers } of stub.received)
      expect(headers.authorization ?? '').not.toMatch(/^Basic/)
  })

  test.each([
    ['in the job alone', {}, { progress: 42, time_printing: 526, time_remaining: 520 }],
    [
      'null in the status',
      { progress: 42, time_printing: null },
      { time_printing: '526', time_remaining: 520 },
    ],
    ['in the status alone', { progress: 42, time_printing: 526, time_remaining: 520 }, {}],
  ])('its times are %s', async (_case, inStatus, inJob) => {
    const stub = await startStub(({ path }, response) =>
      sendJson(response, 200, path === '/api/v1/job' ? inJob : prusaStatus('PRINTING', inStatus)),
    )
    const backend = openBackend({ root: stub.url, key: null }, 'prusalink')
    expect((await backend.read(null, never)).reading).toMatchObject({
      progress: 42,
      elapsedSeconds: 526,
      remainingSeconds: 520,
    })
  })

  test('a file being transferred', async () => {
    const stub = await startStub(({ path }, response) =>
      path === '/api/v1/job'
        ? void response.writeHead(204).end()
        : sendJson(response, 200, prusaStatus('IDLE', null, { transfer: { id: 1 }, storage: {} })),
    )
    const backend = openBackend({ root: stub.url, key: null }, 'prusalink')
    expect((await backend.read(null, never)).reading.state).toBe('transferring')
  })

  test('its camera is requested with the same password', async () => {
    const { backend } = await open('prusalink', 'idle', 'prusalink')
    const known = await backend.findCamera(never)
    if (known === null) throw new Error('no camera')
    expect(await captureFrame(known.camera, never)).toHaveProperty('frame')
  })
})

test('Moonraker reports the filament used and the total', async () => {
  const { reading } = await read('moonraker', 'printing')
  expect(reading).toMatchObject({ filamentUsedMm: 812.4, filamentTotalMm: 1911 })
})

describe('a response that isn’t quite JSON', () => {
  const respondWith =
    (text: string): Responder =>
    async (received, response) => {
      if (!received.path.startsWith('/api/printer'))
        return respondAsBackend('octoprint', 'printing')(received, response)
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(text)
    }
  const readFrom = async (text: string) => {
    const stub = await startStub(respondWith(text))
    return openBackend({ root: stub.url, key: null }, 'octoprint').read(null, never)
  }

  test('is read as far as possible, and the log says what was wrong', async () => {
    const { reading, detail } = await readFrom(
      '\ufeff{"state":{"text":"Printing","flags":{"printing":true,}},"temperature":{"tool0":{"actual":NaN,"target":215},"bed":{"actual":"59.5","target":60}}} // end',
    )
    expect(reading).toMatchObject({
      state: 'printing',
      temperatures: { tool0: { actual: null, target: 215 }, bed: { actual: 59.5, target: 60 } },
    })
    expect(detail).toBe('not quite JSON, read anyway: NaN, a comment, a trailing comma')
  })

  test('or is reported with its first bytes', async () => {
    const stub = await startStub((_received, response) => response.end('<html>\n<h1>Router</h1>'))
    const { detail } = await openBackend({ root: stub.url, key: null }, 'octoprint').read(
      null,
      never,
    )
    expect(detail).toMatch(/^answered, but not in JSON: "<html> <h1>Router<\/h1>"; OCTOPRINT_ROOT/)
  })
})
