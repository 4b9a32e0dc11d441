import { cameraNumbers } from '#lib/api/cameras.ts'
import {
  type CameraName,
  type Environment,
  readNumber,
  readUrl,
  type Values,
} from './environment.ts'
import { type MaskArea, parseMask } from './picture/mask.ts'
import { makeTransform, type Transform } from './picture/transform.ts'
import { type Hours, parseHours } from './privacy.ts'

export interface CameraConfig {
  number: number
  /** What it shows, for the site; `null`: the site's word. */
  name: string | null
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
  const budgetKb = { min: 1, max: 10_240, byDefault: null }
  const timeout = { min: 1, max: 60, byDefault: 10 }
  const budgetMb = { min: 0.1, max: 100_000, byDefault: null }
  const perPictureKb = readNumber(values, 'BUDGET_KB', budgetKb, errors)
  const perDayMb = readNumber(values, 'BUDGET_MB_PER_DAY', budgetMb, errors)
  return {
    ...readOne(values, 1, errors),
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

/** Those after the first, each with a URL, rotation and mask of its own; the rest is the same for all. */
export function readOtherCameras(
  values: Values,
  first: CameraConfig,
  errors: string[],
): CameraConfig[] {
  return cameraNumbers.slice(1).flatMap((number) => {
    const camera = { ...first, ...readOne(values, number, errors) }
    if (camera.url !== null) return [camera]
    if (camera.name !== null || camera.transform !== null || camera.mask.length > 0)
      errors.push(`SNAPSHOT_URL_${number}: required for the other settings of this camera`)
    return []
  })
}

type OneCamera = Pick<CameraConfig, 'number' | 'name' | 'url' | 'transform' | 'mask'>

function readOne(values: Values, number: number, errors: string[]): OneCamera {
  const named = (name: CameraName) => (number === 1 ? name : (`${name}_${number}` as const))
  return {
    number,
    name: values[named('SNAPSHOT_NAME')] ?? null,
    url: readUrl(values, named('SNAPSHOT_URL'), errors),
    transform: readTransform(values, named, errors),
    mask: readMask(values, named('CAMERA_MASK'), errors),
  }
}

type Named = (name: CameraName) => keyof Values

function readHook(
  values: Values,
  name: 'HOOK_BEFORE' | 'HOOK_AFTER',
  errors: string[],
): string | null {
  const isAddress = /^https?:/i.test(values[name] ?? '')
  return isAddress ? (readUrl(values, name, errors)?.href ?? null) : (values[name] ?? null)
}

function readTransform(values: Values, named: Named, errors: string[]): Transform | null {
  const rotate = values[named('CAMERA_ROTATE')]
  const flip = values[named('CAMERA_FLIP')]
  if (rotate === undefined && flip === undefined) return null
  if (rotate !== undefined && !/^(0|90|180|270)$/.test(rotate))
    errors.push(`${named('CAMERA_ROTATE')}: must be 0, 90, 180 or 270 (degrees clockwise)`)
  if (flip !== undefined && !/^(none|h|v|hv)$/.test(flip))
    errors.push(`${named('CAMERA_FLIP')}: must be h (left to right), v (upside down), hv or none`)
  return makeTransform(
    flip?.includes('h') ?? false,
    flip?.endsWith('v') ?? false,
    Number(rotate ?? 0),
  )
}

function readMask(values: Values, name: keyof Values, errors: string[]): MaskArea[] {
  const value = values[name]
  if (value === undefined) return []
  const mask = parseMask(value)
  if (mask === null)
    errors.push(`${name}: must be left,top,width,height in percent, several separated by ";"`)
  return mask ?? []
}

function readHours(values: Values, errors: string[]): Hours | null {
  if (values.PRIVACY_HOURS === undefined) return null
  const hours = parseHours(values.PRIVACY_HOURS)
  if (hours === null) errors.push('PRIVACY_HOURS: must look like 22:00-07:00')
  return hours
}
