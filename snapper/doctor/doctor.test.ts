import { expect, test } from 'vitest'
import { makeJpeg } from '../testing/pictures.ts'
import { type Responder, sendJson, sendProblem, startStub } from '../testing/stub-server.ts'
import { examine, makeNight, readOnly, respondAsHome, respondAsSite } from './doctor.fixture.ts'

test('if everything works it says so, line by line, and changes nothing', async () => {
  const { exitCode, stdout, bad, site } = await examine()
  expect(bad).toEqual([])
  expect(exitCode).toBe(0)
  for (const topic of [
    /^ ok {4}versions {5}snapper \d/m,
    /^ ok {4}printer {6}octoprint 1.11.8 at http:.*, \d+ ms$/m,
    /^ ok {17}Printing benchy, 42 % \(printing\)$/m,
    /^ ok {4}key {10}read-only$/m,
    /^ ok {4}camera {7}a complete picture \(160x120, \d+ kB\) from http/m,
    /^ ok {17}fresh: two pictures in a row differ/m,
    /^ ok {4}picture {6}lit: mean luma \d+ of 255$/m,
    /^ ok {17}shown without rotation$/m,
    /^ ok {4}site {9}"Maker Select" at http.*, \d+ ms$/m,
    /^ ok {4}clock {8}within/m,
    /^ ok {4}credentials {2}accepted$/m,
    /^ ok {4}upload {7}.* kbit\/s: .* per picture of this size, [\d.]+ MB per day$/m,
    /^ ok {4}spool {8}0 queued/m,
    /^ All checks passed\.$/m,
  ])
    expect(stdout).toMatch(topic)
  // Fits on one screen.
  expect(stdout.split('\n').length).toBeLessThanOrEqual(24)
  for (const { method, body } of site.received)
    if (method === 'PATCH') expect(body.toString()).toMatch(/name="doctor"\r\n\r\nx*\r\n--/)
})

test('a slow connection is reported with the budget that fits it', async () => {
  const big = await makeJpeg(1280, 720)
  const { bad, advice } = await examine({
    camera: (_received, response) =>
      response.end(Buffer.concat([big, Buffer.alloc(Date.now() % 97)])),
    environment: { INTERVAL_SECONDS: '3' },
    site: (received, response) => {
      const delayMs = received.body.length > 1000 ? 3000 : 0
      setTimeout(() => respondAsSite(received, response), delayMs)
    },
  })
  expect(bad.at(-1)).toMatch(/upload {7}about \d+ kbit\/s: \d+ s per picture of this size/)
  expect(advice.at(-1)).toMatch(/BUDGET_KB=\d+/)
})

test('where nothing announces changes, it says why they are reported on schedule', async () => {
  const octoprint: Responder = (received, response) =>
    received.path === '/api/login'
      ? sendJson(response, 200, { name: 'snapper', session: 'abc' })
      : respondAsHome(readOnly)(received, response)
  const { exitCode, stdout, bad } = await examine({ octoprint })
  expect({ exitCode, bad }).toEqual({ exitCode: 0, bad: [] })
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'note moments of a print are reported on schedule: no WebSocket, but HTTP 404; a reverse proxy',
  )
})

test('no picture is taken during PRIVACY_HOURS', async () => {
  const { exitCode, stdout, bad } = await examine({
    camera: () => {
      throw new Error('requested')
    },
    environment: { PRIVACY_HOURS: '00:00-24:00'.replace('24:00', '23:59') },
  })
  expect({ exitCode, bad }).toEqual({ exitCode: 0, bad: [] })
  expect(stdout).toMatch(/^ note {2}camera {7}within PRIVACY_HOURS/m)
})

test('the lights are on while the camera is checked', async () => {
  let isLit = false
  const lights = await startStub(({ path }, response) => {
    isLit = path === '/on'
    response.end()
  })
  const { bad } = await examine({
    camera: async (_received, response) => response.end(await (isLit ? makeJpeg() : makeNight())),
    environment: {
      HOOK_BEFORE: new URL('on', lights.url).href,
      HOOK_AFTER: new URL('off', lights.url).href,
    },
  })
  expect({ bad, isLit }).toEqual({ bad: [], isLit: false })
})

test('its output contains no secret', async () => {
  const { stdout } = await examine({
    site: ({ headers }, response) =>
      sendProblem(response, 'unauthorized', 401, headers.authorization ?? 'none'),
  })
  expect(stdout).not.toMatch(/good-token|octoprint-key/)
})

test('each further camera is checked, and one that fails is named with its variable', async () => {
  const second = await startStub(async (_received, response) => response.end(await makeJpeg()))
  const { stdout, bad, advice } = await examine({
    environment: {
      SNAPSHOT_URL_2: second.url.href,
      SNAPSHOT_NAME_2: 'nozzle',
      SNAPSHOT_URL_3: 'http://no-such-camera.invalid/',
    },
  })
  expect(stdout).toMatch(/camera 2 \(nozzle\): a complete picture/)
  expect(bad).toEqual([expect.stringContaining('camera 3: ')])
  expect(advice).toEqual([expect.stringContaining('SNAPSHOT_URL_3')])
})
