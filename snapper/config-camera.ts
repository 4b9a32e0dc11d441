import { type Environment, readNumber, readUrl, type Values } from './environment.ts'
import { type MaskArea, parseMask } from './picture/mask.ts'
import { makeTransform, type Transform } from './picture/transform.ts'
import { type Hours, parseHours } from './privacy.ts'

export interface CameraConfig {
  /** `null`: the camera configured in the printer's server, if any. */
  url: URL | null
  /** `null`: as configured in the printer's server. */
  transform: Transform | null
  mask: MaskArea[]
  darkLuma: number
  /** For one picture, including a second attempt. */
  timeoutMs: number
  warmupFrames: number
  /** A URL to request, or a shell command. */
  hooks: { before: string | null; after: string | null }
  /** No picture is taken while this file exists or during these hours. */
  privacy: { file: string | null; hours: Hours | null }
  budget: { perPictureBytes: number | null; perDayBytes: number | null }
}

export function readCameraConfig(
  values: Values,
  environment: Environment,
  errors: string[],
): CameraConfig {
  const url = readUrl(values, 'SNAPSHOT_URL', errors)
  const budgetKb = { min: 1, max: 10_240, byDefault: null }
  const timeout = { min: 1, max: 60, byDefault: 10 }
  const budgetMb = { min: 0.1, max: 100_000, byDefault: null }
  const perPictureKb = readNumber(values, 'BUDGET_KB', budgetKb, errors)
  const perDayMb = readNumber(values, 'BUDGET_MB_PER_DAY', budgetMb, errors)
  return {
    url,
    transform: readTransform(values, errors),
    mask: readMask(values, errors),
    darkLuma: readNumber(values, 'DARK_LUMA', { min: 0, max: 255, byDefault: 10 }, errors),
    timeoutMs: 1000 * readNumber(values, 'CAMERA_TIMEOUT_SECONDS', timeout, errors),
    warmupFrames: readNumber(values, 'WARMUP_FRAMES', { min: 0, max: 30, byDefault: 0 }, errors),
    hooks: {
      before: readHook(values, 'HOOK_BEFORE', errors),
      after: readHook(values, 'HOOK_AFTER', errors),
    },
    privacy: {
      // Despite its name this isn't the `_FILE` variant of a variable: only the file's existence matters.
      file: environment.PRIVACY_FILE || null,
      hours: readHours(values, errors),
    },
    budget: {
      perPictureBytes: perPictureKb === null ? null : perPictureKb * 1000,
      perDayBytes: perDayMb === null ? null : perDayMb * 1_000_000,
    },
  }
}

function readHook(
  values: Values,
  name: 'HOOK_BEFORE' | 'HOOK_AFTER',
  errors: string[],
): string | null {
  const isAddress = /^https?:/i.test(values[name] ?? '')
  return isAddress ? (readUrl(values, name, errors)?.href ?? null) : (values[name] ?? null)
}

function readTransform(values: Values, errors: string[]): Transform | null {
  const { CAMERA_ROTATE: rotate, CAMERA_FLIP: flip } = values
  if (rotate === undefined && flip === undefined) return null
  if (rotate !== undefined && !/^(0|90|180|270)$/.test(rotate))
    errors.push('CAMERA_ROTATE: must be 0, 90, 180 or 270 (degrees clockwise)')
  if (flip !== undefined && !/^(none|h|v|hv)$/.test(flip))
    errors.push('CAMERA_FLIP: must be h (left to right), v (upside down), hv or none')
  return makeTransform(
    flip?.includes('h') ?? false,
    flip?.endsWith('v') ?? false,
    Number(rotate ?? 0),
  )
}

function readMask(values: Values, errors: string[]): MaskArea[] {
  if (values.CAMERA_MASK === undefined) return []
  const mask = parseMask(values.CAMERA_MASK)
  if (mask === null)
    errors.push('CAMERA_MASK: must be left,top,width,height in percent, several separated by ";"')
  return mask ?? []
}

function readHours(values: Values, errors: string[]): Hours | null {
  if (values.PRIVACY_HOURS === undefined) return null
  const hours = parseHours(values.PRIVACY_HOURS)
  if (hours === null) errors.push('PRIVACY_HOURS: must look like 22:00-07:00')
  return hours
}
