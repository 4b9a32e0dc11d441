import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Simulator, startSimulator } from './start.ts'

let simulator: Simulator
let nowMs: number

beforeEach(async () => {
  nowMs = 1_763_800_000_000
  simulator = await startSimulator({ now: () => nowMs, startFraction: 0.4 })
})
afterEach(() => simulator.close())

function get(path: string, key = simulator.apiKey): Promise<Response> {
  return fetch(simulator.url + path, { headers: { 'X-Api-Key': key } })
}

async function getJson(path: string) {
  const response = await get(path)
  expect(response.status).toBe(200)
  return response.json()
}

test.each([
  '/api/version',
  '/api/printer',
  '/api/job',
  '/api/settings',
  '/downloads/camera/current',
])('%s rejects a wrong and a missing API key', async (path) => {
  const wrong = await get(path, 'wrong')
  expect(wrong.status).toBe(403)
  expect(await wrong.json()).toEqual({ error: expect.any(String) })
  expect((await fetch(simulator.url + path)).status).toBe(403)
})

test('a disconnected printer is a 409 at /api/printer and "Offline" at /api/job', async () => {
  simulator.disconnect()
  const printer = await get('/api/printer')
  expect(printer.status).toBe(409)
  expect(await printer.json()).toEqual({ error: 'Printer is not operational' })
  expect(await getJson('/api/job')).toMatchObject({
    state: 'Offline',
    job: { file: { name: null } },
    progress: { completion: null },
  })
  simulator.connect()
  expect(await getJson('/api/job')).toMatchObject({
    state: 'Operational',
    job: { file: { name: null } },
  })
  simulator.disconnect()
  expect(await getJson('/api/connection')).toMatchObject({
    current: { state: 'Closed', port: null },
  })
})

test('an unknown path is 404, a method that would change something 405', async () => {
  expect((await get('/api/nothing')).status).toBe(404)
  const post = await fetch(`${simulator.url}/api/job`, { method: 'POST' })
  expect(post.status).toBe(405)
})

test('a running job is reported in OctoPrint’s format', async () => {
  expect(await getJson('/api/version')).toEqual({
    api: '0.1',
    server: '1.11.8',
    text: 'OctoPrint 1.11.8',
  })
  expect(await getJson('/api/printer')).toMatchObject({
    temperature: {
      tool0: { actual: expect.closeTo(215, 0), target: 215, offset: 0 },
      bed: { actual: expect.closeTo(60, 0), target: 60, offset: 0 },
    },
    sd: { ready: true },
    state: {
      text: 'Printing',
      error: '',
      flags: { operational: true, printing: true, paused: false },
    },
  })
  expect(Object.keys(await getJson('/api/printer?exclude=temperature,sd'))).toEqual(['state'])
  expect(await getJson('/api/settings')).toMatchObject({
    webcam: { snapshotUrl: simulator.snapshotUrl, webcams: [{ canSnapshot: true }] },
  })
})

test('progress rises to 100 %, and a finished job stays selected', async () => {
  const first = await getJson('/api/job')
  nowMs += 60_000
  const second = await getJson('/api/job')
  expect(second.progress.completion).toBeGreaterThan(first.progress.completion)
  expect(second.progress.filepos).toBeGreaterThan(first.progress.filepos)
  expect(second.progress.filepos).toBeLessThan(second.job.file.size)
  expect(second.progress.printTimeLeft).toBeLessThan(first.progress.printTimeLeft)
  nowMs += 100_000
  expect(await getJson('/api/job')).toMatchObject({
    state: 'Operational',
    job: { file: { name: first.job.file.name } },
    progress: { completion: 100, printTimeLeft: 0 },
  })
})

test('the flags follow a pause, and a cancelled job loses its progress', async () => {
  simulator.pause()
  expect(await getJson('/api/printer')).toMatchObject({
    state: { text: 'Paused', flags: { paused: true, printing: false } },
  })
  simulator.cancel()
  expect(await getJson('/api/printer')).toMatchObject({
    state: { text: 'Cancelling', flags: { cancelling: true, printing: true } },
  })
  const cancelledAtMs = nowMs
  nowMs += 5000
  const after = await getJson('/api/job')
  expect(after).toMatchObject({
    state: 'Operational',
    progress: { completion: null, printTime: null },
  })
  expect(await getJson(`/api/files/local/${after.job.file.path}`)).toMatchObject({
    name: after.job.file.name,
    prints: { success: 0, failure: 1, last: { success: false, date: cancelledAtMs / 1000 } },
  })
})

test('the camera returns a complete JPEG of 1280x720 pixels that changes as the part grows', async () => {
  const response = await fetch(simulator.snapshotUrl)
  expect(response.headers.get('content-length')).toBeNull()
  expect(Number(response.headers.get('x-timestamp'))).toBe(nowMs / 1000)
  const early = Buffer.from(await response.arrayBuffer())
  expect([...early.subarray(0, 3), ...early.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xff, 0xd9])
  expect(early.length).toBeGreaterThan(30_000)
  expect(early.length).toBeLessThan(200_000)
  expect(await sharp(early, { failOn: 'warning' }).metadata()).toMatchObject({
    format: 'jpeg',
    width: 1280,
    height: 720,
  })

  nowMs += 100_000
  const current = await get('/downloads/camera/current')
  const late = Buffer.from(await current.arrayBuffer())
  const [before, after] = await Promise.all([readBed(early), readBed(late)])
  const changed = after.filter((value, i) => Math.abs(value - (before[i] ?? 0)) > 40).length
  expect(changed).toBeGreaterThan(5000)
})

function readBed(jpeg: Buffer): Promise<Buffer> {
  return sharp(jpeg).extract({ left: 520, top: 300, width: 420, height: 300 }).raw().toBuffer()
}

test('two pictures taken at different moments differ in their bytes, two of the same moment do not', async () => {
  const fetchBytes = async () =>
    Buffer.from(await (await fetch(simulator.snapshotUrl)).arrayBuffer())
  const first = await fetchBytes()
  expect(await fetchBytes()).toEqual(first)
  simulator.pause()
  nowMs += 500
  expect(await fetchBytes()).not.toEqual(first)
})

test('with the lights off the picture is nearly black', async () => {
  simulator.setLights(false)
  const response = await fetch(simulator.snapshotUrl)
  const { channels } = await sharp(Buffer.from(await response.arrayBuffer()))
    .greyscale()
    .stats()
  expect(channels[0]?.mean).toBeLessThan(24)
})

test('a failed camera returns an error, and a hanging one does not respond', async () => {
  simulator.setCamera('error')
  expect((await fetch(simulator.snapshotUrl)).status).toBe(503)
  expect((await get('/downloads/camera/current')).status).toBe(500)
  simulator.setCamera('hanging')
  const hanging = fetch(simulator.snapshotUrl, { signal: AbortSignal.timeout(300) })
  await expect(hanging).rejects.toThrow(/timeout/i)
})
