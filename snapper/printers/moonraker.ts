import type { PrinterState } from '#lib/api/states.ts'
import { withDeadline } from '../http.ts'
import { type JsonObject, lookUp, toNumber, toObject, toText } from '../json.ts'
import { fromMoonraker } from '../picture/transform.ts'
import type { Reading } from '../report.ts'
import type { Backend, JobEnd, KnownCamera, PrinterAddress } from './backend.ts'
import {
  type ApiResponse,
  apiTimeoutMs,
  describeFlaws,
  explain,
  fetchApi,
  isAuthError,
} from './fetch-api.ts'
import { findEndedSince, toEndReading } from './job-end.ts'
import { listenToMoonraker } from './moonraker-moments.ts'
import { type Spool, watchSpool } from './spool.ts'
import { formatStatus } from './status-text.ts'
import {
  toMillimetres,
  toName,
  toNumberUpTo,
  toPercent,
  toSeconds,
  toTemperatures,
} from './values.ts'

/** Objects that a printer doesn't have are left out of the response, without an error. */
const objects =
  'webhooks&print_stats&virtual_sdcard&display_status&extruder=temperature,target&extruder1=temperature,target&heater_bed=temperature,target'

const states: Record<string, PrinterState> = {
  error: 'error',
  paused: 'paused',
  printing: 'printing',
  complete: 'finished',
  cancelled: 'cancelled',
  standby: 'idle',
}

/** Uses Moonraker's native API: its emulation of OctoPrint's API says nothing about the job. */
export function createMoonraker(address: PrinterAddress, limitMs = apiTimeoutMs): Backend {
  const readSpool = watchSpool((signal) => findSpool(address, signal), toSpool)
  return {
    name: 'moonraker',
    async read(previous, signal) {
      const limited = withDeadline(signal, limitMs)
      const [query, info, spool] = await Promise.all([
        fetchApi(address, `printer/objects/query?${objects}`, limited),
        fetchApi(address, 'server/info', limited),
        readSpool(limited),
      ])
      const file = getFile(query)
      const path = `server/files/metadata?filename=${encodeURIComponent(file ?? '')}`
      const metadata = file === null ? null : await fetchApi(address, path, limited)
      const normalised = normaliseMoonraker(query, metadata, info)
      const hasFailed = normalised.state === 'unreachable' || normalised.state === 'unauthorized'
      const reading = {
        ...normalised,
        ...spool,
        observedAt: new Date(),
        backend: toBackend(info),
      }
      const sinceMs = findEndedSince(previous, reading)
      const end = sinceMs === null ? null : await findLastEnd(address, limited)
      return {
        reading,
        end: end && sinceMs !== null ? toEndReading(end, { sinceMs, reading }) : null,
        history: null,
        detail: hasFailed ? explain(query) : describeFlaws([query, info, metadata]),
      }
    },
    findCamera: (signal) => findCamera(address, withDeadline(signal, limitMs)),
    listen: (listener, signal) => listenToMoonraker(address, listener, signal),
  }
}

/** Native responses are wrapped in `result`. */
function toResult(response: ApiResponse | null): JsonObject | null {
  return response?.kind === 'object' ? toObject(response.body.result) : null
}

function getFile(query: ApiResponse): string | null {
  const stats = toObject(toObject(toResult(query)?.status)?.print_stats)
  return stats?.state === 'printing' || stats?.state === 'paused' ? toText(stats.filename) : null
}

export function normaliseMoonraker(
  query: ApiResponse,
  metadata: ApiResponse | null,
  info: ApiResponse | null = null,
): Omit<Reading, 'observedAt' | 'backend'> {
  const status = toObject(toResult(query)?.status)
  const stats = toObject(status?.print_stats) ?? {}
  const state =
    status === null ? toErrorState(query, info) : toState(toObject(status.webhooks) ?? {}, stats)
  // Klipper drives the printer; Moonraker responds with 503 while Klipper is gone.
  const server = query.kind === 'status' && query.status === 503 ? 'Klipper' : 'Moonraker'
  const hasJob = !['unreachable', 'unauthorized', 'offline', 'idle'].includes(state)
  // The values of the last job remain until the next one starts.
  const jobName = hasJob ? toName(toText(stats.filename)?.split('/').at(-1) ?? null) : null
  const part =
    toNumber(toObject(status?.display_status)?.progress) ??
    toNumber(toObject(status?.virtual_sdcard)?.progress)
  const reached = state === 'finished' ? 100 : toPercent(part === null ? null : part * 100)
  const progress = hasJob && state !== 'cancelled' ? reached : null
  const elapsedSeconds = hasJob ? toSeconds(stats.print_duration) : null
  return {
    state,
    status: formatStatus({ state, label: null, jobName, progress, server }),
    progress,
    jobName,
    elapsedSeconds,
    remainingSeconds: getRemaining(state, elapsedSeconds, toResult(metadata)),
    temperatures: toTemperatures([
      ['tool0', toHeater(status?.extruder)],
      ['tool1', toHeater(status?.extruder1)],
      ['bed', toHeater(status?.heater_bed)],
    ]),
    filamentUsedMm: hasJob ? toMillimetres(stats.filament_used) : null,
    filamentTotalMm: hasJob ? toMillimetres(toResult(metadata)?.filament_total) : null,
    ...(hasJob && toMaterial(toObject(stats.info), toResult(metadata))),
  }
}

function toMaterial(info: JsonObject | null, metadata: JsonObject | null) {
  const { filament_colors: colors, filament_type: type } = metadata ?? {}
  return {
    layer: toNumberUpTo(info?.current_layer, 1e6),
    layers: toNumberUpTo(info?.total_layer ?? metadata?.layer_count, 1e6),
    nozzleDiameterMm: toNumberUpTo(metadata?.nozzle_diameter, 5),
    filamentType: toName([...new Set(toText(type)?.split(';'))].join(', ')),
    filamentColor: Array.isArray(colors) ? toName(colors.join(',')) : toName(toText(colors)),
  }
}

/** The active spool of Spoolman, through Moonraker. */
async function findSpool(
  address: PrinterAddress,
  signal: AbortSignal,
): Promise<ApiResponse | null> {
  const active = await fetchApi(address, 'server/spoolman/spool_id', signal)
  if (active.kind !== 'object') return active
  const id = toNumber(toResult(active)?.spool_id)
  if (id === null) return null
  const body = JSON.stringify({ request_method: 'GET', path: `/v1/spool/${id}` })
  const path = 'server/spoolman/proxy'
  const response = await fetchApi(address, path, signal, { body })
  // Spoolman itself is missing for now.
  return response.kind === 'object' ? response : null
}

/** Only what is known, so that the rest of what the file says is kept. */
function toSpool(response: ApiResponse): Spool {
  const spool = toResult(response)
  const filament = toObject(spool?.filament)
  const fields = {
    filamentType: toName(toText(filament?.material)),
    filamentColor: toName(toText(filament?.multi_color_hexes) ?? toText(filament?.color_hex)),
    filamentName: toName(toText(filament?.name)),
    filamentRemainingG: toNumberUpTo(spool?.remaining_weight, 1e5),
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

function toErrorState(query: ApiResponse, info: ApiResponse | null): PrinterState {
  if (isAuthError(query)) return 'unauthorized'
  // Until Klipper has connected for the first time, Moonraker doesn't know this endpoint (404).
  const isWaiting = query.kind === 'status' && query.status === 404
  return isWaiting && toResult(info)?.klippy_connected === false ? 'offline' : 'unreachable'
}

function toState(webhooks: JsonObject, stats: JsonObject): PrinterState {
  if (webhooks.state === 'shutdown' || webhooks.state === 'error') return 'error'
  if (webhooks.state === 'startup' || webhooks.state === 'disconnected') return 'offline'
  if (stats.state === 'printing' && toNumber(stats.print_duration) === 0) return 'starting'
  return lookUp(states, stats.state) ?? 'unknown'
}

function getRemaining(
  state: PrinterState,
  elapsedSeconds: number | null,
  metadata: JsonObject | null,
): number | null {
  if (state === 'finished') return 0
  const estimated = toNumber(metadata?.estimated_time)
  if (estimated === null || elapsedSeconds === null) return null
  // Once a print takes longer than estimated, the remaining time is unknown.
  return estimated > elapsedSeconds ? toSeconds(estimated - elapsedSeconds) : null
}

function toHeater(value: unknown) {
  const { temperature, target } = toObject(value) ?? {}
  return { actual: temperature, target }
}

function toBackend(info: ApiResponse): string | null {
  const version = toText(toResult(info)?.moonraker_version) ?? ''
  return /^[\w.+~-]{1,50}$/.test(version) ? `moonraker ${version}` : null
}

const ends: Record<string, JobEnd['state']> = { completed: 'finished', cancelled: 'cancelled' }

/** The job that ended last in Moonraker's history: the second entry if the next job is already running. */
async function findLastEnd(address: PrinterAddress, signal: AbortSignal): Promise<JobEnd | null> {
  const response = await fetchApi(address, 'server/history/list?limit=2&order=desc', signal)
  const jobs = response.kind === 'object' ? toObject(response.body.result)?.jobs : null
  const job = (Array.isArray(jobs) ? jobs : [])
    .map(toObject)
    .find((entry) => entry !== null && toNumber(entry.end_time) !== null)
  const endedAt = toNumber(job?.end_time)
  if (!job || endedAt === null) return null
  return {
    // Everything else (error, klippy_shutdown, interrupted) is an unintended end.
    state: lookUp(ends, job.status) ?? 'error',
    endedAt: new Date(endedAt * 1000),
    jobName: toName(toText(job.filename)?.split('/').at(-1) ?? null),
    elapsedSeconds: toSeconds(job.print_duration),
  }
}

async function findCamera(
  address: PrinterAddress,
  signal: AbortSignal,
): Promise<KnownCamera | null> {
  const response = await fetchApi(address, 'server/webcams/list', signal)
  const webcams = toResult(response)?.webcams
  const webcam = (Array.isArray(webcams) ? webcams : [])
    .map(toObject)
    .find(
      (entry) => entry !== null && entry.enabled !== false && toText(entry.snapshot_url) !== null,
    )
  const url = toSnapshotUrl(toText(webcam?.snapshot_url) ?? '', address.root)
  return webcam && url ? { camera: { url }, transform: fromMoonraker(webcam) } : null
}

/** Absolute, or relative to the web server in front, whose port differs from Moonraker's. */
export function toSnapshotUrl(snapshotUrl: string, root: URL): URL | null {
  const front = new URL('/', root)
  if (front.port === '7125') front.port = ''
  return snapshotUrl !== '' && URL.canParse(snapshotUrl, front) ? new URL(snapshotUrl, front) : null
}
