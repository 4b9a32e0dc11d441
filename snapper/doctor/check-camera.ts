import { setTimeout as sleep } from 'node:timers/promises'
import { type Camera, takeFrame } from '../camera.ts'
import type { CameraConfig } from '../config-camera.ts'
import { formatAddress } from '../log.ts'
import { loadSharp } from '../picture/load-sharp.ts'
import { lookAt } from '../picture/look.ts'
import { isTurned } from '../picture/turn.ts'
import type { KnownCamera } from '../printers/backend.ts'
import type { Check } from './check.ts'

/** Does the camera give a picture that is fresh, whole, upright and lit? */
export async function checkCamera(
  config: CameraConfig,
  known: KnownCamera | null,
  signal: AbortSignal,
): Promise<{ checks: Check[]; bytes: number | null }> {
  const camera: Camera | null = config.url ? { url: config.url } : (known?.camera ?? null)
  if (camera === null)
    return {
      checks: [
        {
          level: 'note',
          line: "camera: none; the printer's server knows of none, and SNAPSHOT_URL isn't set",
        },
      ],
      bytes: null,
    }
  const startedAtMs = performance.now()
  const first = await takeFrame(camera, signal)
  const tookMs = Math.round(performance.now() - startedAtMs)
  const where = formatAddress(camera.url)
  if ('absent' in first)
    return { checks: [{ level: 'note', line: `camera: there is none at ${where}` }], bytes: null }
  if ('missing' in first)
    return {
      checks: [
        {
          level: 'fail',
          line: `camera: ${where}: ${first.missing.detail}`,
          advice: 'Open the address in a browser on this machine: one still picture should appear.',
        },
      ],
      bytes: null,
    }
  const { bytes } = first.frame
  const whole: Check = {
    level: 'ok',
    line: `camera: a whole picture of ${bytes.length} bytes from ${where}, ${tookMs} ms`,
  }
  await sleep(500, undefined, { signal })
  const second = await takeFrame(camera, signal)
  const isSame = 'frame' in second && second.frame.bytes.equals(bytes)
  const checks = [whole, isSame ? stale : fresh, await checkLight(bytes, config.darkLuma)]
  checks.push(checkTurn(config, known))
  return { checks, bytes: bytes.length }
}

const fresh: Check = { level: 'ok', line: 'camera: its pictures are fresh: two are never the same' }
const stale: Check = {
  level: 'warn',
  line: 'camera: twice the very same picture within a second',
  advice: 'A living camera never does that: restart the camera or its server.',
}

async function checkLight(bytes: Buffer, darkLuma: number): Promise<Check> {
  const sharp = await loadSharp()
  if (sharp === null)
    return { level: 'note', line: "camera: without sharp its light can't be judged" }
  try {
    const { luma } = await lookAt(sharp, bytes)
    const line = `camera: mean luma ${luma.toFixed(0)} of 255`
    if (luma >= darkLuma) return { level: 'ok', line }
    const advice = 'It is too dark to be sent: light the printer, or set DARK_LUMA lower.'
    return { level: 'warn', line, advice }
  } catch {
    return {
      level: 'fail',
      line: "camera: its picture has a beginning and an end, but can't be decoded",
      advice: 'Look at it in a browser; restart the camera or lower its resolution.',
    }
  }
}

function checkTurn(config: CameraConfig, known: KnownCamera | null): Check {
  const turn = config.turn ?? known?.turn ?? null
  const source = config.turn === null ? "as the printer's server says" : 'as told'
  if (turn === null || !isTurned(turn)) return { level: 'ok', line: 'camera: shown as it stands' }
  const flip = turn.isMirrored ? 'mirrored, ' : ''
  return { level: 'ok', line: `camera: ${flip}turned by ${turn.clockwise} degrees, ${source}` }
}
