import { readFileSync } from 'node:fs'

/** Every variable that the snapper reads; each also as `NAME_FILE`. */
export const names = [
  'PRINTER_ENDPOINT',
  'SNAPPER_TOKEN',
  'SNAPPER_USER',
  'SNAPPER_PASSWORD',
  'USER',
  'PASSWORD',
  'OCTOPRINT_ROOT',
  'OCTOPRINT_KEY',
  'PRINTER_BACKEND',
  'SNAPSHOT_URL',
  'INTERVAL_SECONDS',
  'SPOOL_DIR',
  'SPOOL_MB',
  'SPOOL_HOURS',
  'BUDGET_KB',
  'BUDGET_MB_PER_DAY',
  'DARK_LUMA',
  'CAMERA_ROTATE',
  'CAMERA_FLIP',
  'CAMERA_MASK',
  'WARMUP_FRAMES',
  'HOOK_BEFORE',
  'HOOK_AFTER',
  'PRIVACY_HOURS',
] as const
export type Name = (typeof names)[number]
export type Values = Partial<Record<Name, string>>
export type Environment = Record<string, string | undefined>

/** A variable that is empty is not set, as in a Compose file. */
export function readValues(environment: Environment, faults: string[]): Values {
  const values: Values = {}
  for (const name of names) {
    const path = environment[`${name}_FILE`] || undefined
    const given = environment[name] || undefined
    const value = path === undefined ? given : readValueFile(name, path, faults)
    // A shell sets USER by itself: it doesn't contradict USER_FILE.
    if (path !== undefined && given !== undefined && name !== 'USER')
      faults.push(`${name}, ${name}_FILE: set one of them`)
    if (value !== undefined) values[name] = value
  }
  return values
}

function readValueFile(name: Name, path: string, faults: string[]): string | undefined {
  try {
    // Editors and `echo` end a file with a newline, which belongs to no password.
    const value = readFileSync(path, 'utf8').replace(/\r?\n$/, '')
    if (value === '') faults.push(`${name}_FILE: the file that it names is empty`)
    return value
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown fault'
    // The path isn't repeated: a secret may stand there by mistake.
    faults.push(`${name}_FILE: it names no file that can be read (${code})`)
    return undefined
  }
}

export function readUrl(values: Values, name: Name, faults: string[]): URL | null {
  const value = values[name]
  if (value === undefined) return null
  // The value isn't repeated: it may hold a password.
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    faults.push(`${name}: must be an address that begins with http:// or https://`)
    return null
  }
  return new URL(value)
}

/** A number within bounds; `byDefault` where it isn't set or is at fault. */
export function readNumber<T extends number | null>(
  values: Values,
  name: Name,
  { min, max, byDefault }: { min: number; max: number; byDefault: T },
  faults: string[],
): number | T {
  const value = values[name]
  if (value === undefined) return byDefault
  const number = value.trim() === '' ? Number.NaN : Number(value)
  if (number >= min && number <= max) return number
  faults.push(`${name}: must be a number from ${min} to ${max}`)
  return byDefault
}
