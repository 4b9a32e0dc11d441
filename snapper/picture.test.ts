import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import {
  makeJob,
  makePrinter,
  printing,
  respondAsOctoPrint,
} from './testing/octoprint-responses.ts'
import { makeJpeg, makeRoom } from './testing/pictures.ts'
import { runSnapper } from './testing/run-snapper.ts'
import { startSite } from './testing/site.ts'
import { type Responder, sendJson, startStub } from './testing/stub-server.ts'
import { makeFolder } from './testing/temporary-folder.ts'

async function startCamera(jpeg: Buffer | (() => Promise<Buffer>)) {
  return startStub(async (_received, response) => {
    const bytes = typeof jpeg === 'function' ? await jpeg() : jpeg
    response.writeHead(200, { 'Content-Type': 'image/jpeg' }).end(bytes)
  })
}

const idle = {
  printer: makePrinter('Operational'),
  job: makeJob('Operational', {}, { name: null }),
}

describe('privacy', () => {
  test('while the file exists the camera isn’t requested, and the reason is reported', async () => {
    const [site, camera] = await Promise.all([startSite(), startCamera(makeJpeg)])
    const file = join(makeFolder(), 'privacy')
    writeFileSync(file, '')
    const { exitCode } = await runSnapper([], {
      ...site.environment,
      SNAPSHOT_URL: camera.url.href,
      PRIVACY_FILE: file,
    })
    expect(exitCode).toBe(0)
    expect(camera.received).toEqual([])
    expect(site.reports[0]).toMatchObject({ image: null, fields: { reason: 'privacy' } })
  })
})

test('the hooks run before and after, and a failing one is ignored', async () => {
  const [site, camera] = await Promise.all([startSite(), startCamera(makeJpeg)])
  const folder = makeFolder()
  const lights = await startStub((_received, response) => response.writeHead(500).end())
  const run = await runSnapper([], {
    ...site.environment,
    SNAPSHOT_URL: camera.url.href,
    PATH: process.env.PATH ?? '',
    HOOK_BEFORE: `env > ${join(folder, 'lit')}`,
    HOOK_AFTER: lights.url.href,
    WARMUP_FRAMES: '2',
  })
  expect(run.exitCode).toBe(0)
  const known = readFileSync(join(folder, 'lit'), 'utf8')
  expect(known).toContain('PATH=')
  expect(known).not.toContain('hunter2')
  expect(lights.received).toHaveLength(1)
  expect(camera.received).toHaveLength(3)
  expect(site.reports[0]?.image).not.toBeNull()
  expect(run.lines).toContainEqual(expect.objectContaining({ msg: 'HOOK_AFTER failed' }))
})

describe('OctoPrint’s own camera', () => {
  const withCamera =
    (jpeg: Buffer, webcam: object): Responder =>
    (received, response) => {
      if (received.path === '/downloads/camera/current') return void response.end(jpeg)
      if (received.path === '/api/settings') return sendJson(response, 200, { webcam })
      respondAsOctoPrint(printing)(received, response)
    }

  test('is requested with the key if no other is configured, and rotated according to its settings', async () => {
    const jpeg = await makeJpeg(160, 120)
    const webcam = { flipH: false, flipV: false, rotate90: true, webcams: [] }
    const [site, printer] = await Promise.all([startSite(), startStub(withCamera(jpeg, webcam))])
    const { exitCode } = await runSnapper([], {
      ...site.environment,
      OCTOPRINT_ROOT: printer.url.href,
      OCTOPRINT_KEY: 'a-key',
    })
    expect(exitCode).toBe(0)
    const cameraRequest = printer.received.find(({ path }) => path.startsWith('/downloads'))
    expect(cameraRequest?.headers['x-api-key']).toBe('a-key')
    const shown = await sharp(site.reports[0]?.image ?? Buffer.alloc(0))
      .autoOrient()
      .toBuffer({ resolveWithObject: true })
    expect([shown.info.width, shown.info.height]).toEqual([120, 160])
  })

  test('being absent is not an error', async () => {
    const [site, printer] = await Promise.all([
      startSite(),
      startStub(respondAsOctoPrint(printing)),
    ])
    const { exitCode } = await runSnapper([], {
      ...site.environment,
      OCTOPRINT_ROOT: printer.url.href,
    })
    expect(exitCode).toBe(0)
    expect(site.reports[0]?.image).toBeNull()
    expect(site.reports[0]?.fields).not.toHaveProperty('reason')
  })

  test.each([null, {}, { flipH: null, flipV: null, rotate90: null, webcams: [] }])(
    'of which the settings say nothing (%j) goes as it is',
    async (webcam) => {
      const jpeg = await makeJpeg()
      const respond = withCamera(jpeg, webcam ?? {})
      const [site, printer] = await Promise.all([startSite(), startStub(respond)])
      await runSnapper([], { ...site.environment, OCTOPRINT_ROOT: printer.url.href })
      expect(site.reports[0]?.image).toEqual(jpeg)
    },
  )
})

test('a frozen camera is detected from one run to the next', async () => {
  const jpeg = await makeJpeg()
  const [site, camera, printer] = await Promise.all([
    startSite(),
    startCamera(jpeg),
    startStub(respondAsOctoPrint(idle)),
  ])
  const environment = {
    ...site.environment,
    SNAPSHOT_URL: camera.url.href,
    OCTOPRINT_ROOT: printer.url.href,
    SPOOL_DIR: makeFolder(),
  }
  await runSnapper([], environment)
  const second = await runSnapper([], environment)
  expect(second.exitCode).toBe(0)
  expect(site.reports.map(({ image }) => image)).toEqual([jpeg, null])
  expect(site.reports[1]?.fields).toMatchObject({ state: 'idle' })
  expect(second.stdout).toContain('the camera may be frozen')
})

test.each([
  ['paused', 'Paused', { paused: true }, false],
  ['printing', 'Printing', { printing: true }, true],
] as const)(
  'with a budget, two pictures of the same thing while %s',
  async (_case, text, flags, isSent) => {
    const now = { printer: makePrinter(text, flags), job: makeJob(text, { completion: 42 }) }
    const [site, camera, printer] = await Promise.all([
      startSite(),
      startCamera(makeRoom),
      startStub(respondAsOctoPrint(now)),
    ])
    const environment = {
      ...site.environment,
      SNAPSHOT_URL: camera.url.href,
      OCTOPRINT_ROOT: printer.url.href,
      SPOOL_DIR: makeFolder(),
      BUDGET_KB: '500',
    }
    await runSnapper([], environment)
    await runSnapper([], environment)
    expect(site.reports.map(({ image }) => image !== null)).toEqual([true, isSent])
  },
)

test('a daily budget is kept across runs, and the bytes spent are logged', async () => {
  const [site, camera] = await Promise.all([startSite(), startCamera(() => makeJpeg(640, 480))])
  const environment = {
    ...site.environment,
    SNAPSHOT_URL: camera.url.href,
    SPOOL_DIR: makeFolder(),
    BUDGET_MB_PER_DAY: '1',
  }
  const runs = []
  for (let shot = 0; shot < 4; shot += 1) runs.push(await runSnapper([], environment))
  const spent = runs.map(({ lines }) => Number(lines.at(-1)?.spent_today_bytes))
  expect(spent).toEqual(spent.toSorted((a, b) => a - b))
  // An hour's share is available at once; the readings are always sent.
  expect(spent.at(-1)).toBeLessThan(1_000_000 / 24 + 4 * 2000)
  expect(site.reports[0]?.image?.length).toBeLessThan(1_000_000 / 24)
  expect(site.reports).toHaveLength(4)
})
