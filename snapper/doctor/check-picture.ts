import type { CameraConfig } from '../config-camera.ts'
import { preparePicture } from '../picture/prepare.ts'
import { identityTransform, isTransformed } from '../picture/transform.ts'
import type { KnownCamera } from '../printers/backend.ts'
import type { Check } from './check.ts'

/** Prepares the picture exactly as for a report and says what changes. `bytes`: its size as sent. */
export async function checkPicture(
  picture: Buffer,
  config: CameraConfig,
  known: KnownCamera | null,
): Promise<{ checks: Check[]; bytes: number | null }> {
  const transform = config.transform ?? known?.transform ?? identityTransform
  const prepared = await preparePicture(picture, {
    transform,
    mask: config.mask,
    darkLuma: config.darkLuma,
    maxBytes: config.budget.perPictureBytes,
    last: null,
    isActive: true,
    skipsUnchanged: false,
    nowMs: Date.now(),
  })
  if (prepared.kind === 'missing') {
    const { reason, detail } = prepared.missing
    return { checks: [{ topic: 'picture', line: detail, ...advise(reason) }], bytes: null }
  }
  if (prepared.kind !== 'picture')
    return {
      checks: [
        {
          level: 'warn',
          topic: 'picture',
          line: prepared.kind === 'over-budget' ? prepared.detail : 'unchanged',
          advice: 'Only readings are sent: increase BUDGET_KB or lower the camera resolution.',
        },
      ],
      bytes: null,
    }
  const { thumbnail } = prepared.last
  const light: Check =
    thumbnail === null
      ? {
          level: 'note',
          topic: 'picture',
          line: 'brightness not checked (DARK_LUMA=0, or no sharp)',
        }
      : {
          level: 'ok',
          topic: 'picture',
          line: `lit: mean luma ${thumbnail.luma.toFixed(0)} of 255`,
        }
  const saved = prepared.jpeg.length < picture.length * 0.98
  const kilobytes = Math.ceil(prepared.jpeg.length / 1000)
  const size: Check[] = saved
    ? [{ level: 'ok', topic: 'picture', line: `reduced to ${kilobytes} kB` }]
    : []
  return { checks: [light, checkOrientation(config, known), ...size], bytes: prepared.jpeg.length }
}

function advise(reason: string): Pick<Check, 'level' | 'advice'> {
  if (reason === 'dark')
    return {
      level: 'warn',
      advice: 'It is not sent: light the printer (HOOK_BEFORE) or lower DARK_LUMA.',
    }
  if (reason === 'privacy')
    return {
      level: 'fail',
      advice: 'Unmasked pictures are never sent: run "npm install sharp" next to snapper.cjs.',
    }
  return {
    level: 'fail',
    advice: 'Open it in a browser; restart the camera or configure it to deliver JPEGs.',
  }
}

function checkOrientation(config: CameraConfig, known: KnownCamera | null): Check {
  const transform = config.transform ?? known?.transform ?? null
  const source =
    config.transform === null ? "as configured in the printer's server" : 'as configured'
  const line =
    transform === null || !isTransformed(transform)
      ? 'shown without rotation'
      : `shown ${transform.isMirrored ? 'mirrored, ' : ''}rotated by ${transform.clockwise} degrees, ${source}`
  return { level: 'ok', topic: 'picture', line }
}
