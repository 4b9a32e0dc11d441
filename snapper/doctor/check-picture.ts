import type { CameraConfig } from '../config-camera.ts'
import { preparePicture } from '../picture/prepare.ts'
import { identityTransform, isTransformed } from '../picture/transform.ts'
import type { KnownCamera } from '../printers/backend.ts'
import type { Check } from './check.ts'

/** What the snapper makes of the camera's picture, by the way that every picture goes. `bytes`: what is sent. */
export async function checkPicture(
  picture: Buffer,
  config: CameraConfig,
  known: KnownCamera | null,
): Promise<{ checks: Check[]; bytes: number | null }> {
  const turn = config.turn ?? known?.turn ?? identityTransform
  const prepared = await preparePicture(picture, {
    turn,
    mask: config.mask,
    darkLuma: config.darkLuma,
    maxBytes: config.budget.perPictureBytes,
    last: null,
    isActive: true,
    isThrifty: false,
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
          line: prepared.kind === 'too-dear' ? prepared.detail : 'unchanged',
          advice:
            'Only readings are sent: set BUDGET_KB higher, or a lower resolution at the camera.',
        },
      ],
      bytes: null,
    }
  const { look } = prepared.last
  const light: Check =
    look === null
      ? {
          level: 'note',
          topic: 'picture',
          line: "its light can't be judged (DARK_LUMA=0, or no sharp)",
        }
      : { level: 'ok', topic: 'picture', line: `lit: mean luma ${look.luma.toFixed(0)} of 255` }
  const saved = prepared.jpeg.length < picture.length * 0.98
  const kilobytes = Math.ceil(prepared.jpeg.length / 1000)
  const size: Check[] = saved
    ? [{ level: 'ok', topic: 'picture', line: `made smaller: ${kilobytes} kB are sent` }]
    : []
  return { checks: [light, checkTurn(config, known), ...size], bytes: prepared.jpeg.length }
}

function advise(reason: string): Pick<Check, 'level' | 'advice'> {
  if (reason === 'dark')
    return {
      level: 'warn',
      advice: 'It stays at home: light the printer (HOOK_BEFORE), or set DARK_LUMA lower.',
    }
  if (reason === 'privacy')
    return {
      level: 'fail',
      advice: 'No picture goes unmasked: run "npm install sharp" beside the snapper\'s file.',
    }
  return {
    level: 'fail',
    advice: 'Look at it in a browser; restart the camera, or let it give JPEGs.',
  }
}

function checkTurn(config: CameraConfig, known: KnownCamera | null): Check {
  const turn = config.turn ?? known?.turn ?? null
  const source = config.turn === null ? "as the printer's server says" : 'as told'
  const line =
    turn === null || !isTransformed(turn)
      ? 'shown as it stands'
      : `shown ${turn.isMirrored ? 'mirrored, ' : ''}turned by ${turn.clockwise} degrees, ${source}`
  return { level: 'ok', topic: 'picture', line }
}
