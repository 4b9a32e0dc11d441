import type { Formats } from './formats.ts'
import { formatJobName, formatProgress } from './sentences.ts'
import { activeStates, type PrinterState } from './states.ts'
import { formatZonedClock } from './times.ts'

const activities = {
  unreachable: null,
  unauthorized: null,
  error: 'reporting an error',
  offline: 'switched off',
  cancelling: 'cancelling',
  pausing: 'pausing',
  paused: 'paused while printing',
  resuming: 'resuming',
  finishing: 'finishing',
  starting: 'starting',
  printing: 'printing',
  transferring: 'loading',
  finished: 'finished printing',
  cancelled: 'after cancelling',
  idle: 'idle',
  unknown: null,
} satisfies Record<PrinterState, string | null>

const activitiesWithoutJob: Partial<Record<PrinterState, string>> = {
  paused: 'paused',
  transferring: 'loading a file',
  finished: 'finished',
  cancelled: 'print cancelled',
}

const statesWithoutJob: ReadonlySet<PrinterState> = new Set(['error', 'offline', 'idle'])

export interface PictureFacts {
  state: PrinterState | null
  jobName: string | null
  /** Percent, 0-100. */
  progress: number | null
  capturedAt: Date
  formats: Formats
}

/**
 * The picture's alternative text, from the reading of its time. It starts with what the picture shows, a 3D printer; the printer's
 * name is next to every picture already.
 */
export function describePicture(facts: PictureFacts): string {
  const { state } = facts
  const job = facts.jobName === null ? null : formatJobName(facts.jobName)
  const parts = ['3D printer']
  if (state !== null) {
    const activity = activities[state]
    if (job !== null && activity !== null && !statesWithoutJob.has(state))
      parts.push(`${activity} ${job}`)
    else {
      const alone = activitiesWithoutJob[state] ?? activity
      if (alone !== null) parts.push(alone)
    }
    if (facts.progress !== null && activeStates.has(state))
      parts.push(formatProgress(facts.progress).replace('\u00a0', ' '))
  }
  parts.push(`photographed at ${formatZonedClock(facts.capturedAt, facts.formats)}`)
  return parts.join(', ')
}
