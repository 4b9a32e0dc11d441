import type { PrintOutcome } from '#lib/api/states.ts'
import { isOtherJob, kindOf } from './identity.ts'
import type { DerivedPrint, StateObservation } from './types.ts'

const nearlyDone = 99

/**
 * How an open print ended, by the first sighting in which it is on the machine no more; with that sighting's count of the job's
 * seconds and filament where it is of the same job.
 */
export function readEnding(
  print: DerivedPrint,
  sighting: StateObservation,
  intervalSeconds: number,
): { outcome: PrintOutcome } & Pick<
  StateObservation,
  'elapsedSeconds' | 'filamentUsedMm' | 'filamentTotalMm'
> {
  const kind = kindOf(sighting)
  const isTold = kind === 'finished' || kind === 'cancelled' || kind === 'failed'
  if (isTold && !isOtherJob(print, sighting)) return { ...sighting, outcome: kind }
  const outcome = guessOutcome(print, sighting, intervalSeconds)
  return { outcome, elapsedSeconds: null, filamentUsedMm: null, filamentTotalMm: null }
}

/** The end itself was missed: only what was said last, and how long ago, may tell. */
function guessOutcome(
  print: DerivedPrint,
  sighting: StateObservation,
  intervalSeconds: number,
): PrintOutcome {
  if (print.lastState === 'cancelling') return 'cancelled'
  if (print.lastState === 'finishing') return 'finished'
  const gapSeconds = (sighting.observedAt.getTime() - print.lastSeenAt.getTime()) / 1000
  if (gapSeconds > 3 * intervalSeconds) return 'unknown'
  if (print.progress !== null && print.progress >= nearlyDone) return 'finished'
  if (print.remainingSeconds === null) return 'unknown'
  if (print.remainingSeconds <= gapSeconds) return 'finished'
  // It would have gone on for long: somebody ended it, unless the power did.
  const wasFarFromDone = print.remainingSeconds > 2 * gapSeconds
  return wasFarFromDone && sighting.state !== 'offline' ? 'cancelled' : 'unknown'
}
