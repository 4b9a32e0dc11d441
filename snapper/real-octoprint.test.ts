import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createGcode } from '../testing/octoprint/gcode.ts'
import { installOctoPrint, octoPrintVersions } from '../testing/octoprint/install.ts'
import { launchOctoPrint, type OctoPrint, startOctoPrint } from '../testing/octoprint/start.ts'
import { openBackend } from './printers/open-backend.ts'
import { makeJpeg } from './testing/pictures.ts'
import { runSnapper, startSnapper } from './testing/run-snapper.ts'
import { startSite } from './testing/site.ts'
import { startStub } from './testing/stub-server.ts'
import { makeFolder } from './testing/temporary-folder.ts'

const never = new AbortController().signal
/** The virtual printer takes a while for these, long enough to observe the state. */
const dwell = 'G4 P1500\nG4 P1500'

for (const version of octoPrintVersions)
  describe(`a real OctoPrint ${version}`, { timeout: 120_000 }, () => {
    let octoprint: OctoPrint
    let obstacle: string | null = null
    let ownPicture: Buffer
    let ownCamera: Server

    beforeAll(async () => {
      try {
        await installOctoPrint(version)
      } catch (error) {
        if (process.env.CI) throw error
        obstacle = `OctoPrint ${version} can't be had: ${error}`
        console.warn(`Skipped: ${obstacle}`)
        return
      }
      ownPicture = await makeJpeg()
      ownCamera = createServer((_request, response) => response.end(ownPicture))
      await new Promise<void>((resolve) => ownCamera.listen(0, '127.0.0.1', resolve))
      const { port } = ownCamera.address() as AddressInfo // it listens on a port
      octoprint = await startOctoPrint({ version, snapshotUrl: `http://127.0.0.1:${port}/` })
    }, 600_000)

    beforeEach(({ skip }) => skip(obstacle !== null, obstacle ?? undefined))

    afterAll(async () => {
      await octoprint?.close()
      ownCamera?.close()
    })

    const look = async ({ url, readOnlyApiKey: key }: Pick<OctoPrint, 'url' | 'readOnlyApiKey'>) =>
      openBackend({ root: new URL(`${url}/`), key }, null).read(null, never)

    async function startHome(key = octoprint.readOnlyApiKey) {
      const [site, jpeg] = await Promise.all([startSite(), makeJpeg()])
      const camera = await startStub((_received, response) =>
        response.writeHead(200, { 'Content-Type': 'image/jpeg' }).end(jpeg),
      )
      const environment = {
        ...site.environment,
        OCTOPRINT_ROOT: `${octoprint.url}/`,
        OCTOPRINT_KEY: key,
        SNAPSHOT_URL: camera.url.href,
      }
      return { site, jpeg, environment }
    }

    /** Runs the snapper once and returns what the site received. */
    async function shoot(key?: string) {
      const { site, jpeg, environment } = await startHome(key)
      const { exitCode, stderr } = await runSnapper([], environment)
      expect(stderr).toBe('')
      expect(site.reports).toHaveLength(1)
      const [report] = site.reports
      expect(report?.image).toEqual(jpeg)
      return { exitCode, fields: report?.fields ?? {} }
    }

    test('disconnected: the printer is off, which is not an error', async () => {
      expect(await shoot()).toMatchObject({
        exitCode: 0,
        fields: {
          state: 'offline',
          status: 'The printer is off',
          source: `{"backend":"octoprint ${octoprint.version}","snapper":"1.0.0"}`,
        },
      })
    })

    test('its own camera is used if no other is configured', async () => {
      const { site, environment } = await startHome()
      const { exitCode } = await runSnapper([], { ...environment, SNAPSHOT_URL: '' })
      expect(exitCode).toBe(0)
      expect(site.reports[0]?.image).toEqual(ownPicture)
    })

    test('idle', async () => {
      await octoprint.connect()
      const { exitCode, fields } = await shoot()
      expect(exitCode).toBe(0)
      expect(fields).toMatchObject({ state: 'idle', status: 'Not printing' })
      expect(fields).not.toHaveProperty('progress')
      expect(fields).not.toHaveProperty('job_name')
    })

    test('starting, printing, paused, resuming and cancelled', async () => {
      await octoprint.setScript('beforePrintStarted', dwell)
      await octoprint.setScript('beforePrintResumed', dwell)
      await octoprint.upload('tower.gcode', createGcode(40))
      await octoprint.print('tower.gcode')
      await octoprint.waitForState(({ text }) => text === 'Starting')
      expect((await look(octoprint)).reading).toMatchObject({
        state: 'starting',
        status: 'Starting tower',
        jobName: 'tower.gcode',
      })
      await octoprint.waitForState(({ completion }) => (completion ?? 0) >= 10)
      const printing = await shoot()
      expect(printing).toMatchObject({
        exitCode: 0,
        fields: {
          state: 'printing',
          status: expect.stringMatching(/^Printing tower, \d\d %$/),
          job_name: 'tower.gcode',
        },
      })
      expect(Number(printing.fields.progress)).toBeGreaterThanOrEqual(10)
      expect(Number(printing.fields.progress)).toBeLessThan(100)
      expect(Number(printing.fields.elapsed_seconds)).toBeGreaterThan(0)
      expect(JSON.parse(printing.fields.temperatures ?? '')).toMatchObject({
        tool0: { actual: expect.closeTo(40, 0), target: 40 },
        bed: { actual: expect.closeTo(35, 0), target: 35 },
      })

      await octoprint.pause()
      await octoprint.waitForState(({ text }) => text === 'Paused')
      const paused = await shoot()
      expect(paused.fields).toMatchObject({
        state: 'paused',
        status: expect.stringMatching(/^Paused tower, \d\d %$/),
      })

      await octoprint.resume()
      await octoprint.waitForState(({ text }) => text === 'Resuming')
      expect((await look(octoprint)).reading).toMatchObject({
        state: 'resuming',
        status: expect.stringMatching(/^Resuming tower, \d\d %$/),
      })
      await octoprint.waitForState(({ text }) => text === 'Printing')
      expect((await shoot()).fields.state).toBe('printing')
      await octoprint.setScript('beforePrintStarted', '')
      await octoprint.setScript('beforePrintResumed', '')

      await octoprint.cancel()
      await octoprint.waitForState(({ text }) => text === 'Operational')
      const cancelled = await shoot()
      expect(cancelled).toMatchObject({
        exitCode: 0,
        fields: { state: 'cancelled', status: 'Cancelled tower', job_name: 'tower.gcode' },
      })
      expect(cancelled.fields).not.toHaveProperty('progress')
    })

    test('finished, in resident mode', async () => {
      const { site, environment } = await startHome()
      await octoprint.upload('short.gcode', createGcode(4))
      const run = startSnapper(['--interval', '1s', '--interval-idle', '1h'], environment)
      await octoprint.print('short.gcode')
      await octoprint.waitForState(
        ({ text, completion }) => text === 'Operational' && completion === 100,
      )
      await expect
        .poll(() => site.reports.at(-1)?.fields.state, { timeout: 10_000 })
        .toBe('finished')
      run.child.kill('SIGTERM')
      expect((await run.ended).exitCode).toBe(0)
      expect(site.reports.map(({ fields }) => fields.state)).toContain('printing')
      expect(site.reports.at(-1)?.fields).toMatchObject({
        status: 'Finished short',
        progress: '100',
        remaining_seconds: '0',
        // Nothing is printing any more, so it announces the idle interval.
        interval_seconds: '3600',
      })
    })

    test('with an interval of an hour, moments of a print are reported at once, with a picture', async () => {
      const { site, environment } = await startHome()
      const camera = await startStub(async (_received, response) => response.end(await makeJpeg()))
      await octoprint.upload('moments.gcode', createGcode(1))
      const run = startSnapper(['--interval', '1h'], {
        ...environment,
        SNAPSHOT_URL: camera.url.href,
      })
      await expect.poll(run.getLog, { timeout: 10_000 }).toContain('listening')
      const pictured = () => site.reports.filter(({ image }) => image !== null)
      await expect.poll(() => pictured().length).toBe(1)
      const moment = async (act: () => Promise<unknown>, states: RegExp) => {
        await act()
        await expect
          .poll(() => pictured().at(-1)?.fields.state, { timeout: 3000, interval: 50 })
          .toMatch(states)
      }
      await moment(() => octoprint.print('moments.gcode'), /^(starting|printing)$/)
      await octoprint.waitForState(({ text }) => text === 'Printing')
      await octoprint.pause()
      await moment(() => octoprint.waitForState(({ text }) => text === 'Paused'), /^paused$/)
      await moment(() => octoprint.resume(), /^printing$/)
      await moment(() => octoprint.waitForState(({ text }) => text === 'Operational'), /^finished$/)
      run.child.kill('SIGTERM')
      expect((await run.ended).exitCode).toBe(0)
      const states = pictured().map(({ fields }) => fields.state)
      expect(states).toEqual([
        // OctoPrint remembers the print of another test.
        expect.stringMatching(/^(idle|finished)$/),
        expect.stringMatching(/^(starting|printing)$/),
        'paused',
        'printing',
        'finished',
      ])
      const observed = site.reports.map(({ fields }) => fields.observed_at)
      expect(new Set(observed).size).toBe(observed.length)
    })

    test('a failed print, dated by OctoPrint’s history', async () => {
      const { site, environment } = await startHome()
      const home = { ...environment, SPOOL_DIR: makeFolder() }
      await octoprint.upload('doomed.gcode', createGcode(40))
      await octoprint.print('doomed.gcode')
      await octoprint.waitForState(({ completion }) => (completion ?? 0) > 2)
      await runSnapper([], home)
      const failedAfter = Date.now()
      await octoprint.send('!!DEBUG:trigger_fatal_error_marlin')
      await octoprint.waitForState(({ text }) => /^(Error|Offline after error)/.test(text))
      const failedBefore = Date.now()
      expect((await runSnapper([], home)).exitCode).toBe(0)
      const [, now, end] = site.reports.map(({ fields }) => fields)
      // By now no file is selected.
      expect(now).toMatchObject({ state: 'error', status: 'The printer reports an error' })
      expect(end).toMatchObject({ state: 'error', job_name: 'doomed.gcode' })
      const failedAt = Date.parse(end?.observed_at ?? '')
      // OctoPrint 2 rounds dates to the second.
      expect(failedAt).toBeGreaterThan(failedAfter - 1000)
      expect(failedAt).toBeLessThan(failedBefore)
      await octoprint.connect()
    })

    test('the doctor distinguishes a read-only key from one that can start a print', async () => {
      const examine = async (key: string) => {
        const { environment } = await startHome(key)
        return (await runSnapper(['doctor'], environment)).stdout
      }
      const readOnly = await examine(octoprint.readOnlyApiKey)
      expect(readOnly).toContain('read-only')
      expect(readOnly).toContain('moments of a print are reported at once')
      expect(await examine(octoprint.apiKey)).toMatch(
        /WARN {2}key {10}it allows more than reading: /,
      )
    })

    test('disconnected', async () => {
      await octoprint.disconnect()
      expect(await shoot()).toMatchObject({ exitCode: 0, fields: { state: 'offline' } })
    })

    test('while starting up it is unreachable, until it responds', async () => {
      const starting = await launchOctoPrint({ version })
      onTestFinished(starting.close)
      let isUp = false
      const up = starting.ready().finally(() => {
        isUp = true
      })
      const states = new Map<string | null, string>()
      while (!isUp) {
        const { reading, detail } = await look(starting)
        if (!isUp) states.set(detail, reading.state)
        await sleep(20)
      }
      await up
      // A placeholder server runs meanwhile and doesn't speak HTTP.
      expect([...states.keys()]).toContain("the server doesn't speak HTTP (yet)")
      states.delete(null) // up, a moment before we knew
      expect(new Set(states.values())).toEqual(new Set(['unreachable']))
      expect((await look(starting)).reading.state).toBe('offline')
    })

    test('with an invalid key the picture is sent, and the exit code asks for a configuration change', async () => {
      expect(await shoot('wrong')).toMatchObject({
        exitCode: 2,
        fields: { state: 'unauthorized', status: "OctoPrint doesn't accept the snapper's key" },
      })
    })
  })
