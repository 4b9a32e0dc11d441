import type { PrinterState } from '#lib/api/states.ts'
import { type JsonObject, toNumber, toObject, toText } from '../json.ts'
import { fromMoonraker } from '../picture/transform.ts'
import type { Reading } from '../report.ts'
import type { Backend, KnownCamera, PrinterAddress } from './backend.ts'
import { type ApiResponse, apiTimeoutMs, explain, fetchApi, isAuthError } from './fetch-api.ts'
import { findEndedSince, toEndReading } from './job-end.ts'
import { findLastEnd } from './moonraker-history.ts'
import { formatStatus } from './status-text.ts'
import { toMillimetres, toName, toPercent, toSeconds, toTemperatures } from './values.ts'

/** What a printer hasn't got is left out of the answer, without a fault. */
const objects =
  'webhooks&print_stats&virtual_sdcard&display_status&extruder=temperature,target&extruder1=temperature,target&heater_bed=temperature,target'

/** Moonraker, natively: its imitation of OctoPrint's API says nothing of a job. */
export function createMoonraker(address: PrinterAddress, limitMs = apiTimeoutMs): Backend {
  const withLimit = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(limitMs)])
  return {
    name: 'moonraker',
    async read(before, signal) {
      const limited = withLimit(signal)
      const [query, info] = await Promise.all([
        fetchApi(address, `printer/objects/query?${objects}`, limited),
        fetchApi(address, 'server/info', limited),
      ])
      const file = getFile(query)
      const metadata =
        file === null
          ? null
          : await fetchApi(
              address,
              `server/files/metadata?filename=${encodeURIComponent(file)}`,
              limited,
            )
      const normalised = normaliseMoonraker(query, metadata, info)
      const hasFailed = normalised.state === 'unreachable' || normalised.state === 'unauthorized'
      const reading = { ...normalised, observedAt: new Date(), backend: toBackend(info) }
      const sinceMs = findEndedSince(before, reading)
      const end = sinceMs === null ? null : await findLastEnd(address, limited)
      return {
        reading,
        end: end && sinceMs !== null ? toEndReading(end, { sinceMs, reading }) : null,
        history: null,
        detail: hasFailed ? explain(query) : null,
      }
    },
    findCamera: (signal) => findCamera(address, withLimit(signal)),
  }
}

/** Everything native comes wrapped. */
function toResult(answer: ApiResponse | null): JsonObject | null {
  return answer?.kind === 'object' ? toObject(answer.body.result) : null
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
    status === null ? toFault(query, info) : toState(toObject(status.webhooks) ?? {}, stats)
  // Klipper drives the printer; Moonraker answers for it, and says 503 where it is gone.
  const isKlipperGone = query.kind === 'status' && query.status === 503
  const hasJob = !['unreachable', 'unauthorized', 'offline', 'idle'].includes(state)
  // The values of the last job stay until the next one begins.
  const jobName = hasJob ? toName(toText(stats.filename)?.split('/').at(-1) ?? null) : null
  const part =
    toNumber(toObject(status?.display_status)?.progress) ??
    toNumber(toObject(status?.virtual_sdcard)?.progress)
  const reached = state === 'finished' ? 100 : toPercent(part === null ? null : part * 100)
  const progress = hasJob && state !== 'cancelled' ? reached : null
  const elapsedSeconds = hasJob ? toSeconds(stats.print_duration) : null
  return {
    state,
    status: formatStatus({
      state,
      label: null,
      jobName,
      progress,
      server: isKlipperGone ? 'Klipper' : 'Moonraker',
    }),
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
  }
}

function toFault(query: ApiResponse, info: ApiResponse | null): PrinterState {
  if (isAuthError(query)) return 'unauthorized'
  // Before Klipper has come for the first time, Moonraker doesn't even know the address that asks it.
  const isWaiting = query.kind === 'status' && query.status === 404
  return isWaiting && toResult(info)?.klippy_connected === false ? 'offline' : 'unreachable'
}

function toState(webhooks: JsonObject, stats: JsonObject): PrinterState {
  if (webhooks.state === 'shutdown' || webhooks.state === 'error') return 'error'
  if (webhooks.state === 'startup' || webhooks.state === 'disconnected') return 'offline'
  switch (stats.state) {
    case 'error':
      return 'error'
    case 'paused':
      return 'paused'
    case 'printing':
      return toNumber(stats.print_duration) === 0 ? 'starting' : 'printing'
    case 'complete':
      return 'finished'
    case 'cancelled':
      return 'cancelled'
    case 'standby':
      return 'idle'
    default:
      return 'unknown'
  }
}

function getRemaining(
  state: PrinterState,
  elapsedSeconds: number | null,
  metadata: JsonObject | null,
): number | null {
  if (state === 'finished') return 0
  const estimated = toNumber(metadata?.estimated_time)
  if (estimated === null || elapsedSeconds === null) return null
  // A print that takes longer than was thought has no end that anybody knows.
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

async function findCamera(
  address: PrinterAddress,
  signal: AbortSignal,
): Promise<KnownCamera | null> {
  const answer = await fetchApi(address, 'server/webcams/list', signal)
  const webcams = toResult(answer)?.webcams
  const webcam = (Array.isArray(webcams) ? webcams : [])
    .map(toObject)
    .find(
      (entry) => entry !== null && entry.enabled !== false && toText(entry.snapshot_url) !== null,
    )
  const url = toSnapshotUrl(toText(webcam?.snapshot_url) ?? '', address.root)
  return webcam && url ? { camera: { url }, turn: fromMoonraker(webcam) } : null
}

/** Absolute, or below the web server in front, which has another port than Moonraker itself. */
export function toSnapshotUrl(snapshotUrl: string, root: URL): URL | null {
  const front = new URL('/', root)
  if (front.port === '7125') front.port = ''
  return snapshotUrl !== '' && URL.canParse(snapshotUrl, front) ? new URL(snapshotUrl, front) : null
}
