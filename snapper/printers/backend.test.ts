import { describe, expect, test } from 'vitest'
import { captureFrame } from '../camera.ts'
import {
  prusaStatus,
  respondAsBackend,
  respondAsMoonraker,
  respondAsPrusaLink,
  type Situation,
} from '../testing/backends.ts'
import { findDeadUrl, sendJson, startStub } from '../testing/stub-server.ts'
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
