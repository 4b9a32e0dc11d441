import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { makeJob, printing, respondAsOctoPrint } from './testing/octoprint-responses.ts'
import { makeJpeg } from './testing/pictures.ts'
import { runSnapper, startSnapper } from './testing/run-snapper.ts'
import { startSite } from './testing/site.ts'
import {
  findDeadUrl,
  type Responder,
  sendJson,
  sendProblem,
  startStub,
} from './testing/stub-server.ts'

async function startCamera(jpeg: Buffer) {
  return startStub((_received, response) =>
    response.writeHead(200, { 'Content-Type': 'image/jpeg' }).end(jpeg),
  )
}

async function startHome(octoprint: Responder = respondAsOctoPrint(printing)) {
  const jpeg = await makeJpeg()
  const printer = await startStub(octoprint)
  const camera = await startCamera(jpeg)
  const environment = {
    OCTOPRINT_ROOT: printer.url.href,
    OCTOPRINT_KEY: 'octoprint-key',
    SNAPSHOT_URL: camera.url.href,
  }
  return { jpeg, environment }
}

async function waitFor(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await sleep(20)
}

test('one-shot run: one request with picture and readings, exit code 0', async () => {
  const [site, home] = await Promise.all([startSite(), startHome()])
  const run = await runSnapper([], { ...site.environment, ...home.environment })
  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  expect(site.reports).toHaveLength(1)
  expect(site.reports[0]).toMatchObject({
    image: home.jpeg,
    fields: { state: 'printing', status: 'Printing benchy, 42 %', interval_seconds: '600' },
  })
  expect(run.lines.at(-1)).toMatchObject({ level: 'info', msg: 'delivered' })
})

test('each further camera’s picture is a report of its own, of the same reading', async () => {
  const [site, home] = await Promise.all([startSite(), startHome()])
  const nozzle = await startCamera(await makeJpeg(320, 240))
  const { exitCode } = await runSnapper([], {
    ...site.environment,
    ...home.environment,
    SNAPSHOT_NAME: 'wide',
    SNAPSHOT_URL_2: nozzle.url.href,
    SNAPSHOT_NAME_2: 'nozzle',
    CAMERA_ROTATE_2: '90',
  })
  expect(exitCode).toBe(0)
  const [first, second] = site.reports.map(({ fields }) => fields)
  expect(first).toMatchObject({ state: 'printing', camera_name: 'wide' })
  expect(first).not.toHaveProperty('camera')
  const { observed_at, interval_seconds } = first ?? {}
  expect(second).toMatchObject({
    camera: '2',
    camera_name: 'nozzle',
    observed_at,
    interval_seconds,
  })
  expect(second).not.toHaveProperty('state')
  expect(site.reports[1]?.image?.length).not.toBe(home.jpeg.length)
})

test('a camera that hangs or fails delays neither the report nor the other cameras', async () => {
  const silent = await startStub(() => {})
  const [site, home] = await Promise.all([startSite(), startHome()])
  const third = await startCamera(await makeJpeg(320, 240))
  startSnapper(['--interval', '60s'], {
    ...site.environment,
    ...home.environment,
    CAMERA_TIMEOUT_SECONDS: '60',
    SNAPSHOT_URL_2: silent.url.href,
    SNAPSHOT_URL_3: third.url.href,
    SNAPSHOT_URL_4: (await findDeadUrl()).href,
  })
  await waitFor(() => site.reports.length > 1)
  expect(site.reports.map(({ fields }) => fields.camera)).toEqual([undefined, '3'])
})

describe('partial data is sent', () => {
  test('a printer that is switched off is not an error: exit code 0', async () => {
    const off = respondAsOctoPrint({ printer: null, job: makeJob('Offline', {}, {}) })
    const [site, home] = await Promise.all([startSite(), startHome(off)])
    const { exitCode } = await runSnapper([], { ...site.environment, ...home.environment })
    expect(exitCode).toBe(0)
    expect(site.reports[0]).toMatchObject({
      image: home.jpeg,
      fields: { state: 'offline', status: 'The printer is off' },
    })
  })

  test('without OctoPrint the picture is still sent, and the status says so', async () => {
    const [site, home] = await Promise.all([startSite(), startHome()])
    const { exitCode } = await runSnapper([], {
      ...site.environment,
      ...home.environment,
      OCTOPRINT_ROOT: (await findDeadUrl()).href,
    })
    expect(exitCode).toBe(0)
    expect(site.reports[0]).toMatchObject({
      image: home.jpeg,
      fields: { state: 'unreachable', status: "OctoPrint can't be reached" },
    })
  })

  test('without a picture the readings are still sent, with the reason', async () => {
    const [site, home] = await Promise.all([startSite(), startHome()])
    const { exitCode, lines } = await runSnapper([], {
      ...site.environment,
      ...home.environment,
      SNAPSHOT_URL: (await findDeadUrl()).href,
    })
    expect(exitCode).toBe(0)
    expect(site.reports[0]).toMatchObject({
      image: null,
      fields: { state: 'printing', reason: 'camera_error' },
    })
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', msg: 'no picture' }))
  })

  test('if printer and camera both hang, the report says so, and in time', async () => {
    const silent = await startStub(() => {})
    const site = await startSite()
    const startedAt = performance.now()
    const { exitCode } = await runSnapper([], {
      ...site.environment,
      OCTOPRINT_ROOT: silent.url.href,
      SNAPSHOT_URL: new URL('snapshot', silent.url).href,
    })
    expect(performance.now() - startedAt).toBeLessThan(45_000)
    expect(exitCode).toBe(0)
    expect(site.reports[0]).toMatchObject({
      image: null,
      fields: { state: 'unreachable', reason: 'camera_timeout' },
    })
  }, 60_000)

  test('with an invalid OctoPrint key too, but the exit code asks for a configuration change', async () => {
    const rejectKey: Responder = (_received, response) => sendJson(response, 403, { error: 'no' })
    const [site, home] = await Promise.all([startSite(), startHome(rejectKey)])
    const { exitCode } = await runSnapper([], { ...site.environment, ...home.environment })
    expect(exitCode).toBe(2)
    expect(site.reports[0]).toMatchObject({
      image: home.jpeg,
      fields: { state: 'unauthorized' },
    })
  })
})

describe('behind a proxy that limits the size of requests', () => {
  test.each([
    ['a smaller picture is sent', 60_000, 1, 60_000],
    ['no picture is sent if none fits', 2000, 0, 2000],
  ])('%s, and the log names BUDGET_KB', async (_case, maxBytes, pictures, atMost) => {
    const site = await startSite({ maxBytes })
    const printer = await startStub(respondAsOctoPrint(printing))
    const camera = await startCamera(await makeJpeg(1280, 720))
    const { lines } = await runSnapper([], {
      ...site.environment,
      OCTOPRINT_ROOT: printer.url.href,
      SNAPSHOT_URL: camera.url.href,
    })
    expect(lines).toContainEqual(
      expect.objectContaining({
        msg: 'not delivered',
        detail: expect.stringMatching(/^HTTP 413 from nginx .*BUDGET_KB/),
      }),
    )
    const [report] = site.reports
    expect(report?.fields).toMatchObject({ state: 'printing' })
    expect(report?.image === null ? 0 : 1).toBe(pictures)
    expect(report?.request.body.length).toBeLessThanOrEqual(atMost)
  })
})

describe('exit codes', () => {
  test('1 if the site can’t be reached', async () => {
    const home = await startHome()
    const { exitCode, lines } = await runSnapper([], {
      ...home.environment,
      PRINTER_ENDPOINT: (await findDeadUrl()).href,
      SNAPPER_TOKEN: 'tok',
    })
    expect(exitCode).toBe(1)
    expect(lines.at(-1)).toMatchObject({ level: 'warn', msg: 'not delivered' })
  })

  test('2 if the site rejects the credentials, with advice and without a secret', async () => {
    const home = await startHome()
    const site = await startStub(({ headers }, response) =>
      sendProblem(
        response,
        'unauthorized',
        401,
        `you said ${headers.authorization} hunter2-password`,
      ),
    )
    const { exitCode, stdout } = await runSnapper([], {
      ...home.environment,
      PRINTER_ENDPOINT: site.url.href,
      SNAPPER_USER: 'snapper',
      SNAPPER_PASSWORD: 'hunter2-password',
    })
    expect(exitCode).toBe(2)
    expect(stdout).toContain('check SNAPPER_USER and SNAPPER_PASSWORD')
    expect(stdout).not.toContain('hunter2-password')
    expect(stdout).not.toContain(btoa('snapper:hunter2-password'))
    expect(stdout).not.toContain('octoprint-key')
  })

  test('2 if the configuration is invalid, with every error on stderr', async () => {
    const { exitCode, stderr } = await runSnapper([], { SNAPSHOT_URL: 'camera' })
    expect(exitCode).toBe(2)
    expect(stderr.split('\n').filter((line) => line.startsWith('  '))).toEqual([
      expect.stringMatching(/PRINTER_ENDPOINT/),
      expect.stringMatching(/SNAPPER_PASSWORD/),
      expect.stringMatching(/SNAPSHOT_URL/),
    ])
  })

  test('2 if everything is invalid, all reported at once and no value repeated', async () => {
    const wrong = {
      PRINTER_ENDPOINT: 'https://me:s3cret@example.org/',
      OCTOPRINT_ROOT: 'ftp://me:s3cret@octopi.local/',
      OCTOPRINT_KEY: 's3cret key',
      PRINTER_BACKEND: 's3cret',
      SNAPSHOT_URL: 's3cret',
      INTERVAL_SECONDS: 's3cret',
      SPOOL_MB: 's3cret',
      SPOOL_HOURS: '-1',
      BUDGET_KB: '0',
      BUDGET_MB_PER_DAY: 'NaN',
      DARK_LUMA: '256',
      CAMERA_ROTATE: '45',
      CAMERA_FLIP: 'x',
      CAMERA_MASK: '0,0,101,1',
      WARMUP_FRAMES: '1e9',
      HOOK_BEFORE: 'http://s3cret:port/',
      HOOK_AFTER: 'https://',
      PRIVACY_HOURS: '25:00-26:00',
      // The value itself by mistake, instead of a path.
      SPOOL_DIR_FILE: 's3cret',
    }
    const listed = async (credentials: Record<string, string>) => {
      const environment = { ...wrong, ...credentials }
      const { exitCode, stdout, stderr } = await runSnapper([], environment)
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
      expect(stderr).not.toContain('s3cret')
      const errors = stderr.split('\n').filter((line) => line.startsWith('  '))
      return new Set(errors.map((line) => line.trim().split(':')[0]))
    }
    const always = Object.keys(wrong)
    expect(await listed({ SNAPPER_TOKEN: 's3cret s3cret' })).toEqual(
      new Set([...always, 'SNAPPER_TOKEN']),
    )
    expect(await listed({ SNAPPER_USER: 'a:b', SNAPPER_PASSWORD: 's3cret' })).toEqual(
      new Set([...always, 'SNAPPER_USER']),
    )
    expect(await listed({ PASSWORD_FILE: '/s3cret' })).toEqual(
      new Set([...always, 'PASSWORD_FILE', 'SNAPPER_PASSWORD']),
    )
  })

  test('2 if an argument is invalid, with that error and nothing else', async () => {
    expect(await runSnapper(['--intervall', '30s'], {})).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: 'Invalid arguments:\n  --intervall: unknown option; did you mean --interval?\n',
    })
  })
})

test('--dry-run sends nothing and prints what would be sent', async () => {
  const [site, home] = await Promise.all([startSite(), startHome()])
  const run = await runSnapper(['--dry-run'], { ...site.environment, ...home.environment })
  expect(run.exitCode).toBe(0)
  expect(site.received).toEqual([])
  expect(run.lines.at(-1)).toMatchObject({
    status: 'Printing benchy, 42 %',
    image_bytes: home.jpeg.length,
  })
})

describe('--interval', () => {
  test('keeps reporting, announces the interval, and exits with 0 on SIGTERM', async () => {
    const [site, home] = await Promise.all([startSite(), startHome()])
    const run = startSnapper(['--interval', '1s'], { ...site.environment, ...home.environment })
    await waitFor(() => site.reports.length >= 2)
    run.child.kill('SIGTERM')
    expect((await run.ended).exitCode).toBe(0)
    expect(site.reports[0]?.fields.interval_seconds).toBe('1')
  })

  test('SIGTERM lets an upload in flight finish', async () => {
    const home = await startHome()
    let finish = () => {}
    const site = await startStub((_received, response) => {
      finish = () => sendJson(response, 200, { publishing: false })
    })
    const run = startSnapper(['--interval', '1h'], {
      ...home.environment,
      PRINTER_ENDPOINT: site.url.href,
      SNAPPER_TOKEN: 'tok',
    })
    await waitFor(() => site.received.length === 1)
    run.child.kill('SIGTERM')
    await sleep(200)
    expect(run.child.exitCode).toBeNull()
    finish()
    const { exitCode, lines } = await run.ended
    expect(exitCode).toBe(0)
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'delivered' }))
  })

  test('SIGTERM doesn’t wait for a hanging camera', async () => {
    const site = await startSite()
    const camera = await startStub(() => {})
    const run = startSnapper(['--interval', '1h'], {
      ...site.environment,
      SNAPSHOT_URL: camera.url.href,
    })
    await waitFor(() => camera.received.length === 1)
    run.child.kill('SIGTERM')
    expect((await run.ended).exitCode).toBe(0)
    expect(site.received).toEqual([])
  })
})
