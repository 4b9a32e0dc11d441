import type { PrinterState } from '#lib/api/states.ts'
import type { DigestCredentials } from '../digest.ts'
import { withDeadline } from '../http.ts'
import { type JsonObject, lookUp, toObject, toText } from '../json.ts'
import { identityTransform } from '../picture/transform.ts'
import type { Reading } from '../report.ts'
import { realTiming } from '../timing.ts'
import type { Backend, PrinterAddress } from './backend.ts'
import {
  type ApiResponse,
  apiTimeoutMs,
  describeFlaws,
  explain,
  fetchApi,
  isAuthError,
} from './fetch-api.ts'
import { formatStatus } from './status-text.ts'
import { toName, toNumberUpTo, toPercent, toSeconds, toTemperatures } from './values.ts'

const states: Record<string, PrinterState> = {
  ERROR: 'error',
  ATTENTION: 'error',
  PAUSED: 'paused',
  BUSY: 'starting',
  PRINTING: 'printing',
  FINISHED: 'finished',
  STOPPED: 'cancelled',
  IDLE: 'idle',
  READY: 'idle',
}

/** It announces nothing, so its state is read more often than the rest. */
const lookMs = 15_000

/** Uses PrusaLink's version 1 API: the older one resembles OctoPrint's but has other units. */
export function createPrusaLink(
  address: PrinterAddress,
  limitMs = apiTimeoutMs,
  everyMs = lookMs,
): Backend {
  const { root, digest } = splitAddress(address)
  const plain = { ...address, root }
  return {
    name: 'prusalink',
    async read(_before, signal) {
      const limited = withDeadline(signal, limitMs)
      const request = (path: string) => fetchApi(plain, path, limited, { digest })
      const [status, job, version] = await Promise.all([
        request('api/v1/status'),
        request('api/v1/job'),
        request('api/version'),
      ])
      const normalised = normalisePrusaLink(status, job)
      const hasFailed = normalised.state === 'unreachable' || normalised.state === 'unauthorized'
      return {
        reading: { ...normalised, observedAt: new Date(), backend: toBackend(version) },
        // It keeps the last job until it is acknowledged, but not when it ended.
        end: null,
        history: null,
        detail: hasFailed ? explain(status) : describeFlaws([status, job]),
      }
    },
    // Returns a PNG; 204 or 404 without a camera.
    findCamera: async () => ({
      camera: {
        url: new URL('api/v1/cameras/snap', root),
        ...(address.key !== null && { headers: { 'X-Api-Key': address.key } }),
        digest,
        mayBeAbsent: true,
      },
      transform: identityTransform,
    }),
    async listen(listener, signal) {
      listener.opened()
      let lookedAtMs: number | null = null
      for (let last: unknown; !signal.aborted; ) {
        const now = Date.now()
        const limited = withDeadline(signal, limitMs)
        const status = await fetchApi(plain, 'api/v1/status', limited, { digest })
        const state = status.kind === 'object' ? toObject(status.body.printer)?.state : last
        if (last !== undefined && state !== last) listener.changed(lookedAtMs)
        if (status.kind === 'object') [last, lookedAtMs] = [state, now]
        await realTiming.sleep(everyMs, signal)
      }
    },
  }
}

/** The user and password of the URL are for Digest authentication and must not be sent as Basic. */
function splitAddress({ root }: PrinterAddress): { root: URL; digest: DigestCredentials | null } {
  if (root.username === '') return { root, digest: null }
  const plain = new URL(root)
  plain.username = ''
  plain.password = ''
  const digest = {
    user: decodeURIComponent(root.username),
    password: decodeURIComponent(root.password),
  }
  return { root: plain, digest }
}

export function normalisePrusaLink(
  statusResponse: ApiResponse,
  jobResponse: ApiResponse,
): Omit<Reading, 'observedAt' | 'backend'> {
  const status = statusResponse.kind === 'object' ? statusResponse.body : null
  const printer = toObject(status?.printer) ?? {}
  const details = jobResponse.kind === 'object' ? jobResponse.body : null
  // Versions differ in which of the two responses has the times; an absent value may be `null`.
  const job = { ...details, ...withoutNull(toObject(status?.job)) }
  const state = toState(statusResponse, status, printer)
  const hasJob = !['unreachable', 'unauthorized', 'idle'].includes(state)
  const file = toObject(details?.file)
  const meta = hasJob ? toObject(file?.meta) : null
  const jobName = hasJob ? toName(toText(file?.display_name) ?? toText(file?.name)) : null
  const reached = state === 'finished' ? 100 : toPercent(job.progress)
  const progress = hasJob && state !== 'cancelled' ? reached : null
  return {
    state,
    status: formatStatus({ state, label: null, jobName, progress, server: 'PrusaLink' }),
    progress,
    jobName,
    elapsedSeconds: hasJob ? toSeconds(job.time_printing) : null,
    remainingSeconds: hasJob ? toSeconds(job.time_remaining) : null,
    temperatures: toTemperatures([
      ['tool0', { actual: printer.temp_nozzle, target: printer.target_nozzle }],
      ['bed', { actual: printer.temp_bed, target: printer.target_bed }],
    ]),
    nozzleDiameterMm: toNumberUpTo(meta?.nozzle_diameter, 5),
    filamentType: toName(toText(meta?.filament_type)),
    filamentColor: toName(toText(meta?.extruder_colour)),
  }
}

function withoutNull(object: JsonObject | null): JsonObject {
  return Object.fromEntries(Object.entries(object ?? {}).filter(([, value]) => value !== null))
}

function toState(
  response: ApiResponse,
  status: JsonObject | null,
  printer: JsonObject,
): PrinterState {
  if (status === null) return isAuthError(response) ? 'unauthorized' : 'unreachable'
  const state = lookUp(states, printer.state) ?? 'unknown'
  const isQuiet = state === 'idle' || state === 'finished' || state === 'cancelled'
  return isQuiet && toObject(status.transfer) !== null ? 'transferring' : state
}

function toBackend(version: ApiResponse): string | null {
  if (version.kind !== 'object') return null
  const [, number] = /prusalink ([\w.+~-]{1,50})/i.exec(toText(version.body.text) ?? '') ?? []
  return number === undefined ? 'prusalink' : `prusalink ${number}`
}
