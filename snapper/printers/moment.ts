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
  const isOther =
    now.jobName !== null && previous.jobName !== null && now.jobName !== previous.jobName
  return after !== before || (after !== 'none' && isOther)
}

/** Shorter gaps are as good as none. */
const minGapMs = 2_000

/**
 * What was still so shortly before a print started or ended. Reported with that time, it dates what followed, also where the last
 * report is ten minutes old. `null` if it would say nothing new.
 */
export function toUnchangedReading(
  previous: PreviousState | null,
  now: Reading,
  unchangedAtMs: number | null,
): Reading | null {
  if (previous === null || unchangedAtMs === null) return null
  const { state, jobName, seenAtMs } = previous
  const [before, after] = [getPhase(state), getPhase(now.state)]
  if (before === null || after === null || (before === 'none') === (after === 'none')) return null
  const isBetween = unchangedAtMs > seenAtMs + minGapMs && unchangedAtMs < now.observedAt.getTime()
  if (!isBetween) return null
  return {
    state,
    status: formatStatus({ state, label: null, jobName, progress: null }),
    progress: null,
    jobName,
    elapsedSeconds: null,
    remainingSeconds: null,
    temperatures: null,
    observedAt: new Date(unchangedAtMs),
    backend: now.backend,
  }
}
