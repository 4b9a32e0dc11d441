import { readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { examine } from '../doctor/doctor.fixture.ts'
import { findMosquitto, listen, password, startMosquitto } from '../testing/mosquitto.ts'
import { printing, respondAsOctoPrint } from '../testing/octoprint-responses.ts'
import { makeJpeg } from '../testing/pictures.ts'
import { runSnapper, startSnapper } from '../testing/run-snapper.ts'
import { makeCertificate } from '../testing/self-signed.ts'
import { startSite } from '../testing/site.ts'
import { startStub } from '../testing/stub-server.ts'
import { deviceDiscovery } from './home-assistant.fixture.ts'

/* What an owner sees in Home Assistant, with Debian's broker between. */

const missing = findMosquitto()
if (missing !== null && process.env.CI) throw new Error(missing)

async function startHome() {
  const jpeg = await makeJpeg()
  const printer = await startStub(respondAsOctoPrint(printing))
  const camera = await startStub((_received, response) => response.end(jpeg))
  const site = await startSite()
  const own = { OCTOPRINT_ROOT: printer.url.href, OCTOPRINT_KEY: 'octoprint-key' }
  return {
    jpeg,
    site,
    environment: { ...site.environment, ...own, SNAPSHOT_URL: camera.url.href },
  }
}

/** By the last part of their topics. */
function read({ newest }: Awaited<ReturnType<typeof listen>>) {
  const find = (end: string) => [...newest].find(([topic]) => topic.endsWith(`/${end}`))?.[1]
  const state = find('state')
  return {
    device: find('config') && deviceDiscovery.parse(JSON.parse(String(find('config')))),
    availability: find('availability')?.toString(),
    state: state && JSON.parse(String(state)),
    picture: find('picture'),
  }
}

describe.skipIf(missing !== null)('with a broker', { timeout: 60_000 }, () => {
  test('a broker that is away neither delays the report nor fails the run, and is in the log', async () => {
    const { site, environment } = await startHome()
    const broker = await startMosquitto()
    await broker.stop()
    const run = await runSnapper([], { ...environment, ...broker.environment })
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(site.reports).toHaveLength(1)
    const [delivered, last] = run.lines.slice(-2)
    expect(delivered?.msg).toBe('delivered')
    expect(last).toMatchObject({ level: 'warn', msg: 'not published by MQTT' })
    expect(last?.detail).toMatch(/no broker there/)
  })

  test('a wrong password is in the log, without the password', async () => {
    const { environment } = await startHome()
    const broker = await startMosquitto()
    const wrong = { ...broker.environment, MQTT_PASSWORD: 'unlucky-guess' }
    const run = await runSnapper([], { ...environment, ...wrong })
    expect(run.exitCode).toBe(0)
    expect(run.lines.at(-1)?.detail).toMatch(/rejects the user or the password; set MQTT_USER/)
    expect(run.stdout).not.toContain('unlucky-guess')
  })

  test('one run is enough: who looks later finds device, readings and picture', async () => {
    const { jpeg, environment } = await startHome()
    const broker = await startMosquitto()
    const run = await runSnapper([], { ...environment, ...broker.environment })
    expect(run.lines.at(-1)?.msg).toBe('delivered')
    const homeAssistant = await listen(broker.url)
    await vi.waitFor(() => expect(homeAssistant.newest.size).toBe(4))
    const { device, availability, state, picture } = read(homeAssistant)
    expect(device?.components.state).toMatchObject({ expire_after: 1800 })
    expect(availability).toBe('online')
    expect(state).toMatchObject({ state: 'printing', job: expect.stringContaining('benchy') })
    expect(picture?.equals(jpeg)).toBe(true)
  })

  test('a resident snapper publishes again when Home Assistant starts, and is unavailable when it dies', async () => {
    const { environment } = await startHome()
    const broker = await startMosquitto()
    const homeAssistant = await listen(broker.url)
    const { child } = startSnapper(['--interval', '30s'], { ...environment, ...broker.environment })
    const wait = { timeout: 20_000 }
    await vi.waitFor(() => expect(read(homeAssistant).picture).toBeDefined(), wait)
    const { device } = read(homeAssistant)
    expect(device?.components.state).toMatchObject({ expire_after: 90 })
    await vi.waitFor(() => expect(homeAssistant.newest.size).toBe(4), wait)
    const before = new Map(homeAssistant.counts)
    await homeAssistant.publish('homeassistant/status', 'online')
    const again = () =>
      [...before].filter(([topic, count]) => homeAssistant.counts.get(topic) === count + 1)
    await vi.waitFor(() => expect(again()).toHaveLength(4), wait)
    child.kill('SIGKILL')
    await vi.waitFor(() => expect(read(homeAssistant).availability).toBe('offline'), wait)
  })

  test('a resident snapper that is stopped says so', async () => {
    const { environment } = await startHome()
    const broker = await startMosquitto()
    const homeAssistant = await listen(broker.url)
    const run = startSnapper(['--interval', '30s'], { ...environment, ...broker.environment })
    await vi.waitFor(() => expect(read(homeAssistant).state).toBeDefined(), { timeout: 20_000 })
    run.child.kill('SIGTERM')
    expect((await run.ended).exitCode).toBe(0)
    await vi.waitFor(() => expect(read(homeAssistant).availability).toBe('offline'))
  })

  test('the doctor says whether the broker lets the snapper in, over TLS too', async () => {
    const certificate = makeCertificate()
    const broker = await startMosquitto(certificate)
    const unknown = await examine({ environment: broker.environment })
    expect(unknown.bad).toEqual([
      expect.stringMatching(/WARN +mqtt +its certificate is self-signed/),
    ])
    expect(unknown.stdout).toContain('HOME_CA_FILE')
    const HOME_CA = readFileSync(certificate.certificate, 'utf8')
    const known = await examine({ environment: { ...broker.environment, HOME_CA } })
    expect([known.bad, known.exitCode]).toEqual([[], 0])
    expect(known.stdout).toContain(`connected to the MQTT broker ${broker.url}`)
    expect(known.stdout).not.toContain(password)
  })
})
