import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { answerAsOctoPrint, printing } from '../testing/octoprint-answers.ts'
import { makeJpeg } from '../testing/pictures.ts'
import { runSnapper } from '../testing/run-snapper.ts'
import { type Answerer, findDeadUrl, sendJson, startStub } from '../testing/stub-server.ts'
import { makeFolder } from '../testing/temporary-folder.ts'

const readOnly = ['STATUS', 'WEBCAM', 'FILES_LIST', 'SETTINGS_READ', 'TIMELAPSE_LIST']

function answerAsHome(permissions: string[]): Answerer {
  return (received, response) => {
    if (received.path === '/api/currentuser')
      return sendJson(response, 200, { name: 'snapper', permissions })
    answerAsOctoPrint(printing)(received, response)
  }
}

/** A site that knows the printer and these credentials, and has nothing to change where nothing comes. */
const answerAsSite: Answerer = ({ method, headers }, response) => {
  if (method === 'GET') return sendJson(response, 200, { id: 1, name: 'Maker Select' })
  if (headers.authorization !== 'Bearer good-token') return sendJson(response, 401, {})
  sendJson(response, 400, { title: 'Nothing to change' })
}

interface Changes {
  octoprint?: Answerer
  camera?: Answerer
  site?: Answerer
  environment?: Record<string, string>
}

async function examine(changes: Changes = {}) {
  const camera: Answerer = async (_received, response) => response.end(await makeJpeg())
  const [octoprint, eye, site] = await Promise.all([
    startStub(changes.octoprint ?? answerAsHome(readOnly)),
    startStub(changes.camera ?? camera),
    startStub(changes.site ?? answerAsSite),
  ])
  const run = await runSnapper(['doctor'], {
    PRINTER_ENDPOINT: site.url.href,
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
    bad: lines.filter((line) => /^(WARN|FAIL)/.test(line)),
    advice: lines.filter((line) => line.trim().startsWith('->')),
  }
}

test('where all is well it says so, line by line, and has changed nothing', async () => {
  const { exitCode, stdout, bad, site } = await examine()
  expect(bad).toEqual([])
  expect(exitCode).toBe(0)
  for (const topic of [
    /versions: snapper \d/,
    /printer's server: octoprint 1.11.8/,
    /printer: Printing benchy, 42 %/,
    /key: it may look, and nothing else/,
    /camera: a whole picture of \d+ bytes/,
    /camera: its pictures are fresh/,
    /camera: mean luma \d+/,
    /site: "Maker Select"/,
    /clock: within/,
    /credentials: accepted/,
    /upload: .* kbit\/s/,
    /spool: 0 waiting/,
  ])
    expect(stdout).toMatch(topic)
  for (const { method, body } of site.received)
    if (method === 'PATCH') expect(body.toString()).toMatch(/^(doctor=x+)?$/)
})

describe('each fault has a line, and what to do under it', () => {
  const cases: [string, Changes, RegExp, number][] = [
    [
      'a key that could start a print',
      { octoprint: answerAsHome([...readOnly, 'PRINT', 'CONTROL']) },
      /^WARN {2}key: .*PRINT, CONTROL/,
      0,
    ],
    [
      'a key that may too little',
      { octoprint: answerAsHome(['STATUS']) },
      /^WARN {2}key: it may not/,
      0,
    ],
    [
      'a key that is refused',
      { octoprint: (_received, response) => sendJson(response, 403, {}) },
      /^FAIL {2}printer's server: .* refuses the key/,
      2,
    ],
    [
      'a camera that stands still',
      { camera: (_received, response) => response.end(frozen) },
      /^WARN {2}camera: twice the very same/,
      0,
    ],
    [
      'a camera in the dark',
      { camera: async (_received, response) => response.end(await makeNight()) },
      /^WARN {2}camera: mean luma/,
      0,
    ],
    [
      'a camera that is a page',
      { camera: (_received, response) => response.end('<html>') },
      /^FAIL {2}camera: .*web page/,
      1,
    ],
    [
      'credentials that are refused',
      { environment: { SNAPPER_TOKEN: 'bad-token' } },
      /^FAIL {2}credentials: HTTP 401/,
      2,
    ],
    [
      'an address that is no printer’s',
      { site: (_received, response) => response.end('<h1>Hello</h1>') },
      /^FAIL {2}site: HTTP 200/,
      2,
    ],
    [
      'a clock that is wrong',
      {
        site: (received, response) => {
          response.setHeader('Date', new Date(Date.now() - 7_200_000).toUTCString())
          answerAsSite(received, response)
        },
      },
      /^FAIL {2}clock: \d+ s ahead/,
      2,
    ],
    ['no spool', { environment: { SPOOL_DIR: '' } }, /^WARN {2}spool: none/, 0],
  ]
  test.each(cases)('%s', async (_case, changes, line, code) => {
    const { exitCode, bad, advice } = await examine(changes)
    expect(bad).toEqual([expect.stringMatching(line)])
    expect(advice).toHaveLength(1)
    expect(exitCode).toBe(code)
  })

  test('nothing that answers at all', async () => {
    const dead = (await findDeadUrl()).href
    const { exitCode, bad } = await examine({
      environment: { OCTOPRINT_ROOT: dead, SNAPSHOT_URL: dead, PRINTER_ENDPOINT: dead },
    })
    expect(bad).toEqual([
      expect.stringMatching(/^FAIL {2}printer's server: no answer/),
      expect.stringMatching(/^FAIL {2}camera/),
      expect.stringMatching(/^FAIL {2}site: no answer/),
    ])
    expect(exitCode).toBe(1)
  })

  test('wrong values are listed, as ever', async () => {
    const run = await runSnapper(['doctor'], {})
    expect(run.exitCode).toBe(2)
    expect(run.stderr).toContain('PRINTER_ENDPOINT')
  })
})

test('a slow way there is told with the budget that fits it', async () => {
  const big = await makeJpeg(1280, 720)
  const { bad, advice } = await examine({
    camera: (_received, response) =>
      response.end(Buffer.concat([big, Buffer.alloc(Date.now() % 97)])),
    environment: { INTERVAL_SECONDS: '3' },
    site: (received, response) => {
      const delayMs = received.body.length > 1000 ? 3000 : 0
      setTimeout(() => answerAsSite(received, response), delayMs)
    },
  })
  expect(bad.at(-1)).toMatch(/upload: about \d+ kbit\/s; this picture takes \d+ s/)
  expect(advice.at(-1)).toMatch(/BUDGET_KB=\d+/)
})

test('no secret is in it', async () => {
  const { stdout } = await examine({
    site: ({ headers }, response) =>
      sendJson(response, 401, { detail: headers.authorization ?? 'none' }),
  })
  expect(stdout).not.toMatch(/good-token|octoprint-key/)
})

const frozen = await makeJpeg()

function makeNight(): Promise<Buffer> {
  const noise = { type: 'gaussian' as const, mean: 3, sigma: 2 }
  return sharp({ create: { width: 160, height: 120, channels: 3, background: '#000', noise } })
    .jpeg()
    .toBuffer()
}
