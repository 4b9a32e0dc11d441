import type { PrinterState } from '#lib/api/states.ts'

/** Text for each state: before the job's name, after the server's name, or alone. */
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
  unknown: 'In an unknown state',
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
 * A short sentence such as `Printing benchy, 42 %`.
 *
 * `label` is the server's own text for the state. It is used only where it is known to be harmless: an error text may contain
 * device paths and arbitrary firmware output.
 */
export function formatStatus(now: {
  state: PrinterState
  label: string | null
  jobName: string | null
  progress: number | null
  /** The name of the printer's server. */
  server?: string
}): string {
  if (now.state === 'unreachable' || now.state === 'unauthorized')
    return `${now.server ?? 'OctoPrint'} ${verbs[now.state]}`
  const { state, label, jobName, progress } = now
  if (state === 'offline' && label !== null && /^(opening|detecting|connecting)/i.test(label))
    return 'Connecting to the printer'
  // Older OctoPrint versions set the printing flag while a file is being copied to the printer.
  const isCopying = label !== null && /^(sending|transferring|starting to send)/i.test(label)
  const verb = isCopying && state !== 'paused' ? verbs.transferring : verbs[state]
  const name = !isCopying && statesWithJob.has(state) ? jobName : null
  const percent = statesWithProgress.has(state) ? progress : null
  // Rounded down, so that only a finished print shows 100 %.
  const suffix = percent === null ? '' : `, ${Math.floor(percent)} %`
  return `${verb}${name === null ? '' : ` ${withoutExtension(name)}`}${suffix}`
}

function withoutExtension(jobName: string): string {
  return jobName.replace(/(?<=.)\.(gcode|gco|gc|g|bgcode|ufp|3mf)$/i, '')
}
