import { toObject, toText } from '../json.ts'
import { fromOctoPrint } from '../picture/transform.ts'
import type {
  Backend,
  BackendReading,
  KnownCamera,
  PreviousState,
  PrinterAddress,
} from './backend.ts'
import { type ApiResponse, apiTimeoutMs, explain, fetchApi } from './fetch-api.ts'
import { findEndedSince, toEndReading } from './job-end.ts'
import { getFileAddress, readEnd } from './octoprint-history.ts'
import { normaliseOctoPrint } from './octoprint-reading.ts'

/** OctoPrint 1.3 to 2.0. No version header is sent: without it 2.0 keeps the older shapes. */
export function createOctoPrint(address: PrinterAddress, limitMs = apiTimeoutMs): Backend {
  return {
    name: 'octoprint',
    read: async (before, signal) =>
      toReading(address, before, await askOctoPrint(address, withLimit(signal, limitMs))),
    findCamera: (signal) => findCamera(address, withLimit(signal, limitMs)),
  }
}

export interface FirstAnswers {
  printer: ApiResponse
  job: ApiResponse
  version: ApiResponse
  signal: AbortSignal
}

function withLimit(signal: AbortSignal, limitMs: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(limitMs)])
}

/** Its version is what every other kind of server is found by, too: it may have been asked already. */
export async function askOctoPrint(
  address: PrinterAddress,
  signal: AbortSignal,
  asked: Promise<ApiResponse> | null = null,
): Promise<FirstAnswers> {
  const [printer, job, version] = await Promise.all([
    fetchApi(address, 'api/printer?exclude=sd', signal),
    fetchApi(address, 'api/job', signal),
    asked ?? fetchApi(address, 'api/version', signal),
  ])
  return { printer, job, version, signal }
}

export async function toReading(
  address: PrinterAddress,
  before: PreviousState | null,
  { printer, job, version, signal }: FirstAnswers,
): Promise<BackendReading> {
  let normalised = normaliseOctoPrint({ printer, job }, before)
  const selected = getFileAddress(job)
  const sinceMs = findEndedSince(before, normalised)
  // The job that has ended may not be selected any more, as where its printer has switched itself off.
  const asked = sinceMs === null ? null : (before?.job?.history ?? selected)
  const from = asked ?? (normalised.state === 'idle' ? selected : null)
  const file = from === null ? null : await fetchApi(address, from, signal)
  if (from === selected) normalised = normaliseOctoPrint({ printer, job, file }, before)
  const hasFailed = normalised.state === 'unreachable' || normalised.state === 'unauthorized'
  const reading = { ...normalised, observedAt: new Date(), backend: toBackend(version) }
  const told = asked === null || file === null ? null : readEnd(file, reading.state === 'error')
  const end = told && sinceMs !== null ? toEndReading(told, { sinceMs, reading }) : null
  // Gone before it was seen to be done, but its history knows better than to call it cancelled.
  const isDone = end?.state === 'finished' && reading.state === 'cancelled'
  return {
    reading: isDone ? { ...reading, ...normaliseOctoPrint({ printer, job }) } : reading,
    end,
    history: selected,
    detail: hasFailed ? explain(printer) : null,
  }
}

function toBackend(version: ApiResponse): string | null {
  if (version.kind !== 'object') return null
  const server = toText(version.body.server) ?? ''
  const isOctoPrint = /^octoprint/i.test(toText(version.body.text) ?? '')
  return isOctoPrint && /^[\w.+~-]{1,50}$/.test(server) ? `octoprint ${server}` : null
}

/**
 * OctoPrint's own camera, asked through OctoPrint, which is often the only one who can reach it. The settings say how it is
 * to be shown; its pictures aren't turned.
 */
async function findCamera(
  address: PrinterAddress,
  signal: AbortSignal,
): Promise<KnownCamera | null> {
  const answer = await fetchApi(address, 'api/settings', signal)
  const webcam = answer.kind === 'object' ? toObject(answer.body.webcam) : null
  if (webcam === null) return null
  const { root, key } = address
  const camera = {
    url: new URL('downloads/camera/current', root),
    ...(key !== null && { headers: { 'X-Api-Key': key } }),
    mayBeAbsent: true,
  }
  return { camera, turn: fromOctoPrint(webcam) }
}
