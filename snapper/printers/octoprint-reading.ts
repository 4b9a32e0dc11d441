import { activeStates, type PrinterState } from '#lib/api/states.ts'
import { type JsonObject, toNumber, toObject, toText } from '../json.ts'
import type { Reading } from '../report.ts'
import type { PreviousState } from './backend.ts'
import { type ApiResponse, isAuthError } from './fetch-api.ts'
import { hasFailedLately } from './octoprint-history.ts'
import { formatStatus } from './status-text.ts'
import { toMillimetres, toName, toPercent, toSeconds, toTemperatures } from './values.ts'

export interface OctoPrintResponses {
  /** `/api/printer`; 409 if no printer is connected. */
  printer: ApiResponse
  /** `/api/job`. */
  job: ApiResponse
  /** `/api/files/...` of the selected file, if it was fetched. */
  file?: ApiResponse | null
}

type LastSeen = Pick<PreviousState, 'state' | 'jobName'>
export type NormalisedReading = Omit<Reading, 'observedAt' | 'backend'>

/** States in which the selected file is the current job; before it starts it is only a file. */
const statesWithJob: ReadonlySet<PrinterState> = new Set([
  ...activeStates,
  'error',
  'finished',
  'cancelled',
  'unknown',
])

/**
 * Combines OctoPrint's responses into one reading. Flags take precedence over texts, whose wording changed in 1.6 and again
 * in 2.0.
 *
 * @param previous the previous reading, if any: a print that vanished before 100 % was cancelled
 */
export function normaliseOctoPrint(
  responses: OctoPrintResponses,
  previous: LastSeen | null = null,
): NormalisedReading {
  const printer = responses.printer.kind === 'object' ? responses.printer.body : null
  const job = responses.job.kind === 'object' ? responses.job.body : null
  const isDisconnected = responses.printer.kind === 'status' && responses.printer.status === 409
  if (printer === null && job === null && !isDisconnected) return withoutResponse(responses)

  const printerState = toObject(printer?.state)
  const label = toText(printerState?.text) ?? toText(job?.state)
  const flags = toObject(printerState?.flags) ?? {}
  const progress = toObject(job?.progress)
  const file = toObject(toObject(job?.job)?.file)
  const jobName = toName(toText(file?.display) ?? toText(file?.name))
  const completion = toPercent(progress?.completion)

  const hasFailed = hasFailedLately(responses.file ?? null)
  const state = toState({ flags, label, isDisconnected, completion, jobName, previous, hasFailed })
  // `history` isn't a heater, although it is listed among them.
  const { history: _, ...heaterObject } = toObject(printer?.temperature) ?? {}
  const heaters = Object.entries(heaterObject)
  const hasJob = statesWithJob.has(state)
  const name = hasJob
    ? (jobName ?? (state === 'cancelled' ? (previous?.jobName ?? null) : null))
    : null
  const percent = hasJob && state !== 'cancelled' ? completion : null
  return {
    state,
    status: formatStatus({ state, label, jobName: name, progress: percent }),
    progress: percent,
    jobName: name,
    elapsedSeconds: hasJob ? toSeconds(progress?.printTime) : null,
    remainingSeconds: hasJob ? toSeconds(progress?.printTimeLeft) : null,
    temperatures: toTemperatures(heaters),
    filamentTotalMm: hasJob ? toMillimetres(sumFilament(toObject(job?.job)?.filament)) : null,
  }
}

/** The total of all tools from OctoPrint's analysis of the file; it doesn't know what has been used so far. */
function sumFilament(value: unknown): number | null {
  const tools = Object.values(toObject(value) ?? {}).map((tool) => toNumber(toObject(tool)?.length))
  const lengths = tools.filter((length) => length !== null && length > 0)
  return lengths.length === 0
    ? null
    : lengths.reduce((sum, length) => (sum ?? 0) + (length ?? 0), 0)
}

function withoutResponse({ printer, job }: OctoPrintResponses): NormalisedReading {
  const state = [printer, job].some(isAuthError) ? 'unauthorized' : 'unreachable'
  return {
    state,
    status: formatStatus({ state, label: null, jobName: null, progress: null }),
    progress: null,
    jobName: null,
    elapsedSeconds: null,
    remainingSeconds: null,
    temperatures: null,
  }
}

/** The first match wins. */
function toState(now: {
  flags: JsonObject
  label: string | null
  isDisconnected: boolean
  completion: number | null
  jobName: string | null
  previous: LastSeen | null
  hasFailed: boolean
}): PrinterState {
  const { flags, completion } = now
  const says = (pattern: RegExp) => now.label !== null && pattern.test(now.label)
  if (flags.error === true || says(/^(error|offline after error|offline \(error)/i)) return 'error'
  if (says(/^(offline|closed|opening|detecting|connecting)/i)) return 'offline'
  if (now.isDisconnected && now.label === null) return 'offline'
  if (flags.cancelling === true || says(/^cancelling/i)) return 'cancelling'
  // Before `printing`: OctoPrint 2 also sets that flag while paused.
  if (flags.pausing === true || says(/^pausing/i)) return 'pausing'
  if (flags.paused === true || says(/^paused/i)) return 'paused'
  if (flags.resuming === true || says(/^resuming/i)) return 'resuming'
  if (flags.finishing === true || says(/^finishing/i)) return 'finishing'
  if (says(/^starting/i)) return 'starting'
  if (flags.printing === true || says(/^printing/i)) return 'printing'
  if (says(/^(sending|transferring)/i)) return 'transferring'
  if (flags.operational !== true && !says(/^operational/i)) return 'unknown'
  if (completion === 100) return 'finished'
  return now.hasFailed || wasCancelled(now) ? 'cancelled' : 'idle'
}

/** It stays cancelled until another file is selected or something happens. */
function wasCancelled(now: { jobName: string | null; previous: LastSeen | null }): boolean {
  if (now.previous === null) return false
  const isSameJob = now.jobName === null || now.jobName === now.previous.jobName
  return (
    isSameJob &&
    (now.previous.state === 'cancelled' ||
      (activeStates.has(now.previous.state) && now.previous.state !== 'transferring'))
  )
}
