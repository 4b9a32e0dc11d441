import { setTimeout as sleep } from 'node:timers/promises'
import { type Camera, type CameraResult, captureFrame } from '../camera.ts'
import type { CameraConfig } from '../config-camera.ts'
import { runHook } from '../hooks.ts'
import { formatAddress } from '../log.ts'
import { readSize } from '../picture/segments.ts'
import type { KnownCamera } from '../printers/backend.ts'
import { findPrivacy } from '../privacy.ts'
import type { Check } from './check.ts'
import { checkPicture } from './check-picture.ts'

/** Does the camera give a picture that is fresh, whole, upright and lit? `bytes`: what it costs to send. */
export async function checkCamera(
  config: CameraConfig,
  known: KnownCamera | null,
  signal: AbortSignal,
): Promise<{ checks: Check[]; bytes: number | null }> {
  const camera: Camera | null = config.url ? { url: config.url } : (known?.camera ?? null)
  if (camera === null)
    return note("none: the printer's server knows of none, SNAPSHOT_URL isn't set")
  const rest = findPrivacy(config.privacy, new Date())
  if (rest !== null) return note(`${rest}: no picture is taken now, by nobody`)
  const where = formatAddress(camera.url)
  const hooks: Check[] = []
  const { first, second, tookMs } = await takeTwo(camera, config, hooks, signal)
  if ('absent' in first) return note(`there is none at ${where}`)
  if ('missing' in first)
    return {
      checks: [
        ...hooks,
        {
          level: 'fail',
          topic: 'camera',
          line: `${where}: ${first.missing.detail}`,
          advice: 'Open the address in a browser on this machine: one still picture should appear.',
        },
      ],
      bytes: null,
    }
  const { bytes } = first.frame
  const size = readSize(bytes)
  const pixels = size === null ? '' : `${size.width}x${size.height}, `
  const whole: Check = {
    level: 'ok',
    topic: 'camera',
    line: `a whole picture (${pixels}${Math.ceil(bytes.length / 1000)} kB) from ${where}, ${tookMs} ms`,
  }
  const isSame = 'frame' in second && second.frame.bytes.equals(bytes)
  const picture = await checkPicture(bytes, config, known)
  return {
    checks: [...hooks, whole, isSame ? stale : fresh, ...picture.checks],
    bytes: picture.bytes,
  }
}

const fresh: Check = { level: 'ok', topic: 'camera', line: 'fresh: no two pictures are the same' }
const stale: Check = {
  level: 'warn',
  topic: 'camera',
  line: 'twice the very same picture within a second',
  advice: 'A living camera never does that: restart the camera or its server.',
}

function note(line: string): { checks: Check[]; bytes: null } {
  return { checks: [{ level: 'note', topic: 'camera', line }], bytes: null }
}

/** As the snapper takes one, with the lights on; and one more, to see whether the camera lives. */
async function takeTwo(
  camera: Camera,
  { hooks, warmupFrames }: CameraConfig,
  checks: Check[],
  signal: AbortSignal,
): Promise<{ first: CameraResult; second: CameraResult; tookMs: number }> {
  const tell = (_level: unknown, line: string, fields: { detail?: unknown } = {}) =>
    checks.push({
      level: 'warn',
      topic: 'camera',
      line: `${line} (${fields.detail})`,
      advice: 'Try it by hand on this machine; pictures are taken all the same.',
    })
  await runHook('HOOK_BEFORE', hooks.before, tell)
  try {
    for (let frame = 0; frame < warmupFrames; frame += 1) await captureFrame(camera, signal)
    const startedAtMs = performance.now()
    const first = await captureFrame(camera, signal)
    const tookMs = Math.round(performance.now() - startedAtMs)
    if (!('frame' in first)) return { first, second: first, tookMs }
    await sleep(500, undefined, { signal })
    return { first, second: await captureFrame(camera, signal), tookMs }
  } finally {
    await runHook('HOOK_AFTER', hooks.after, tell)
  }
}
