import { activeStates, type PrinterState } from '#lib/api/states.ts'
import type { Reading } from '../report.ts'
import type { PreviousState } from './backend.ts'
import { statesWithoutJobInfo } from './job-end.ts'
import { formatStatus } from './status-text.ts'

type Phase = 'none' | 'printing' | 'paused'

/** What goes on until it has changed: a print that is starting has started, one that is pausing has not paused yet. */
function getPhase(state: PrinterState): Phase | null {
  if (statesWithoutJobInfo.has(state)) return null
  if (!activeStates.has(state) || state === 'transferring') return 'none'
  return state === 'paused' || state === 'resuming' ? 'paused' : 'printing'
}

/** Whether a print has started, paused, resumed or ended between two readings. */
export function isMoment(
  previous: PreviousState,
  now: Pick<Reading, 'state' | 'jobName'>,
): boolean {
  const before = getPhase(previous.state) ?? (previous.job === null ? 'none' : 'printing')
  const after = getPhase(now.state)
  if (after === null) return false
  return after !== before || (after !== 'none' && isOtherJob(previous, now))
}

function isOtherJob(previous: PreviousState, { jobName }: Pick<Reading, 'jobName'>): boolean {
  return jobName !== null && previous.jobName !== null && jobName !== previous.jobName
}

/** Shorter gaps are as good as none. */
const minGapMs = 2_000

/** The resolution of a server's history. */
const historyMs = 1_000

/**
 * Readings of earlier times, to be reported in addition: a job's end, and what was still so shortly before a print started or ended.
 * The second dates what followed, also where the last report is ten minutes old.
 * @param end from the server's history, by its clock
 * @param unchangedAtMs when nothing had changed yet, in milliseconds since 1970; `null`: unknown
 */
export function listEarlierReadings(
  previous: PreviousState | null,
  { reading, end }: { reading: Reading | null; end: Reading | null },
  unchangedAtMs: number | null,
): Reading[] {
  const news = end ?? reading
  const atMs = end === null ? unchangedAtMs : end.observedAt.getTime() - historyMs
  const unchanged =
    previous && news && atMs !== null ? toUnchangedReading(previous, news, atMs) : null
  return [unchanged, end].filter((it) => it !== null)
}

/** `null` if it would say nothing new. */
function toUnchangedReading(previous: PreviousState, now: Reading, atMs: number): Reading | null {
  const { state, jobName, seenAtMs } = previous
  const [before, after] = [getPhase(state), getPhase(now.state)]
  if (before === null || after === null || (before === 'none') === (after === 'none')) return null
  // Then it was another print that ended.
  if (before !== 'none' && isOtherJob(previous, now)) return null
  const isBetween = atMs > seenAtMs + minGapMs && atMs < now.observedAt.getTime()
  if (!isBetween) return null
  return {
    state,
    status: formatStatus({ state, label: null, jobName, progress: null }),
    progress: null,
    jobName,
    elapsedSeconds: null,
    remainingSeconds: null,
    temperatures: null,
    observedAt: new Date(atMs),
    backend: now.backend,
  }
}
