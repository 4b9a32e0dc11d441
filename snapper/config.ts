import { type CameraConfig, readCameraConfig } from './config-camera.ts'
import { parseDuration } from './duration.ts'
import { withEnvFile } from './env-file.ts'
import { type Environment, readNumber, readUrl, readValues, type Values } from './environment.ts'
import { type BackendName, backendNames, type PrinterAddress } from './printers/backend.ts'
import type { SpoolConfig } from './spool/open-outbox.ts'
import { toOwner } from './spool/report-file.ts'
import type { Site, SiteCredentials } from './upload.ts'

export interface Config {
  site: Site
  /** The printer's server; `backend` null: whatever it turns out to be. */
  printer: (PrinterAddress & { backend: BackendName | null }) | null
  camera: CameraConfig
  /** How often this is started, where it doesn't stay by itself. */
  intervalSeconds: number
  spool: SpoolConfig
  /** Everything that must never be seen in a log. */
  secrets: string[]
}

const defaultIntervalSeconds = 600

/** @returns the configuration, or every fault of the environment, each with what to do */
export function readConfig(
  given: Environment,
  envFile: string | null = null,
): { config: Config } | { faults: string[] } {
  const faults: string[] = []
  const environment = envFile === null ? given : withEnvFile(given, envFile, faults)
  const values = readValues(environment, faults)
  const endpoint = readUrl(values, 'PRINTER_ENDPOINT', faults)
  if (values.PRINTER_ENDPOINT === undefined)
    faults.push('PRINTER_ENDPOINT: set it, such as https://example.org/api/3dprinter/1/')
  if (endpoint !== null && (endpoint.username !== '' || endpoint.password !== ''))
    faults.push('PRINTER_ENDPOINT: put user and password into SNAPPER_USER and SNAPPER_PASSWORD')
  const credentials = readCredentials(values, faults)
  const root = readUrl(values, 'OCTOPRINT_ROOT', faults)
  if (values.OCTOPRINT_ROOT === undefined && values.SNAPSHOT_URL === undefined)
    faults.push('OCTOPRINT_ROOT, SNAPSHOT_URL: set at least one; there is nothing to report')
  const key = values.OCTOPRINT_KEY ?? null
  if (key !== null && !isHeaderSafe(key))
    faults.push('OCTOPRINT_KEY: holds characters that no key has')
  const backend = readBackend(values, faults)
  const printer = root && { root: withSlash(root), key, backend }
  const camera = readCameraConfig(values, environment, faults)
  const intervalSeconds = readInterval(values, faults)
  const spool = {
    owner: endpoint === null ? '' : toOwner(endpoint),
    // systemd makes a folder for a service that asks for one (StateDirectory=) and names it so.
    folder: values.SPOOL_DIR ?? (environment.STATE_DIRECTORY || null),
    maxBytes:
      readNumber(values, 'SPOOL_MB', { min: 0.01, max: 1000000, byDefault: 200 }, faults) *
      1_000_000,
    maxAgeMs:
      readNumber(values, 'SPOOL_HOURS', { min: 0.01, max: 8760, byDefault: 24 }, faults) *
      3_600_000,
  }
  if (faults.length > 0 || endpoint === null || credentials === null) return { faults }
  return {
    config: {
      site: { endpoint, credentials },
      printer,
      camera,
      intervalSeconds,
      spool,
      secrets: listSecrets(credentials, key, [root, camera.url]),
    },
  }
}

function readBackend(values: Values, faults: string[]): BackendName | null {
  const value = values.PRINTER_BACKEND ?? 'auto'
  const name = backendNames.find((known) => known === value)
  if (name === undefined && value !== 'auto')
    faults.push(`PRINTER_BACKEND: must be ${backendNames.join(', ')} or auto`)
  return name ?? null
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
