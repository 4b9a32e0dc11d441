import { activeStates, type PrinterState } from '#lib/api/states.ts'
import { type JsonObject, toNumber, toObject, toText } from '../json.ts'
import type { Reading } from '../report.ts'
import type { PreviousState } from './backend.ts'
import { type ApiResponse, isAuthError } from './fetch-api.ts'
import { hasFailedLately } from './octoprint-history.ts'
import { formatStatus } from './status-text.ts'
import { toMillimetres, toName, toPercent, toSeconds, toTemperatures } from './values.ts'

export interface OctoPrintAnswers {
  /** `/api/printer`; 409 where no printer is connected. */
  printer: ApiResponse
  /** `/api/job`. */
  job: ApiResponse
  /** `/api/files/...` of the selected file, where that was asked. */
  file?: ApiResponse | null
}

type LastSeen = Pick<PreviousState, 'state' | 'jobName'>
export type NormalisedReading = Omit<Reading, 'observedAt' | 'backend'>

/** The states in which the selected file is a job: before it starts it is only a file. */
const statesWithJob: ReadonlySet<PrinterState> = new Set([
  ...activeStates,
  'error',
  'finished',
  'cancelled',
  'unknown',
])

/**
 * OctoPrint's two answers as one reading. Flags decide, texts only where flags are silent: their wording changed with
 * 1.6 and again with 2.0.
 *
 * @param before what was reported last, if anything: a print that is gone without having reached its end was cancelled
 */
export function normaliseOctoPrint(
  answers: OctoPrintAnswers,
  before: LastSeen | null = null,
): NormalisedReading {
  const printer = answers.printer.kind === 'object' ? answers.printer.body : null
  const job = answers.job.kind === 'object' ? answers.job.body : null
  const isDisconnected = answers.printer.kind === 'status' && answers.printer.status === 409
  if (printer === null && job === null && !isDisconnected) return withoutAnswer(answers)

  const printerState = toObject(printer?.state)
  const label = toText(printerState?.text) ?? toText(job?.state)
  const flags = toObject(printerState?.flags) ?? {}
  const progress = toObject(job?.progress)
  const file = toObject(toObject(job?.job)?.file)
  const jobName = toName(toText(file?.display) ?? toText(file?.name))
  const completion = toPercent(progress?.completion)

  const hasFailed = hasFailedLately(answers.file ?? null)
  const state = toState({ flags, label, isDisconnected, completion, jobName, before, hasFailed })
  // The history is no heater, though it stands among them.
  const { history: _, ...heaterObject } = toObject(printer?.temperature) ?? {}
  const heaters = Object.entries(heaterObject)
  const hasJob = statesWithJob.has(state)
  const name = hasJob
    ? (jobName ?? (state === 'cancelled' ? (before?.jobName ?? null) : null))
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

/** What OctoPrint's analysis of the file has found, of all tools; what has gone into the job so far it doesn't know. */
function sumFilament(value: unknown): number | null {
  const tools = Object.values(toObject(value) ?? {}).map((tool) => toNumber(toObject(tool)?.length))
  const lengths = tools.filter((length) => length !== null && length > 0)
  return lengths.length === 0
    ? null
    : lengths.reduce((sum, length) => (sum ?? 0) + (length ?? 0), 0)
}

function withoutAnswer({ printer, job }: OctoPrintAnswers): NormalisedReading {
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

/** The first that fits, from the top, is meant. */
function toState(now: {
  flags: JsonObject
  label: string | null
  isDisconnected: boolean
  completion: number | null
  jobName: string | null
  before: LastSeen | null
  hasFailed: boolean
}): PrinterState {
  const { flags, completion } = now
  const says = (pattern: RegExp) => now.label !== null && pattern.test(now.label)
  if (flags.error === true || says(/^(error|offline after error|offline \(error)/i)) return 'error'
  if (says(/^(offline|closed|opening|detecting|connecting)/i)) return 'offline'
  if (now.isDisconnected && now.label === null) return 'offline'
  if (flags.cancelling === true || says(/^cancelling/i)) return 'cancelling'
  // Before `printing`: OctoPrint 2 raises that flag while it is paused.
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

/** It stays cancelled until another file is chosen or something happens. */
function wasCancelled(now: { jobName: string | null; before: LastSeen | null }): boolean {
  if (now.before === null) return false
  const isSameJob = now.jobName === null || now.jobName === now.before.jobName
  return (
    isSameJob &&
    (now.before.state === 'cancelled' ||
      (activeStates.has(now.before.state) && now.before.state !== 'transferring'))
  )
}
