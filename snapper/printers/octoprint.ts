import { withDeadline } from '../http.ts'
import { toObject, toText } from '../json.ts'
import { fromOctoPrint } from '../picture/transform.ts'
import type {
  Backend,
  BackendReading,
  KnownCamera,
  PreviousState,
  PrinterAddress,
} from './backend.ts'
import { type ApiResponse, apiTimeoutMs, describeFlaws, explain, fetchApi } from './fetch-api.ts'
import { findEndedSince, toEndReading } from './job-end.ts'
import { getFileAddress, readEnd } from './octoprint-history.ts'
import { listenToOctoPrint } from './octoprint-moments.ts'
import { normaliseOctoPrint } from './octoprint-reading.ts'

/** OctoPrint 1.3 to 2.0. Without a version header 2.0 responds in the older format. */
export function createOctoPrint(address: PrinterAddress, limitMs = apiTimeoutMs): Backend {
  return {
    name: 'octoprint',
    read: async (previous, signal) =>
      toReading(address, previous, await fetchOctoPrint(address, withDeadline(signal, limitMs))),
    findCamera: (signal) => findCamera(address, withDeadline(signal, limitMs)),
    listen: (listener, signal) => listenToOctoPrint(address, listener, signal),
  }
}

export interface FirstResponses {
  printer: ApiResponse
  job: ApiResponse
  version: ApiResponse
  signal: AbortSignal
}

/** @param pendingVersion a request for `api/version` that detection has already started */
export async function fetchOctoPrint(
  address: PrinterAddress,
  signal: AbortSignal,
  pendingVersion: Promise<ApiResponse> | null = null,
): Promise<FirstResponses> {
  const [printer, job, version] = await Promise.all([
    fetchApi(address, 'api/printer?exclude=sd', signal),
    fetchApi(address, 'api/job', signal),
    pendingVersion ?? fetchApi(address, 'api/version', signal),
  ])
  return { printer, job, version, signal }
}

export async function toReading(
  address: PrinterAddress,
  previous: PreviousState | null,
  { printer, job, version, signal }: FirstResponses,
): Promise<BackendReading> {
  let normalised = normaliseOctoPrint({ printer, job }, previous)
  const selected = getFileAddress(job)
  const sinceMs = findEndedSince(previous, normalised)
  // The job that ended may no longer be selected, for example after the printer switched itself off.
  const history = sinceMs === null ? null : (previous?.job?.history ?? selected)
  const from = history ?? (normalised.state === 'idle' ? selected : null)
  const file = from === null ? null : await fetchApi(address, from, signal)
  if (from === selected) normalised = normaliseOctoPrint({ printer, job, file }, previous)
  const hasFailed = normalised.state === 'unreachable' || normalised.state === 'unauthorized'
  const reading = { ...normalised, observedAt: new Date(), backend: toBackend(version) }
  const recorded =
    history === null || file === null ? null : readEnd(file, reading.state === 'error')
  const end = recorded && sinceMs !== null ? toEndReading(recorded, { sinceMs, reading }) : null
  // It vanished before we saw 100 %, but the history says that it finished.
  const isDone = end?.state === 'finished' && reading.state === 'cancelled'
  return {
    reading: isDone ? { ...reading, ...normaliseOctoPrint({ printer, job }) } : reading,
    end,
    history: selected,
    detail: hasFailed ? explain(printer) : describeFlaws([printer, job, file]),
  }
}

function toBackend(version: ApiResponse): string | null {
  if (version.kind !== 'object') return null
  const server = toText(version.body.server) ?? ''
  const isOctoPrint = /^octoprint/i.test(toText(version.body.text) ?? '')
  return isOctoPrint && /^[\w.+~-]{1,50}$/.test(server) ? `octoprint ${server}` : null
}

/**
 * OctoPrint's own camera, fetched through OctoPrint, which is often the only machine that can reach it. OctoPrint doesn't rotate
 * its pictures; its settings say how to display them.
 */
async function findCamera(
  address: PrinterAddress,
  signal: AbortSignal,
): Promise<KnownCamera | null> {
  const response = await fetchApi(address, 'api/settings', signal)
  const webcam = response.kind === 'object' ? toObject(response.body.webcam) : null
  if (webcam === null) return null
  const { root, key } = address
  const camera = {
    url: new URL('downloads/camera/current', root),
    ...(key !== null && { headers: { 'X-Api-Key': key } }),
    mayBeAbsent: true,
  }
  return { camera, transform: fromOctoPrint(webcam) }
}
