import { type PrinterState, printerStates } from '#lib/api/states.ts'
import type { DerivedPrint, StateObservation } from './types.ts'

type Kind = 'printing' | 'finished' | 'cancelled' | 'failed' | 'rest'

/** What a state says of the print at hand; `null`: nothing, the printer didn't tell. */
const kinds = {
  unreachable: null,
  unauthorized: null,
  unknown: null,
  error: 'failed',
  offline: 'rest',
  idle: 'rest',
  // A file that goes to the printer's card: the machine itself stands still.
  transferring: 'rest',
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

/** Whose pictures are of a print: `'told'` states say that it has ended, `'mute'` ones nothing. */
export function listStates(of: 'printing' | 'told' | 'mute'): PrinterState[] {
  const wanted: readonly (Kind | null)[] = {
    printing: ['printing' as const],
    told: ['finished' as const, 'cancelled' as const, 'failed' as const],
    mute: [null],
  }[of]
  return printerStates.filter((state) => wanted.includes(kinds[state]))
}

/** Of a stored state, which may be of another version of this site: what isn't known isn't printing. */
export function isPrinting(state: string | null): boolean {
  return (
    state !== null && new Map<string, Kind | null>(Object.entries(kinds)).get(state) === 'printing'
  )
}

/** What a sighting says of the print at hand. */
export function kindOf(
  sighting: Pick<StateObservation, 'state' | 'jobName' | 'progress' | 'elapsedSeconds'>,
): Kind | null {
  const { state, jobName, progress, elapsedSeconds } = sighting
  if (state === null) return null
  // Some printers are "busy" while they home or warm up by hand: a start of nothing isn't one.
  if (state === 'starting' && jobName === null && progress === null && elapsedSeconds === null)
    return null
  return kinds[state]
}

/** Longer without word, and nothing that is seen is taken for what was on the machine. */
export const silentMs = 24 * 60 * 60 * 1000
/** A printer's clock and the snapper's are read one after the other. */
const jitterSeconds = 30

/** After so long without word nothing says any more that it is the same print. */
export function isSilence(gapMs: number, intervalSeconds: number): boolean {
  return gapMs > Math.max(silentMs, 3 * intervalSeconds * 1000)
}

/** Nobody has seen its end, nor been without word of it for a day. */
export function isUnderWay({ ended, lastSeenAt }: DerivedPrint, now: Date): boolean {
  return ended === null && !isSilence(now.getTime() - lastSeenAt.getTime(), 0)
}

/**
 * Is what is on the machine the print that is known? The printer's own clock of the job decides where there is one: it never runs
 * ahead of the time, so a job that it dates back to before the last sighting was on the machine then, whatever was seen between.
 */
export function isSamePrint(
  print: DerivedPrint,
  isOpen: boolean,
  sighting: StateObservation,
  intervalSeconds: number,
): boolean {
  if (isOtherJob(print, sighting)) return false
  const { elapsedSeconds, observedAt } = sighting
  const known = print.elapsedSeconds
  if (elapsedSeconds !== null && known !== null && elapsedSeconds < known - jitterSeconds)
    return false
  const gapMs = observedAt.getTime() - print.lastSeenAt.getTime()
  if (elapsedSeconds !== null && elapsedSeconds * 1000 >= gapMs && elapsedSeconds > 0) return true
  return isOpen && !isSilence(gapMs, intervalSeconds) && !hasFallenBack(print, sighting)
}

export function isOtherJob(print: DerivedPrint, { jobName }: StateObservation): boolean {
  return jobName !== null && print.jobName !== null && jobName !== print.jobName
}

/** Estimates waver by a few points; a job that begins anew falls. */
function hasFallenBack(print: DerivedPrint, sighting: StateObservation): boolean {
  const now = sighting.progress ?? (sighting.state === 'starting' ? 0 : null)
  if (now === null || print.progress === null) return false
  const fall = print.progress - now
  return fall > 10 || (fall > 3 && now < print.progress / 2)
}
