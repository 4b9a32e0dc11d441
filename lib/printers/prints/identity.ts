import { type PrinterState, printerStates } from '#lib/api/states.ts'
import type { DerivedPrint, StateObservation } from './types.ts'

type Kind = 'printing' | 'finished' | 'cancelled' | 'failed' | 'idle'

/** What a state means for the current print; `null`: nothing, the state is unknown. */
const kinds = {
  unreachable: null,
  unauthorized: null,
  unknown: null,
  error: 'failed',
  offline: 'idle',
  idle: 'idle',
  // A file is uploaded to the printer's card; the machine itself is idle.
  transferring: 'idle',
  finished: 'finished',
  cancelled: 'cancelled',
  cancelling: 'printing',
  pausing: 'printing',
  paused: 'printing',
  resuming: 'printing',
  finishing: 'printing',
  starting: 'printing',
  printing: 'printing',
} satisfies Record<PrinterState, Kind | null>

/** The states in which a print runs, those that report its end, and those that say nothing about it. */
export function listStates(of: 'printing' | 'ended' | 'unknown'): PrinterState[] {
  const wanted: readonly (Kind | null)[] = {
    printing: ['printing' as const],
    ended: ['finished' as const, 'cancelled' as const, 'failed' as const],
    unknown: [null],
  }[of]
  return printerStates.filter((state) => wanted.includes(kinds[state]))
}

/** For a stored state, which may be from another version of this site: an unknown state is not printing. */
export function isPrinting(state: string | null): boolean {
  return (
    state !== null && new Map<string, Kind | null>(Object.entries(kinds)).get(state) === 'printing'
  )
}

/** What an observation means for the current print; `null`: nothing. */
export function classify(
  observation: Pick<StateObservation, 'state' | 'jobName' | 'progress' | 'elapsedSeconds'>,
): Kind | null {
  const { state, jobName, progress, elapsedSeconds } = observation
  if (state === null) return null
  // Some printers are "busy" while they home or are heated by hand: starting without a job is not a print.
  if (state === 'starting' && jobName === null && progress === null && elapsedSeconds === null)
    return null
  return kinds[state]
}

/** After a longer silence, an observation never continues the previous print. */
export const silentMs = 24 * 60 * 60 * 1000
/** The printer's clock and the snapper's are read one after the other. */
const jitterSeconds = 30

/** Whether a gap is too long for observations before and after it to be of the same print. */
export function isSilence(gapMs: number, intervalSeconds: number): boolean {
  return gapMs > Math.max(silentMs, 3 * intervalSeconds * 1000)
}

/** Neither its end was observed, nor has it been silent for a day. */
export function isRunning({ ended, lastSeenAt }: DerivedPrint, now: Date): boolean {
  return ended === null && !isSilence(now.getTime() - lastSeenAt.getTime(), 0)
}

/**
 * Whether an observation continues the known print. The printer's own job clock decides, if there is one: it never runs fast, so a
 * job that by it began before the last observation was on the machine then, regardless of what was observed in between.
 */
export function isSamePrint(
  print: DerivedPrint,
  isOpen: boolean,
  observation: StateObservation,
  intervalSeconds: number,
): boolean {
  if (isOtherJob(print, observation)) return false
  const { elapsedSeconds, observedAt } = observation
  const known = print.elapsedSeconds
  if (elapsedSeconds !== null && known !== null && elapsedSeconds < known - jitterSeconds)
    return false
  const gapMs = observedAt.getTime() - print.lastSeenAt.getTime()
  if (elapsedSeconds !== null && elapsedSeconds * 1000 >= gapMs && elapsedSeconds > 0) return true
  return isOpen && !isSilence(gapMs, intervalSeconds) && !hasRestarted(print, observation)
}

export function isOtherJob(print: DerivedPrint, { jobName }: StateObservation): boolean {
  return jobName !== null && print.jobName !== null && jobName !== print.jobName
}

/** Estimates vary by a few points; a restarted job drops. */
function hasRestarted(print: DerivedPrint, observation: StateObservation): boolean {
  const now = observation.progress ?? (observation.state === 'starting' ? 0 : null)
  if (now === null || print.progress === null) return false
  const drop = print.progress - now
  return drop > 10 || (drop > 3 && now < print.progress / 2)
}
