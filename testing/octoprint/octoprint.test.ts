import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../simulator/start.ts'
import { createGcode } from './gcode.ts'
import { isOctoPrintObtainable } from './install.ts'
import { type OctoPrint, startOctoPrint } from './start.ts'

const obstacle = isOctoPrintObtainable()
// CI must not skip these tests.
if (obstacle && process.env.CI) throw new Error(obstacle)
if (obstacle) console.warn(`Skipped: the tests with a real OctoPrint. ${obstacle}`)

describe.skipIf(obstacle)('the real OctoPrint', () => {
  let octoPrint: OctoPrint
  let camera: Simulator

  beforeAll(async () => {
    camera = await startSimulator()
    octoPrint = await startOctoPrint({ snapshotUrl: camera.snapshotUrl })
  }, 300_000) // The first run installs OctoPrint, which takes half a minute.
  afterAll(async () => {
    await octoPrint?.close()
    await camera?.close()
  })

  function get(path: string, key = octoPrint.readOnlyApiKey): Promise<Response> {
    return fetch(octoPrint.url + path, { headers: { 'X-Api-Key': key } })
  }
  async function getFlags() {
    return (await (await get('/api/printer')).json()).state.flags
  }

  test('rejects a wrong key, and changes by the read-only key', async () => {
    expect((await get('/api/job', 'wrong')).status).toBe(403)
    const start = await fetch(`${octoPrint.url}/api/connection`, {
      method: 'POST',
      headers: { 'X-Api-Key': octoPrint.readOnlyApiKey, 'Content-Type': 'application/json' },
      body: JSON.stringify({ command: 'connect', port: 'VIRTUAL' }),
    })
    expect(start.status).toBe(403)
  })

  test('is not operational before it is connected', async () => {
    expect((await get('/api/printer')).status).toBe(409)
    expect(await octoPrint.state()).toEqual({ text: 'Offline', file: null, completion: null })
  })

  test('returns the camera’s picture for the read-only key', async () => {
    const response = await get('/downloads/camera/current')
    expect(response.status).toBe(200)
    const bytes = Buffer.from(await response.arrayBuffer())
    expect([...bytes.subarray(0, 3), ...bytes.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xff, 0xd9])
  })

  test('idles, prints, pauses, resumes and cancels', async () => {
    await octoPrint.connect()
    expect(await getFlags()).toMatchObject({ operational: true, ready: true, printing: false })

    await octoPrint.upload('tower.gcode', createGcode(60))
    await octoPrint.print('tower.gcode')
    const early = await octoPrint.waitForState(
      ({ text, completion }) => text === 'Printing' && (completion ?? 0) > 0,
    )
    expect(early.file).toBe('tower.gcode')
    expect(await getFlags()).toMatchObject({ printing: true, paused: false })
    await octoPrint.waitForState(
      ({ completion }) => (completion ?? 0) > (early.completion ?? 0) + 1,
    )

    await octoPrint.pause()
    await octoPrint.waitForState(({ text }) => text === 'Paused')
    expect(await getFlags()).toMatchObject({ printing: false, paused: true })

    await octoPrint.resume()
    await octoPrint.waitForState(({ text }) => text === 'Printing')
    await octoPrint.cancel()
    const after = await octoPrint.waitForState(({ text }) => text === 'Operational')
    expect(after).toMatchObject({ file: 'tower.gcode', completion: null })
  })

  test('finishes a short print at 100 % and keeps its file selected', async () => {
    await octoPrint.upload('short.gcode', createGcode(2))
    await octoPrint.print('short.gcode')
    const done = await octoPrint.waitForState(
      ({ text, completion }) => text === 'Operational' && completion === 100,
    )
    expect(done.file).toBe('short.gcode')
  })

  test('is offline once it is disconnected', async () => {
    await octoPrint.disconnect()
    expect((await get('/api/printer')).status).toBe(409)
    expect((await octoPrint.state()).text).toBe('Offline')
  })
})

test('a folder that can’t be written is an error, and nothing is started', async () => {
  if (obstacle) return
  await expect(startOctoPrint({ baseDir: '/dev/null/nowhere' })).rejects.toThrow(/ENOTDIR/)
})
