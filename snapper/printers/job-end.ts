import { activeStates, type PrinterState } from '#lib/api/states.ts'
import type { Reading } from '../report.ts'
import type { JobEnd, PreviousState } from './backend.ts'
import { formatStatus } from './status-text.ts'

/** OctoPrint 2 rounds dates down to the second. */
const resolutionMs = 1000

/** These states say nothing about a job: one that was running may still be. */
export const statesWithoutJobInfo: ReadonlySet<PrinterState> = new Set([
  'unreachable',
  'unauthorized',
  'unknown',
])
const endStates: ReadonlySet<PrinterState> = new Set(['finished', 'cancelled', 'error'])

/**
 * The time after which a job may have ended whose end is in the server's history, in milliseconds since 1970: when the job was
 * last seen running, or, if it was never seen but has ended, the previous reading. `null`: no need to look.
 */
export function findEndedSince(
  previous: PreviousState | null,
  now: Pick<Reading, 'state' | 'jobName'>,
): number | null {
  if (previous === null || activeStates.has(now.state) || statesWithoutJobInfo.has(now.state))
    return null
  if (previous.job !== null) return previous.job.seenAtMs
  const isNews = previous.state !== now.state || previous.jobName !== now.jobName
  return isNews && endStates.has(now.state) ? previous.seenAtMs : null
}

/** What the next reading needs to know about this one. */
export function toPreviousState(
  previous: PreviousState | null,
  reading: Reading,
  history: string | null,
): PreviousState {
  const { state, jobName } = reading
  const seenAtMs = reading.observedAt.getTime()
  const kept = statesWithoutJobInfo.has(state) ? (previous?.job ?? null) : null
  return { state, jobName, seenAtMs, job: activeStates.has(state) ? { history, seenAtMs } : kept }
}

/**
 * Turns the end of a job into a reading that was observed at that time, so the API needs no extra field.
 * `null` if it lies outside the expected time, for example because of a wrong clock or because it belongs to an earlier print.
 */
export function toEndReading(
  end: JobEnd,
  within: { sinceMs: number; reading: Reading },
): Reading | null {
  const { state, endedAt, jobName, elapsedSeconds } = end
  const { sinceMs, reading } = within
  const isWithin = endedAt.getTime() > sinceMs - resolutionMs && endedAt < reading.observedAt
  if (!isWithin) return null
  const isFinished = state === 'finished'
  return {
    state,
    status: formatStatus({ state, label: null, jobName, progress: null }),
    progress: isFinished ? 100 : null,
    jobName,
    elapsedSeconds,
    remainingSeconds: isFinished ? 0 : null,
    temperatures: null,
    // Never before the reading that it follows.
    observedAt: new Date(Math.max(endedAt.getTime(), sinceMs + 1)),
    backend: reading.backend,
  }
}
