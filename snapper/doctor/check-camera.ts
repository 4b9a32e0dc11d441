import { setTimeout as sleep } from 'node:timers/promises'
import { type Camera, type CameraResult, cameraLimits, captureFrame } from '../camera.ts'
import type { CameraConfig } from '../config-camera.ts'
import { runHook } from '../hooks.ts'
import { formatAddress } from '../log.ts'
import { readSize } from '../picture/segments.ts'
import type { KnownCamera } from '../printers/backend.ts'
import { getPrivacyReason } from '../privacy.ts'
import { adviseName, type Check } from './check.ts'
import { checkPicture } from './check-picture.ts'

/** Checks that the camera delivers a fresh, complete, upright and lit picture. `bytes`: its size as sent. */
export async function checkCamera(
  config: CameraConfig,
  known: KnownCamera | null,
  signal: AbortSignal,
): Promise<{ checks: Check[]; bytes: number | null }> {
  const camera: Camera | null = config.url ? { url: config.url } : (known?.camera ?? null)
  if (camera === null)
    return note("none: SNAPSHOT_URL isn't set, and the printer's server named no camera")
  const privacyReason = getPrivacyReason(config.privacy, new Date())
  if (privacyReason !== null) return note(`${privacyReason}: no picture is taken now`)
  const where = formatAddress(camera.url)
  const hooks: Check[] = []
  const { first, second, tookMs } = await captureTwice(camera, config, hooks, signal)
  if ('absent' in first) return note(`none at ${where}`)
  if ('missing' in first) {
    const [line = '', ...todo] = first.missing.detail.split('; ')
    const otherwise =
      adviseName(line, config.number === 1 ? 'SNAPSHOT_URL' : `SNAPSHOT_URL_${config.number}`) ??
      'Open the address in a browser on this machine: one still picture should appear.'
    return {
      checks: [
        ...hooks,
        {
          level: 'fail',
          topic: 'camera',
          line: `${where}: ${line}`,
          advice: todo.length > 0 ? todo.join('; ') : otherwise,
        },
      ],
      bytes: null,
    }
  }
  const { bytes } = first.frame
  const size = readSize(bytes)
  const pixels = size === null ? '' : `${size.width}x${size.height}, `
  const whole: Check = {
    level: 'ok',
    topic: 'camera',
    line: `a complete picture (${pixels}${Math.ceil(bytes.length / 1000)} kB) from ${where}, ${tookMs} ms`,
  }
  const isSame = 'frame' in second && second.frame.bytes.equals(bytes)
  const picture = await checkPicture(bytes, config, known)
  return {
    checks: [...hooks, whole, isSame ? stale : fresh, ...picture.checks],
    bytes: picture.bytes,
  }
}

const fresh: Check = { level: 'ok', topic: 'camera', line: 'fresh: two pictures in a row differ' }
const stale: Check = {
  level: 'warn',
  topic: 'camera',
  line: 'two identical pictures within a second',
  advice: 'A working camera never does that: restart the camera or its server.',
}

function note(line: string): { checks: Check[]; bytes: null } {
  return { checks: [{ level: 'note', topic: 'camera', line }], bytes: null }
}

/** Captures as the snapper does, with the lights on, then again to see whether the picture changes. */
async function captureTwice(
  camera: Camera,
  { hooks, warmupFrames, timeoutMs }: CameraConfig,
  checks: Check[],
  signal: AbortSignal,
): Promise<{ first: CameraResult; second: CameraResult; tookMs: number }> {
  const logFailure = (_level: unknown, line: string, fields: { detail?: unknown } = {}) =>
    checks.push({
      level: 'warn',
      topic: 'camera',
      line: `${line} (${fields.detail})`,
      advice: 'Try it by hand on this machine; pictures are taken anyway.',
    })
  const limits = { ...cameraLimits, deadlineMs: timeoutMs }
  await runHook('HOOK_BEFORE', hooks.before, logFailure)
  try {
    for (let frame = 0; frame < warmupFrames; frame += 1) await captureFrame(camera, signal, limits)
    const startedAtMs = performance.now()
    const first = await captureFrame(camera, signal, limits)
    const tookMs = Math.round(performance.now() - startedAtMs)
    if (!('frame' in first)) return { first, second: first, tookMs }
    await sleep(500, undefined, { signal })
    return { first, second: await captureFrame(camera, signal, limits), tookMs }
  } finally {
    await runHook('HOOK_AFTER', hooks.after, logFailure)
  }
}
