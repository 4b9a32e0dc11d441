import { type Environment, readNumber, readUrl, type Values } from './environment.ts'
import { type MaskArea, parseMask } from './picture/mask.ts'
import { makeTransform, type Transform } from './picture/transform.ts'
import { type Hours, parseHours } from './privacy.ts'

export interface CameraConfig {
  /** `null`: the one that the printer's server knows of, if any. */
  url: URL | null
  /** `null`: as the settings of the printer's server say. */
  turn: Transform | null
  mask: MaskArea[]
  darkLuma: number
  warmupFrames: number
  /** An address that is asked, or a command for the shell. */
  hooks: { before: string | null; after: string | null }
  /** While this file exists, and in these hours, no picture is taken. */
  privacy: { file: string | null; hours: Hours | null }
  budget: { perPictureBytes: number | null; perDayBytes: number | null }
}

export function readCameraConfig(
  values: Values,
  environment: Environment,
  faults: string[],
): CameraConfig {
  const url = readUrl(values, 'SNAPSHOT_URL', faults)
  const budgetKb = { min: 1, max: 10_240, byDefault: null }
  const budgetMb = { min: 0.1, max: 100_000, byDefault: null }
  const perPictureKb = readNumber(values, 'BUDGET_KB', budgetKb, faults)
  const perDayMb = readNumber(values, 'BUDGET_MB_PER_DAY', budgetMb, faults)
  return {
    url,
    turn: readTurn(values, faults),
    mask: readMask(values, faults),
    darkLuma: readNumber(values, 'DARK_LUMA', { min: 0, max: 255, byDefault: 10 }, faults),
    warmupFrames: readNumber(values, 'WARMUP_FRAMES', { min: 0, max: 30, byDefault: 0 }, faults),
    hooks: {
      before: readHook(values, 'HOOK_BEFORE', faults),
      after: readHook(values, 'HOOK_AFTER', faults),
    },
    privacy: {
      // Its name ends as those of the files that hold a value do, but it is only looked for.
      file: environment.PRIVACY_FILE || null,
      hours: readHours(values, faults),
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
  faults: string[],
): string | null {
  const isAddress = /^https?:/i.test(values[name] ?? '')
  return isAddress ? (readUrl(values, name, faults)?.href ?? null) : (values[name] ?? null)
}

function readTurn(values: Values, faults: string[]): Transform | null {
  const { CAMERA_ROTATE: rotate, CAMERA_FLIP: flip } = values
  if (rotate === undefined && flip === undefined) return null
  if (rotate !== undefined && !/^(0|90|180|270)$/.test(rotate))
    faults.push('CAMERA_ROTATE: must be 0, 90, 180 or 270 (degrees with the clock)')
  if (flip !== undefined && !/^(none|h|v|hv)$/.test(flip))
    faults.push('CAMERA_FLIP: must be h (left to right), v (upside down), hv or none')
  return makeTransform(
    flip?.includes('h') ?? false,
    flip?.endsWith('v') ?? false,
    Number(rotate ?? 0),
  )
}

function readMask(values: Values, faults: string[]): MaskArea[] {
  if (values.CAMERA_MASK === undefined) return []
  const mask = parseMask(values.CAMERA_MASK)
  if (mask === null)
    faults.push('CAMERA_MASK: must be left,top,width,height in percent, several divided by ";"')
  return mask ?? []
}

function readHours(values: Values, faults: string[]): Hours | null {
  if (values.PRIVACY_HOURS === undefined) return null
  const hours = parseHours(values.PRIVACY_HOURS)
  if (hours === null) faults.push('PRIVACY_HOURS: must be such as 22:00-07:00')
  return hours
}
