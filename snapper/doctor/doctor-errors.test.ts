import { describe, expect, test } from 'vitest'
import { makeJpeg } from '../testing/pictures.ts'
import { runSnapper } from '../testing/run-snapper.ts'
import { findDeadUrl, sendJson } from '../testing/stub-server.ts'
import {
  type Changes,
  examine,
  makeNight,
  readOnly,
  respondAsHome,
  respondAsSite,
} from './doctor.fixture.ts'

const frozen = await makeJpeg()
let requests = 0x40

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

  test('if no name is known', async () => {
    const unknown = 'http://nowhere.invalid/'
    const { bad, advice } = await examine({
      environment: { OCTOPRINT_ROOT: unknown, SNAPSHOT_URL: unknown, PRINTER_ENDPOINT: unknown },
    })
    expect(bad).toHaveLength(3)
    for (const line of bad) expect(line).toContain("the name can't be resolved")
    for (const [index, name] of ['OCTOPRINT_ROOT', 'SNAPSHOT_URL', 'PRINTER_ENDPOINT'].entries())
      expect(advice[index]).toContain(`Is the name in ${name} spelled right?`)
  })

  test('invalid variables are listed as usual', async () => {
    const run = await runSnapper(['doctor'], {})
    expect(run.exitCode).toBe(2)
    expect(run.stderr).toContain('PRINTER_ENDPOINT')
  })
})
