import type { PrinterState } from '#lib/api/states.ts'

/** What a state is called before the job's name or behind the server's, or alone. */
const verbs = {
  unreachable: "can't be reached",
  unauthorized: "doesn't accept the snapper's key",
  error: 'The printer reports an error',
  offline: 'The printer is off',
  cancelling: 'Cancelling',
  pausing: 'Pausing',
  paused: 'Paused',
  resuming: 'Resuming',
  finishing: 'Finishing',
  starting: 'Starting',
  printing: 'Printing',
  transferring: 'Sending a file to the printer',
  finished: 'Finished',
  cancelled: 'Cancelled',
  idle: 'Not printing',
  unknown: 'In a state that has no name',
} as const satisfies Record<PrinterState, string>

const statesWithJob: ReadonlySet<PrinterState> = new Set([
  'cancelling',
  'pausing',
  'paused',
  'resuming',
  'finishing',
  'starting',
  'printing',
  'finished',
  'cancelled',
])
const statesWithProgress: ReadonlySet<PrinterState> = new Set([
  'pausing',
  'paused',
  'resuming',
  'finishing',
  'printing',
  'transferring',
])

/**
 * A sentence for people, such as `Printing benchy, 42 %`.
 *
 * `label` is the server's own word for the state. It is used only where it is known to be harmless: the text of an error
 * can hold device paths and whatever a firmware says.
 */
export function formatStatus(now: {
  state: PrinterState
  label: string | null
  jobName: string | null
  progress: number | null
  /** What the printer's server is called. */
  server?: string
}): string {
  if (now.state === 'unreachable' || now.state === 'unauthorized')
    return `${now.server ?? 'OctoPrint'} ${verbs[now.state]}`
  const { state, label, jobName, progress } = now
  if (state === 'offline' && label !== null && /^(opening|detecting|connecting)/i.test(label))
    return 'Connecting to the printer'
  // Older OctoPrints raise the printing flag while a file is only being copied.
  const isCopying = label !== null && /^(sending|transferring|starting to send)/i.test(label)
  const verb = isCopying && state !== 'paused' ? verbs.transferring : verbs[state]
  const name = !isCopying && statesWithJob.has(state) ? jobName : null
  const percent = statesWithProgress.has(state) ? progress : null
  // Rounded down: "100 %" is only said of what is done.
  const suffix = percent === null ? '' : `, ${Math.floor(percent)} %`
  return `${verb}${name === null ? '' : ` ${withoutExtension(name)}`}${suffix}`
}

function withoutExtension(jobName: string): string {
  return jobName.replace(/(?<=.)\.(gcode|gco|gc|g|bgcode|ufp|3mf)$/i, '')
}
