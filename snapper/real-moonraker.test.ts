import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { toPreviousState } from './printers/job-end.ts'
import { openBackend } from './printers/open-backend.ts'
import { makeJpeg } from './testing/pictures.ts'
import {
  type FakeKlipper,
  installMoonraker,
  type RealMoonraker,
  startKlipper,
  startMoonraker,
} from './testing/real-moonraker.ts'
import { runSnapper, startSnapper } from './testing/run-snapper.ts'
import { startSite } from './testing/site.ts'
import { startStub } from './testing/stub-server.ts'

const never = new AbortController().signal

function makeObjects(state: string, printSeconds = 526.1, webhooks = 'ready') {
  return {
    webhooks: { state: webhooks, state_message: 'Printer is ready' },
    print_stats: {
      filename: state === 'standby' ? '' : 'parts/benchy.gcode',
      total_duration: printSeconds + 60,
      print_duration: printSeconds,
      filament_used: 812.4,
      state,
      message: '',
      info: { total_layer: null, current_layer: null },
    },
    virtual_sdcard: {
      file_path: null,
      progress: 0.41,
      is_active: true,
      file_position: 1,
      file_size: 2,
    },
    display_status: { message: '', progress: 0.42 },
    extruder: { temperature: 214.8, target: 215, power: 0.4 },
    heater_bed: { temperature: 59.5, target: 60, power: 0.2 },
  }
}

describe('a real Moonraker', { timeout: 60_000 }, () => {
  let moonraker: RealMoonraker
  let klipper: FakeKlipper | null = null
  let obstacle: string | null = null

  beforeAll(async () => {
    let python: string
    try {
      python = await installMoonraker()
    } catch (error) {
      if (process.env.CI) throw error
      obstacle = `Moonraker can't be had: ${error}`
      console.warn(`Skipped: ${obstacle}`)
      return
    }
    moonraker = await startMoonraker(python)
  }, 600_000)

  beforeEach(({ skip }) => skip(obstacle !== null, obstacle ?? undefined))

  afterAll(async () => {
    await klipper?.close()
    await moonraker?.close()
  })

  const read = async () => {
    const backend = openBackend({ root: new URL(`${moonraker.url}/`), key: null }, null)
    return { ...(await backend.read(null, never)).reading, name: backend.name }
  }

  /** Moonraker merges changes that follow each other closely, so each is awaited. */
  const become = async (state: string, seconds: number | undefined, expected: string) => {
    klipper?.set(makeObjects(state, seconds))
    await expect.poll(async () => (await read()).state, { timeout: 20_000 }).toBe(expected)
  }

  /** When the last job in the history began, in milliseconds since 1970. */
  const getLastStart = async () => {
    const response = await fetch(`${moonraker.url}/server/history/list?limit=1&order=desc`)
    const { result } = (await response.json()) as { result: { jobs: { start_time: number }[] } }
    return (result.jobs[0]?.start_time ?? 0) * 1000
  }

  test('before Klipper has ever connected, the printer is off', async () => {
    expect(await read()).toMatchObject({
      name: 'moonraker',
      state: 'offline',
      status: 'The printer is off',
      backend: expect.stringMatching(/^moonraker v?0\.11\.0/),
    })
  })

  test('reports a print from start to end', async () => {
    klipper = await startKlipper(moonraker.socketPath, makeObjects('standby'))
    await expect.poll(async () => (await read()).state, { timeout: 20_000 }).toBe('idle')
    const life = [
      ['printing', 0, 'starting'],
      ['printing', 526.1, 'printing'],
      ['paused', 526.1, 'paused'],
      ['complete', 1046, 'finished'],
      ['cancelled', 100, 'cancelled'],
      ['error', 100, 'error'],
    ] as const
    for (const [state, seconds, expected] of life) await become(state, seconds, expected)
    klipper.set(makeObjects('printing'))
    await expect.poll(read, { timeout: 5000 }).toMatchObject({
      status: 'Printing benchy, 42 %',
      progress: 42,
      jobName: 'benchy.gcode',
      elapsedSeconds: 526,
      temperatures: { tool0: { actual: 214.8, target: 215 }, bed: { actual: 59.5, target: 60 } },
    })
  })

  test('the end of a job comes from its history', async () => {
    const backend = openBackend({ root: new URL(`${moonraker.url}/`), key: null }, 'moonraker')
    await become('standby', 0, 'idle')
    const startedAfter = Date.now()
    await become('printing', 0.5, 'printing')
    // Moonraker's history is later than its answers.
    await expect.poll(getLastStart, { timeout: 10_000 }).toBeGreaterThanOrEqual(startedAfter - 1)
    const during = await backend.read(null, never)
    const before = toPreviousState(null, during.reading, during.history)
    await sleep(50)
    const endedAfter = Date.now()
    await become('complete', 1046, 'finished')
    await sleep(50)
    // Both clocks are this machine's, each rounded in its own way.
    const endedBefore = Date.now()
    const readEnd = async () => (await backend.read(before, never)).end
    await expect
      .poll(readEnd, { timeout: 10_000 })
      .toMatchObject({ state: 'finished', jobName: 'benchy.gcode' })
    const end = await readEnd()
    expect(end?.observedAt.getTime()).toBeGreaterThanOrEqual(endedAfter - 1)
    expect(end?.observedAt.getTime()).toBeLessThanOrEqual(endedBefore + 1)
  })

  test('with an interval of an hour, moments of a print are reported at once', async () => {
    await become('standby', 0, 'idle')
    const site = await startSite()
    const camera = await startStub(async (_received, response) => response.end(await makeJpeg()))
    const run = startSnapper(['--interval', '1h'], {
      ...site.environment,
      OCTOPRINT_ROOT: moonraker.url,
      SNAPSHOT_URL: camera.url.href,
    })
    const pictured = () => site.reports.filter(({ image }) => image !== null)
    await expect.poll(run.getLog, { timeout: 10_000 }).toContain('listening')
    await expect.poll(() => pictured().length).toBe(1)
    for (const [state, seconds, expected] of [
      ['printing', 0, 'starting'],
      ['paused', 526.1, 'paused'],
      ['printing', 527, 'printing'],
      ['complete', 1046, 'finished'],
    ] as const) {
      klipper?.set(makeObjects(state, seconds))
      await expect
        .poll(() => pictured().at(-1)?.fields.state, { timeout: 3000, interval: 50 })
        .toBe(expected)
    }
    run.child.kill('SIGTERM')
    expect((await run.ended).exitCode).toBe(0)
    const observed = site.reports.map(({ fields }) => fields.observed_at)
    expect(new Set(observed).size).toBe(observed.length)
    expect(pictured()).toHaveLength(5)
  })

  test('its reading reaches the site', async () => {
    await become('printing', undefined, 'printing')
    const site = await startSite()
    const { exitCode } = await runSnapper([], {
      ...site.environment,
      OCTOPRINT_ROOT: moonraker.url,
      CAMERA_ROTATE: '0',
      PRIVACY_HOURS: '00:00-23:59',
    })
    expect(exitCode).toBe(0)
    expect(site.reports[0]?.fields).toMatchObject({ state: 'printing', progress: '42' })
  })

  test('reports its camera and its rotation', async () => {
    const backend = openBackend({ root: new URL(`${moonraker.url}/`), key: null }, 'moonraker')
    const known = await backend.findCamera(never)
    expect(known?.camera.url.href).toBe(`${moonraker.url}/webcam/?action=snapshot`)
    expect(known?.transform).toEqual({ isMirrored: false, clockwise: 180 })
  })

  test('after losing Klipper it says so', async () => {
    await klipper?.close()
    klipper = null
    await expect
      .poll(read, { timeout: 10_000 })
      .toMatchObject({ state: 'unreachable', status: "Klipper can't be reached" })
  })
})
