import { readFileSync } from 'node:fs'
import type { Camera } from './camera.ts'
import { parseDuration } from './duration.ts'
import type { OctoPrintAddress } from './octoprint.ts'
import type { SpoolConfig } from './spool/open-outbox.ts'
import type { Site, SiteCredentials } from './upload.ts'

export interface Config {
  site: Site
  octoprint: OctoPrintAddress | null
  camera: Camera | null
  /** How often this is started, where it doesn't stay by itself. */
  intervalSeconds: number
  spool: SpoolConfig
  /** Everything that must never be seen in a log. */
  secrets: string[]
}

const names = [
  'PRINTER_ENDPOINT',
  'SNAPPER_TOKEN',
  'SNAPPER_USER',
  'SNAPPER_PASSWORD',
  'USER',
  'PASSWORD',
  'OCTOPRINT_ROOT',
  'OCTOPRINT_KEY',
  'SNAPSHOT_URL',
  'INTERVAL_SECONDS',
  'SPOOL_DIR',
  'SPOOL_MB',
  'SPOOL_HOURS',
] as const
type Name = (typeof names)[number]
type Values = Partial<Record<Name, string>>
type Environment = Record<string, string | undefined>

const defaultIntervalSeconds = 600

/** @returns the configuration, or every fault of the environment, each with what to do */
export function readConfig(environment: Environment): { config: Config } | { faults: string[] } {
  const faults: string[] = []
  const values = readValues(environment, faults)
  const endpoint = readUrl(values, 'PRINTER_ENDPOINT', faults)
  if (values.PRINTER_ENDPOINT === undefined)
    faults.push('PRINTER_ENDPOINT: set it, such as https://example.org/api/3dprinter/1/')
  if (endpoint !== null && (endpoint.username !== '' || endpoint.password !== ''))
    faults.push('PRINTER_ENDPOINT: put user and password into SNAPPER_USER and SNAPPER_PASSWORD')
  const credentials = readCredentials(values, faults)
  const root = readUrl(values, 'OCTOPRINT_ROOT', faults)
  const cameraUrl = readUrl(values, 'SNAPSHOT_URL', faults)
  if (values.OCTOPRINT_ROOT === undefined && values.SNAPSHOT_URL === undefined)
    faults.push('OCTOPRINT_ROOT, SNAPSHOT_URL: set at least one; there is nothing to report')
  const key = values.OCTOPRINT_KEY ?? null
  if (key !== null && !isHeaderSafe(key))
    faults.push('OCTOPRINT_KEY: holds characters that no key has')
  const intervalSeconds = readInterval(values, faults)
  const spool = {
    // systemd makes a folder for a service that asks for one (StateDirectory=) and names it so.
    folder: values.SPOOL_DIR ?? (environment.STATE_DIRECTORY || null),
    maxBytes: readPositive(values, 'SPOOL_MB', 200, faults) * 1_000_000,
    maxAgeMs: readPositive(values, 'SPOOL_HOURS', 24, faults) * 3_600_000,
  }
  if (faults.length > 0 || endpoint === null || credentials === null) return { faults }
  return {
    config: {
      site: { endpoint, credentials },
      octoprint: root && { root: withSlash(root), key },
      camera: cameraUrl && { url: cameraUrl },
      intervalSeconds,
      spool,
      secrets: listSecrets(credentials, key, [root, cameraUrl]),
    },
  }
}

/** A variable that is empty is not set, as in a Compose file. */
function readValues(environment: Environment, faults: string[]): Values {
  const values: Values = {}
  for (const name of names) {
    const path = environment[`${name}_FILE`] || undefined
    const given = environment[name] || undefined
    const value = path === undefined ? given : readSecretFile(name, path, faults)
    // A shell sets USER by itself: it doesn't contradict USER_FILE.
    if (path !== undefined && given !== undefined && name !== 'USER')
      faults.push(`${name}, ${name}_FILE: set one of them`)
    if (value !== undefined) values[name] = value
  }
  return values
}

function readSecretFile(name: Name, path: string, faults: string[]): string | undefined {
  try {
    // Editors and `echo` end a file with a newline, which belongs to no password.
    const value = readFileSync(path, 'utf8').replace(/\r?\n$/, '')
    if (value === '') faults.push(`${name}_FILE: ${path} is empty`)
    return value
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error
    faults.push(`${name}_FILE: ${path} can't be read (${code})`)
    return undefined
  }
}

function readUrl(values: Values, name: Name, faults: string[]): URL | null {
  const value = values[name]
  if (value === undefined) return null
  // The value isn't repeated: it may hold a password.
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    faults.push(`${name}: must be an address that begins with http:// or https://`)
    return null
  }
  return new URL(value)
}

function readCredentials(values: Values, faults: string[]): SiteCredentials | null {
  const token = values.SNAPPER_TOKEN
  if (token !== undefined) {
    if (isHeaderSafe(token)) return { kind: 'bearer', token }
    faults.push('SNAPPER_TOKEN: holds characters that no token has')
    return null
  }
  const user = values.SNAPPER_USER ?? values.USER
  const password = values.SNAPPER_PASSWORD ?? values.PASSWORD
  if (password === undefined || user === undefined) {
    const missing = password === undefined ? 'SNAPPER_PASSWORD' : 'SNAPPER_USER'
    faults.push(`${missing}: set it (or SNAPPER_TOKEN)`)
    return null
  }
  if (user.includes(':')) {
    faults.push('SNAPPER_USER: must not hold a colon')
    return null
  }
  return { kind: 'basic', user, password }
}

function isHeaderSafe(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value)
}

function readInterval(values: Values, faults: string[]): number {
  if (values.INTERVAL_SECONDS === undefined) return defaultIntervalSeconds
  const interval = parseDuration(values.INTERVAL_SECONDS)
  if (interval === null) faults.push('INTERVAL_SECONDS: must be seconds, from 1 to 604800')
  return interval ?? defaultIntervalSeconds
}

function readPositive(values: Values, name: Name, byDefault: number, faults: string[]): number {
  const value = values[name]
  if (value === undefined) return byDefault
  const number = Number(value)
  if (number > 0 && Number.isFinite(number)) return number
  faults.push(`${name}: must be a number above 0`)
  return byDefault
}

function withSlash(root: URL): URL {
  const address = new URL(root)
  if (!address.pathname.endsWith('/')) address.pathname += '/'
  address.search = ''
  address.hash = ''
  return address
}

function listSecrets(
  credentials: SiteCredentials,
  key: string | null,
  urls: (URL | null)[],
): string[] {
  const own =
    credentials.kind === 'bearer'
      ? [credentials.token]
      : [
          credentials.password,
          Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64'),
        ]
  return [...own, key ?? '', ...urls.flatMap(listUrlSecrets)].filter((secret) => secret !== '')
}

function listUrlSecrets(url: URL | null): string[] {
  if (url === null) return []
  const inQuery = [...url.searchParams]
    .filter(([name]) => /key|token|pass|pwd|secret|auth/i.test(name))
    .map(([, value]) => value)
  return [url.password, decodeURIComponent(url.password), ...inQuery]
}
