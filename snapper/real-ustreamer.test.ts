import { spawn, spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { findFreePort } from '../testing/free-port.ts'
import { captureFrame } from './camera.ts'
import { runSnapper } from './testing/run-snapper.ts'
import { startSite } from './testing/site.ts'

const program = process.env.USTREAMER || 'ustreamer'
const isThere = spawnSync(program, ['--version']).status === 0
const obstacle = 'the tests against a real ustreamer. Install the package ustreamer.'
if (!isThere && process.env.CI) throw new Error(`Missing in CI: ${obstacle}`)
if (!isThere) console.warn(`Skipped: ${obstacle}`)

/** A ustreamer without its camera, as if it had been unplugged. */
async function startWithoutCamera(): Promise<string> {
  const port = await findFreePort()
  const place = ['--host', '127.0.0.1', '--port', String(port)]
  const child = spawn(program, ['--device', '/dev/no-camera', ...place], { stdio: 'ignore' })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    const respond = await fetch(`${url}/state`).catch(() => null)
    await respond?.body?.cancel()
    if (respond?.ok) return url
    await sleep(50)
  }
}

describe.skipIf(!isThere)('a real ustreamer without its camera', () => {
  test('serves a complete JPEG that says NO SIGNAL, which is not sent', async () => {
    const url = await startWithoutCamera()
    const picture = Buffer.from(await (await fetch(`${url}/snapshot`)).arrayBuffer())
    expect([...picture.subarray(0, 2), ...picture.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xd9])

    const site = await startSite()
    const { exitCode, stdout } = await runSnapper([], {
      ...site.environment,
      SNAPSHOT_URL: `${url}/snapshot`,
    })
    expect(exitCode).toBe(0)
    expect(stdout).toContain('ustreamer reports that its camera is offline')
    expect(site.reports[0]).toMatchObject({ image: null, fields: { reason: 'camera_error' } })
  })

  test('the same from its stream, with the header enabled', async () => {
    const url = new URL(`${await startWithoutCamera()}/stream?extra_headers=1`)
    const limits = { deadlineMs: 3000, maxBytes: 1_000_000, retryMs: 10 }
    expect(await captureFrame({ url }, new AbortController().signal, limits)).toMatchObject({
      missing: { reason: 'camera_error', detail: expect.stringContaining('offline') },
    })
  })
})
