import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { describe, expect, onTestFinished, test } from 'vitest'
import { findFreePort } from '../testing/free-port.ts'
import { captureFrame } from './camera.ts'
import { runSnapper } from './testing/run-snapper.ts'
import { startSite } from './testing/site.ts'

const program = process.env.FFMPEG || 'ffmpeg'
const isThere = spawnSync(program, ['-version']).status === 0
const obstacle = 'the tests against a real ffmpeg. Install the package ffmpeg.'
if (!isThere && process.env.CI) throw new Error(`Missing in CI: ${obstacle}`)
if (!isThere) console.warn(`Skipped: ${obstacle}`)

const never = new AbortController().signal
const limits = { deadlineMs: 10_000, maxBytes: 2_000_000, retryMs: 10 }
const multipart = [
  ...['-c:v', 'mjpeg', '-f', 'mpjpeg'],
  ...['-content_type', 'multipart/x-mixed-replace;boundary=ffmpeg'],
]

/** ffmpeg as a camera: a moving test card, for the first client. */
async function startCamera(output: string[]): Promise<{ url: URL; child: ChildProcess }> {
  const port = await findFreePort()
  const url = new URL(`http://127.0.0.1:${port}/`)
  const input = ['-re', '-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=10', '-q:v', '4']
  const child = spawn(program, [...input, ...output, '-listen', '1', url.href], { stdio: 'ignore' })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  // A connection made to check for it would be the first client.
  const listening = new RegExp(`:${port.toString(16).toUpperCase().padStart(4, '0')} 0+:0000 0A`)
  while (!listening.test(readFileSync('/proc/net/tcp', 'utf8'))) await sleep(20)
  return { url, child }
}

describe.skipIf(!isThere)('a real ffmpeg as the camera', () => {
  test('delivers one complete picture from its stream, then is disconnected', async () => {
    const { url, child } = await startCamera(multipart)
    const ended = once(child, 'exit')
    const taken = await captureFrame({ url }, never, limits)
    if (!('frame' in taken)) throw new Error(JSON.stringify(taken))
    const { format, width, height } = await sharp(taken.frame.bytes, { failOn: 'error' }).metadata()
    expect([format, width, height]).toEqual(['jpeg', 1280, 720])
    await sharp(taken.frame.bytes, { failOn: 'error' }).raw().toBuffer()
    // It sends until the client disconnects.
    await ended
  })

  test('its picture reaches the site', async () => {
    const site = await startSite()
    const { url } = await startCamera(multipart)
    const environment = { ...site.environment, SNAPSHOT_URL: url.href, DARK_LUMA: '10' }
    const { exitCode, stderr } = await runSnapper([], environment)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const { width } = await sharp(site.reports[0]?.image ?? Buffer.alloc(0)).metadata()
    expect(width).toBe(1280)
  })

  test('a PNG works too', async () => {
    const site = await startSite()
    const still = ['-frames:v', '1', '-c:v', 'png', '-f', 'image2pipe', '-content_type']
    const { url } = await startCamera([...still, 'image/png'])
    const { exitCode } = await runSnapper([], { ...site.environment, SNAPSHOT_URL: url.href })
    expect(exitCode).toBe(0)
    const { format, width } = await sharp(site.reports[0]?.image ?? Buffer.alloc(0)).metadata()
    expect([format, width]).toEqual(['jpeg', 1280])
  })

  test('the first picture of an endless sequence without boundaries is taken', async () => {
    const { url } = await startCamera(['-c:v', 'mjpeg', '-f', 'mjpeg'])
    expect(await captureFrame({ url }, never, limits)).toHaveProperty('frame')
  })
})
