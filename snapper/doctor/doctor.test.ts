import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { printing, respondAsOctoPrint } from '../testing/octoprint-responses.ts'
import { makeJpeg } from '../testing/pictures.ts'
import { runSnapper } from '../testing/run-snapper.ts'
import {
  findDeadUrl,
  type Responder,
  sendJson,
  sendProblem,
  startStub,
} from '../testing/stub-server.ts'
import { makeFolder } from '../testing/temporary-folder.ts'

const readOnly = ['STATUS', 'WEBCAM', 'FILES_LIST', 'SETTINGS_READ', 'TIMELAPSE_LIST']

function respondAsHome(permissions: string[]): Responder {
  return (received, response) => {
    if (received.path === '/api/currentuser')
      return sendJson(response, 200, { name: 'snapper', permissions })
    respondAsOctoPrint(printing)(received, response)
  }
}

/** A site with this printer and these credentials; an empty report gets 400. */
const respondAsSite: Responder = ({ method, headers }, response) => {
  if (method === 'GET') return sendJson(response, 200, { id: 1, name: 'Maker Select' })
  if (headers.authorization !== 'Bearer good-token')
    return sendProblem(response, 'unauthorized', 401, 'no')
  sendProblem(response, 'empty-patch', 400, 'Nothing to change')
}

interface Changes {
  octoprint?: Responder
  camera?: Responder
  site?: Responder
  environment?: Record<string, string>
  siteHost?: string
}

async function examine(changes: Changes = {}) {
  const camera: Responder = async (_received, response) => response.end(await makeJpeg())
  const [octoprint, eye, site] = await Promise.all([
    startStub(changes.octoprint ?? respondAsHome(readOnly)),
    startStub(changes.camera ?? camera),
    startStub(changes.site ?? respondAsSite),
  ])
  const endpoint = new URL(site.url)
  endpoint.hostname = changes.siteHost ?? endpoint.hostname
  const run = await runSnapper(['doctor'], {
    PRINTER_ENDPOINT: endpoint.href,
    SNAPPER_TOKEN: 'good-token',
    OCTOPRINT_ROOT: octoprint.url.href,
    OCTOPRINT_KEY: 'octoprint-key',
    SNAPSHOT_URL: eye.url.href,
    SPOOL_DIR: makeFolder(),
    ...changes.environment,
  })
  expect(run.stderr).toBe('')
  const lines = run.stdout.split('\n')
  return {
    ...run,
    site,
    bad: lines.filter((line) => /^ (WARN|FAIL)/.test(line)),
    advice: lines.filter((line) => line.trim().startsWith('->')),
  }
}

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

describe('each error has one line, with advice below it', () => {
  const cases: [string, Changes, RegExp, number][] = [
    [
      'a key that could start a print',
      { octoprint: respondAsHome([...readOnly, 'PRINT', 'CONTROL']) },
      /^ WARN {2}key .*PRINT, CONTROL/,
      0,
    ],
    [
      'a key that may too little',
      { octoprint: respondAsHome(['STATUS']) },
      /^ WARN {2}key {10}it lacks/,
      0,
    ],
    [
      'a key that is rejected',
      { octoprint: (_received, response) => sendJson(response, 403, {}) },
      /^ FAIL {2}printer .* rejects the key/,
      2,
    ],
    [
      'a camera that stands still',
      { camera: (_received, response) => response.end(frozen) },
      /^ WARN .*two identical pictures/,
      0,
    ],
    [
      'a camera in the dark',
      { camera: async (_received, response) => response.end(await makeNight()) },
      /^ WARN {2}picture .*is dark \(mean luma/,
      0,
    ],
    [
      'a camera that is a page',
      { camera: (_received, response) => response.end('<html>') },
      /^ FAIL {2}camera .*web page/,
      1,
    ],
    [
      'credentials that are rejected',
      { environment: { SNAPPER_TOKEN: 'bad-token' } },
      /^ FAIL {2}credentials {2}HTTP 401/,
      2,
    ],
    [
      'an address that is no printer’s',
      { site: (_received, response) => response.end('<h1>Hello</h1>') },
      /^ FAIL {2}site {9}HTTP 200, not from the site/,
      1,
    ],
    [
      'something in front of the site that rejects the report',
      {
        site: (received, response) =>
          received.method === 'GET'
            ? respondAsSite(received, response)
            : response.writeHead(403, { Server: 'cloudflare' }).end('<title>Just a moment...'),
      },
      /^ FAIL {2}credentials {2}HTTP 403 from cloudflare \("Just a moment..."\), not from the site/,
      1,
    ],
    [
      'a proxy whose limit is below the picture’s size',
      {
        camera: async (_received, response) => response.end(await makeJpeg(1280, 720)),
        site: (received, response) =>
          received.body.length > 100_000
            ? response.writeHead(413, { Server: 'nginx' }).end()
            : respondAsSite(received, response),
      },
      /^ FAIL {2}upload {7}HTTP 413 from nginx, not from the site: it rejects a report of \d+ kB and/,
      2,
    ],
    [
      'a clock that is wrong',
      {
        site: (received, response) => {
          response.setHeader('Date', new Date(Date.now() - 7_200_000).toUTCString())
          respondAsSite(received, response)
        },
      },
      /^ FAIL {2}clock {8}\d+ s ahead/,
      2,
    ],
    [
      'a password that travels in the clear',
      // Not a name of the local network.
      { siteHost: '0.0.0.0' },
      /^ WARN .*the password is sent unencrypted/,
      0,
    ],
    [
      'a camera that gives half a picture',
      { camera: (_received, response) => response.end(frozen.subarray(0, 900)) },
      /^ FAIL {2}camera .*cut off after 900 bytes/,
      1,
    ],
    [
      'a picture that can’t be decoded',
      {
        camera: async (_received, response) => {
          const jpeg = await makeJpeg()
          // Its Huffman tables contradict themselves.
          jpeg.fill(
            requests++,
            jpeg.indexOf(Buffer.from([0xff, 0xc4])) + 5,
            jpeg.indexOf(Buffer.from([0xff, 0xc4])) + 21,
          )
          response.end(jpeg)
        },
      },
      /^ FAIL {2}picture .*can't be decoded/,
      1,
    ],
    [
      'a budget that no picture fits',
      {
        camera: async (_received, response) => response.end(await makeJpeg(1280, 720)),
        environment: { BUDGET_KB: '1' },
      },
      /^ WARN {2}picture .*larger than 1000 bytes/,
      0,
    ],
    [
      'lights that don’t respond',
      { environment: { HOOK_BEFORE: 'exit 3' } },
      /^ WARN {2}camera {7}HOOK_BEFORE failed \(exit code 3\)/,
      0,
    ],
    ['no spool', { environment: { SPOOL_DIR: '' } }, /^ WARN {2}spool {8}none/, 0],
  ]
  test.each(cases)('%s', async (_case, changes, line, code) => {
    const { exitCode, bad, advice } = await examine(changes)
    expect(bad).toEqual([expect.stringMatching(line)])
    expect(advice).toHaveLength(1)
    expect(exitCode).toBe(code)
  })

  test('if nothing responds', async () => {
    const dead = (await findDeadUrl()).href
    const { exitCode, bad } = await examine({
      environment: { OCTOPRINT_ROOT: dead, SNAPSHOT_URL: dead, PRINTER_ENDPOINT: dead },
    })
    expect(bad).toEqual([
      expect.stringMatching(/^ FAIL {2}printer .*no response/),
      expect.stringMatching(/^ FAIL {2}camera/),
      expect.stringMatching(/^ FAIL {2}site .*no response/),
    ])
    expect(exitCode).toBe(1)
  })

  test('invalid variables are listed as usual', async () => {
    const run = await runSnapper(['doctor'], {})
    expect(run.exitCode).toBe(2)
    expect(run.stderr).toContain('PRINTER_ENDPOINT')
  })
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

const frozen = await makeJpeg()
let requests = 0x40

function makeNight(): Promise<Buffer> {
  const noise = { type: 'gaussian' as const, mean: 3, sigma: 2 }
  return sharp({ create: { width: 160, height: 120, channels: 3, background: '#000', noise } })
    .jpeg()
    .toBuffer()
}
