import type { PrintOutcome } from '#lib/api/states.ts'
import { classify, isOtherJob } from './identity.ts'
import type { DerivedPrint, StateObservation } from './types.ts'

const nearlyDone = 99

/**
 * How an open print ended, by the first observation in which it is no longer on the machine, with that observation's elapsed seconds
 * and filament if it has the same job.
 */
export function getEnding(
  print: DerivedPrint,
  observation: StateObservation,
  intervalSeconds: number,
): { outcome: PrintOutcome } & Pick<
  StateObservation,
  'elapsedSeconds' | 'filamentUsedMm' | 'filamentTotalMm'
> {
  const kind = classify(observation)
  const isReported = kind === 'finished' || kind === 'cancelled' || kind === 'failed'
  if (isReported && !isOtherJob(print, observation)) return { ...observation, outcome: kind }
  const outcome = guessOutcome(print, observation, intervalSeconds)
  return { outcome, elapsedSeconds: null, filamentUsedMm: null, filamentTotalMm: null }
}

/** The end itself was not observed: guesses from the last observation and its age. */
function guessOutcome(
  print: DerivedPrint,
  observation: StateObservation,
  intervalSeconds: number,
): PrintOutcome {
  if (print.lastState === 'cancelling') return 'cancelled'
  if (print.lastState === 'finishing') return 'finished'
  const gapSeconds = (observation.observedAt.getTime() - print.lastSeenAt.getTime()) / 1000
  if (gapSeconds > 3 * intervalSeconds) return 'unknown'
  if (print.progress !== null && print.progress >= nearlyDone) return 'finished'
  if (print.remainingSeconds === null) return 'unknown'
  if (print.remainingSeconds <= gapSeconds) return 'finished'
  // It had long to go: it was cancelled, unless the power failed.
  const wasFarFromDone = print.remainingSeconds > 2 * gapSeconds
  return wasFarFromDone && observation.state !== 'offline' ? 'cancelled' : 'unknown'
}
