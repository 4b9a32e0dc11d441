import { formatJobName, formatProgress } from './sentences.ts'
import { activeStates, type PrinterState } from './states.ts'
import { formatClock } from './times.ts'

const pictured = {
  unreachable: null,
  unauthorized: null,
  error: 'stopped with a fault',
  offline: 'switched off',
  cancelling: 'stopping',
  pausing: 'pausing',
  paused: 'paused at',
  resuming: 'resuming',
  finishing: 'finishing',
  starting: 'starting',
  printing: 'printing',
  transferring: 'reading in',
  finished: 'finished with',
  cancelled: 'stopped before the end of',
  idle: 'idle',
  unknown: null,
} satisfies Record<PrinterState, string | null>

const withoutJob: Partial<Record<PrinterState, string>> = {
  paused: 'paused',
  transferring: 'reading in a file',
  finished: 'finished',
  cancelled: 'stopped before the end',
}

const jobless: ReadonlySet<PrinterState> = new Set(['error', 'offline', 'idle'])

export interface PictureFacts {
  state: PrinterState | null
  jobName: string | null
  /** Percent, 0-100. */
  progress: number | null
  capturedAt: Date
  timeZone: string
}

/**
 * The picture's alternative text, from what the printer said when it was taken. It says what is to be seen, a 3D printer;
 * the printer's own name stands beside every picture already.
 */
export function describePicture(facts: PictureFacts): string {
  const { state } = facts
  const job = facts.jobName === null ? null : formatJobName(facts.jobName)
  const parts = ['3D printer']
  if (state !== null) {
    const doing = pictured[state]
    if (job !== null && doing !== null && !jobless.has(state)) parts.push(`${doing} ${job}`)
    else {
      const alone = withoutJob[state] ?? doing
      if (alone !== null) parts.push(alone)
    }
    if (facts.progress !== null && activeStates.has(state))
      parts.push(formatProgress(facts.progress).replace('\u00a0', ' '))
  }
  parts.push(`photographed at ${formatClock(facts.capturedAt, facts.timeZone)}`)
  return parts.join(', ')
}
