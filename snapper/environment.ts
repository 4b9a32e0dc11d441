import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { cameraNumbers } from '#lib/api/cameras.ts'
import { parseDecimal } from '#lib/api/parse-decimal.ts'

/** Of each camera after the first, with `_2` and so on behind the name. */
const perCamera = [
  'SNAPSHOT_URL',
  'SNAPSHOT_NAME',
  'CAMERA_ROTATE',
  'CAMERA_FLIP',
  'CAMERA_MASK',
] as const

const first = [
  'PRINTER_ENDPOINT',
  'SNAPPER_TOKEN',
  'SNAPPER_USER',
  'SNAPPER_PASSWORD',
  'USER',
  'PASSWORD',
  'OCTOPRINT_ROOT',
  'OCTOPRINT_KEY',
  'PRINTER_BACKEND',
  ...perCamera,
  'INTERVAL_SECONDS',
  'SPOOL_DIR',
  'SPOOL_MB',
  'SPOOL_HOURS',
  'BUDGET_KB',
  'BUDGET_MB_PER_DAY',
  'DARK_LUMA',
  'CAMERA_TIMEOUT_SECONDS',
  'WARMUP_FRAMES',
  'HOME_CA',
  'HOME_TLS_UNCHECKED',
  'MQTT_URL',
  'MQTT_USER',
  'MQTT_PASSWORD',
  'MQTT_NAME',
  'MQTT_DISCOVERY',
  'HOOK_BEFORE',
  'HOOK_AFTER',
  'PRIVACY_HOURS',
] as const
export type CameraName = (typeof perCamera)[number]
export type Name = (typeof first)[number] | `${CameraName}_${number}`

/** Every variable that the snapper reads; each also as `NAME_FILE`. */
export const names: readonly Name[] = [
  ...first,
  ...cameraNumbers
    .slice(1)
    .flatMap((number) => perCamera.map((name) => `${name}_${number}` as const)),
]
export type Values = Partial<Record<Name, string>>
export type Environment = Record<string, string | undefined>

/**
 * Adds the variables of a file such as `.env`; the environment takes precedence. A missing file is fine, an unreadable one is
 * an error.
 *
 * If the environment names the site, the file is ignored: a report must never go to one site with the credentials or the
 * spool of another.
 */
export function withEnvFile(environment: Environment, path: string, errors: string[]): Environment {
  if (environment.PRINTER_ENDPOINT || environment.PRINTER_ENDPOINT_FILE) return environment
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error
    if (code !== 'ENOENT') errors.push(`${path}: can't be read (${code})`)
    return environment
  }
  const given = Object.entries(environment).filter(([, value]) => value !== undefined)
  return { ...parseEnv(text), ...Object.fromEntries(given) }
}

/** An empty variable counts as unset, as in a Compose file. */
export function readValues(environment: Environment, errors: string[]): Values {
  const values: Values = {}
  for (const name of names) {
    const path = environment[`${name}_FILE`] || undefined
    const given = environment[name] || undefined
    const value = path === undefined ? given : readValueFile(name, path, errors)
    // A shell sets USER by itself, so it doesn't contradict USER_FILE.
    if (path !== undefined && given !== undefined && name !== 'USER')
      errors.push(`${name}, ${name}_FILE: set only one of them`)
    if (value !== undefined) values[name] = value
  }
  return values
}

function readValueFile(name: Name, path: string, errors: string[]): string | undefined {
  try {
    // Editors and `echo` end a file with a newline, which isn't part of a password.
    const value = readFileSync(path, 'utf8').replace(/\r?\n$/, '')
    if (value === '') errors.push(`${name}_FILE: the file is empty`)
    return value
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown error'
    // Don't repeat the path: it may be a secret that was put into the wrong variable.
    errors.push(`${name}_FILE: can't read the file (${code})`)
    return undefined
  }
}

export function readUrl(values: Values, name: Name, errors: string[]): URL | null {
  const value = values[name]
  if (value === undefined) return null
  // Don't repeat the value: it may contain a password.
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    errors.push(`${name}: must be a URL that starts with http:// or https://`)
    return null
  }
  return new URL(value)
}

/** A number within bounds; `byDefault` if it is unset or invalid. */
export function readNumber<T extends number | null>(
  values: Values,
  name: Name,
  { min, max, byDefault }: { min: number; max: number; byDefault: T },
  errors: string[],
): number | T {
  const value = values[name]
  if (value === undefined) return byDefault
  const number = parseDecimal(value) ?? Number.NaN
  if (number >= min && number <= max) return number
  errors.push(`${name}: must be a number from ${min} to ${max}`)
  return byDefault
}
