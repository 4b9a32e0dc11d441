import { type CameraConfig, readCameraConfig, readOtherCameras } from './config-camera.ts'
import { parseDuration } from './duration.ts'
import {
  type Environment,
  readNumber,
  readUrl,
  readValues,
  type Values,
  withEnvFile,
} from './environment.ts'
import type { HomeTrust } from './home-tls.ts'
import { readMqtt } from './mqtt/mqtt.ts'
import type { MqttConfig } from './mqtt/types.ts'
import { type BackendName, backendNames, type PrinterAddress } from './printers/backend.ts'
import type { SpoolConfig } from './spool/open-outbox.ts'
import { toOwner } from './spool/report-file.ts'
import type { Site, SiteCredentials } from './upload.ts'

export interface Config {
  site: Site
  /** The printer's server; `backend` null: detect it. */
  printer: (PrinterAddress & { backend: BackendName | null }) | null
  camera: CameraConfig
  /** Their pictures are reports of their own. */
  otherCameras: CameraConfig[]
  /** How often an external scheduler starts the snapper, unless it runs with --interval. */
  intervalSeconds: number
  spool: SpoolConfig
  /** The broker at home. */
  mqtt: MqttConfig | null
  trust: HomeTrust
  /** Values that must never appear in a log. */
  secrets: string[]
}

const defaultIntervalSeconds = 600
const spoolMb = { min: 0.01, max: 1_000_000, byDefault: 200 }
const spoolHours = { min: 0.01, max: 8760, byDefault: 24 }

/** @returns the configuration, or every error in the environment, each with how to fix it */
export function readConfig(
  given: Environment,
  envFile: string | null = null,
): { config: Config } | { errors: string[] } {
  const errors: string[] = []
  const environment = envFile === null ? given : withEnvFile(given, envFile, errors)
  const values = readValues(environment, errors)
  const endpoint = readUrl(values, 'PRINTER_ENDPOINT', errors)
  if (values.PRINTER_ENDPOINT === undefined)
    errors.push('PRINTER_ENDPOINT: required, for example https://example.org/api/3dprinter/1/')
  if (endpoint !== null && (endpoint.username !== '' || endpoint.password !== ''))
    errors.push('PRINTER_ENDPOINT: put user and password into SNAPPER_USER and SNAPPER_PASSWORD')
  const credentials = readCredentials(values, errors)
  const root = readUrl(values, 'OCTOPRINT_ROOT', errors)
  if (values.OCTOPRINT_ROOT === undefined && values.SNAPSHOT_URL === undefined)
    errors.push('OCTOPRINT_ROOT, SNAPSHOT_URL: set at least one; there is nothing to report')
  const key = values.OCTOPRINT_KEY ?? null
  if (key !== null && !isHeaderSafe(key))
    errors.push('OCTOPRINT_KEY: must consist of visible ASCII characters, without spaces')
  const backend = readBackend(values, errors)
  const printer = root && { root: withSlash(root), key, backend }
  const camera = readCameraConfig(values, environment, errors)
  const otherCameras = readOtherCameras(values, camera, errors)
  const intervalSeconds = readInterval(values, errors)
  const trust = readTrust(values, errors)
  const mqtt = readMqtt(values, errors)
  const spool = {
    owner: endpoint === null ? '' : toOwner(endpoint),
    // Set by systemd for a service with StateDirectory=.
    folder: values.SPOOL_DIR ?? (environment.STATE_DIRECTORY || null),
    maxBytes: 1_000_000 * readNumber(values, 'SPOOL_MB', spoolMb, errors),
    maxAgeMs: 3_600_000 * readNumber(values, 'SPOOL_HOURS', spoolHours, errors),
  }
  if (errors.length > 0 || endpoint === null || credentials === null) return { errors }
  return {
    config: {
      site: { endpoint, credentials },
      printer,
      camera,
      otherCameras,
      intervalSeconds,
      spool,
      mqtt,
      trust,
      secrets: listSecrets(
        credentials,
        [key, mqtt?.password],
        [root, ...[camera, ...otherCameras].map(({ url }) => url)],
      ),
    },
  }
}

function readTrust(values: Values, errors: string[]): HomeTrust {
  const certificates = values.HOME_CA ?? null
  if (certificates !== null && !certificates.includes('-----BEGIN CERTIFICATE-----'))
    errors.push('HOME_CA_FILE: must be a PEM file (-----BEGIN CERTIFICATE-----)')
  const uncheckedHosts = values.HOME_TLS_UNCHECKED?.split(/[\s,]+/).filter(Boolean) ?? []
  if (uncheckedHosts.some((host) => /[/@*]/.test(host)))
    errors.push('HOME_TLS_UNCHECKED: must be host names such as octopi.local or 192.168.1.5:8443')
  return { certificates, uncheckedHosts }
}

function readBackend(values: Values, errors: string[]): BackendName | null {
  const value = values.PRINTER_BACKEND ?? 'auto'
  const name = backendNames.find((known) => known === value)
  if (name === undefined && value !== 'auto')
    errors.push(`PRINTER_BACKEND: must be ${backendNames.join(', ')} or auto`)
  return name ?? null
}

function readCredentials(values: Values, errors: string[]): SiteCredentials | null {
  const token = values.SNAPPER_TOKEN
  if (token !== undefined) {
    if (isHeaderSafe(token)) return { kind: 'bearer', token }
    errors.push('SNAPPER_TOKEN: must consist of visible ASCII characters, without spaces')
    return null
  }
  const user = values.SNAPPER_USER ?? values.USER
  const password = values.SNAPPER_PASSWORD ?? values.PASSWORD
  if (password === undefined || user === undefined) {
    const missing = password === undefined ? 'SNAPPER_PASSWORD' : 'SNAPPER_USER'
    errors.push(`${missing}: required, unless SNAPPER_TOKEN is set`)
    return null
  }
  if (user.includes(':')) {
    errors.push('SNAPPER_USER: must not contain a colon')
    return null
  }
  return { kind: 'basic', user, password }
}

function isHeaderSafe(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value)
}

function readInterval(values: Values, errors: string[]): number {
  if (values.INTERVAL_SECONDS === undefined) return defaultIntervalSeconds
  const interval = parseDuration(values.INTERVAL_SECONDS)
  if (interval === null)
    errors.push('INTERVAL_SECONDS: must be a number of seconds from 1 to 604800')
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
  keys: (string | null | undefined)[],
  urls: (URL | null)[],
): string[] {
  const own =
    credentials.kind === 'bearer'
      ? [credentials.token]
      : [
          credentials.password,
          Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64'),
        ]
  return [...own, ...keys, ...urls.flatMap(listUrlSecrets)].flatMap((secret) => secret || [])
}

function listUrlSecrets(url: URL | null): string[] {
  if (url === null) return []
  const inQuery = [...url.searchParams]
    .filter(([name]) => /key|token|pass|pwd|secret|auth/i.test(name))
    .map(([, value]) => value)
  return [url.password, decodeURIComponent(url.password), ...inQuery]
}
