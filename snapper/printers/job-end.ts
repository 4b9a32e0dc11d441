import { activeStates, type PrinterState } from '#lib/api/states.ts'
import type { Reading } from '../report.ts'
import type { JobEnd, PreviousState } from './backend.ts'
import { formatStatus } from './status-text.ts'

/** OctoPrint 2 dates to the second, rounded down. */
const resolutionMs = 1000

/** What they say is nothing of a job: whatever was on the machine may still be. */
const silentStates: ReadonlySet<PrinterState> = new Set(['unreachable', 'unauthorized', 'unknown'])
const endStates: ReadonlySet<PrinterState> = new Set(['finished', 'cancelled', 'error'])

/**
 * Since when a job may have ended that the server's history can date, in milliseconds since 1970: since it was last seen on the
 * machine, or, where none was seen and one has ended nevertheless, since the last reading. `null`: there is nothing to ask.
 */
export function findEndedSince(
  before: PreviousState | null,
  now: Pick<Reading, 'state' | 'jobName'>,
): number | null {
  if (before === null || activeStates.has(now.state) || silentStates.has(now.state)) return null
  if (before.job !== null) return before.job.seenAtMs
  const isNews = before.state !== now.state || before.jobName !== now.jobName
  return isNews && endStates.has(now.state) ? before.seenAtMs : null
}

/** What the next reading has to know of this one. */
export function toPreviousState(
  before: PreviousState | null,
  reading: Reading,
  history: string | null,
): PreviousState {
  const { state, jobName } = reading
  const seenAtMs = reading.observedAt.getTime()
  const kept = silentStates.has(state) ? (before?.job ?? null) : null
  return { state, jobName, seenAtMs, job: activeStates.has(state) ? { history, seenAtMs } : kept }
}

/**
 * The end as a reading of its own, observed when it was: the wire needs no field for it.
 * `null` where it lies outside the time in which it must, as by a clock that is wrong or in the history of an earlier print.
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
    // Not before the sighting that it follows.
    observedAt: new Date(Math.max(endedAt.getTime(), sinceMs + 1)),
    backend: reading.backend,
  }
}
