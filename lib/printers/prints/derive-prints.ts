import type { PrinterState, PrintOutcome } from '#lib/api/states.ts'
import type { Filament } from '../types.ts'
import { classify, isOtherJob, isSamePrint } from './identity.ts'
import { findOwnersWord, type OwnerFact } from './owner-facts.ts'
import type { DerivationState, DerivedPrint, PrintMaterial, StateObservation } from './types.ts'

export const initialState: DerivationState = { print: null, previous: null }

/**
 * Derives prints from observations; both are oldest first. `intervalSeconds` is the default for senders without a promised interval.
 *
 * A start and an end are each between two observations and have both bounds. Observations of an unknown state (no response, no
 * state) neither start a print nor end one. Where the owner has said what is one print and what isn't, that decides.
 */
export function derivePrints(
  observations: Iterable<StateObservation>,
  intervalSeconds: number,
  from: DerivationState = initialState,
  facts: readonly OwnerFact[] = [],
): { prints: DerivedPrint[]; state: DerivationState } {
  const prints: DerivedPrint[] = []
  let state = from
  for (const observation of observations) {
    const next = advance(state, observation, intervalSeconds, facts)
    if (next.completed !== null && next.completed !== from.print) prints.push(next.completed)
    state = { print: next.print, previous: next.previous }
  }
  if (state.print !== null && state.print !== from.print) prints.push(state.print)
  return { prints, state }
}

/** Advances by one observation. `completed` is a print that is complete because another one has followed it. */
export function advance(
  { print, previous }: DerivationState,
  observation: StateObservation,
  intervalSeconds: number,
  facts: readonly OwnerFact[] = [],
): DerivationState & { completed: DerivedPrint | null } {
  const kind = classify(observation)
  if (kind === null) return { print, previous, completed: null }
  const open = previous?.isPrinting === true ? print : null
  const { observedAt } = observation
  const seen = { observedAt, isPrinting: kind === 'printing' }
  const everySeconds = observation.intervalSeconds ?? intervalSeconds
  const said = print && findOwnersWord(facts, print, observedAt)

  if (kind === 'printing') {
    const isSame = print !== null && isSamePrint(print, open !== null, observation, everySeconds)
    if (print !== null && said !== 'another' && (isSame || said === 'same'))
      return { print: extend(print, observation, !isSame), previous: seen, completed: null }
    const seenBefore = previous?.observedAt ?? null
    const begun = begin(observation, seenBefore)
    if (!isSame)
      return {
        print: begun,
        previous: seen,
        completed: open === null ? print : close(open, observation, everySeconds),
      }
    // The job's clock is that of the print before.
    const started = { notBefore: seenBefore, notAfter: observedAt }
    return {
      print: { ...begun, started },
      previous: seen,
      completed: open === null ? print : cut(open, observation, everySeconds),
    }
  }
  if (open !== null)
    return { print: close(open, observation, everySeconds), previous: seen, completed: null }
  const unobserved = kind === 'finished' ? findUnobserved(print, previous, observation) : null
  if (unobserved !== null && print !== null && said === 'same')
    return { print: absorb(print, unobserved), previous: seen, completed: null }
  return {
    print: unobserved ?? print,
    previous: seen,
    completed: unobserved === null ? null : print,
  }
}

/** Ends an open print where the owner has said that another one begins: the printer reported no end, and no cause of one. */
function cut(
  print: DerivedPrint,
  observation: StateObservation,
  intervalSeconds: number,
): DerivedPrint {
  const closed = close(print, observation, intervalSeconds)
  const isGuessed = closed.outcome === 'cancelled' && print.lastState !== 'cancelling'
  return isGuessed ? { ...closed, outcome: 'unknown' } : closed
}

/** Two prints that are one, the later of which began and ended between two observations. */
function absorb(print: DerivedPrint, later: DerivedPrint): DerivedPrint {
  const { started, firstSeenAt } = print
  return { ...later, started, firstSeenAt, isJoined: true }
}

/** How much longer than its job clock says a print may have run: some clocks leave out warming up and short stops. */
const clockSlackMs = 15 * 60_000
/** The job clock does not run, so it says nothing about how long that took. */
const pauses: ReadonlySet<PrinterState | null> = new Set(['pausing', 'paused', 'resuming'])

function begin(observation: StateObservation, notBefore: Date | null): DerivedPrint {
  const { observedAt, elapsedSeconds } = observation
  // Printers count without pauses, some without warming up: this is the latest possible start.
  const startedBy = observedAt.getTime() - (elapsedSeconds ?? 0) * 1000
  const seenBefore = notBefore?.getTime() ?? Number.NEGATIVE_INFINITY
  const isDated = (elapsedSeconds ?? 0) > 0 && !pauses.has(observation.state)
  const earliest = isDated ? Math.max(seenBefore, startedBy - clockSlackMs) : seenBefore
  const notAfter = new Date(Math.max(startedBy, seenBefore))
  const print: DerivedPrint = {
    outcome: 'running',
    jobName: null,
    isJoined: false,
    started: { notBefore: Number.isFinite(earliest) ? new Date(earliest) : null, notAfter },
    ended: null,
    firstSeenAt: observedAt,
    lastSeenAt: observedAt,
    lastState: 'printing',
    progress: null,
    elapsedSeconds: null,
    remainingSeconds: null,
    maxTemperatures: {},
    filament: { usedMm: null, totalMm: null },
    material: {},
  }
  return extend(print, observation)
}

/** @param isOwners only the owner knows that it is the same print: a later job continues it */
function extend(
  print: DerivedPrint,
  observation: StateObservation,
  isOwners = false,
): DerivedPrint {
  const jobName = isOwners ? observation.jobName : print.jobName
  return {
    ...print,
    outcome: 'running',
    ended: null,
    jobName: jobName ?? print.jobName ?? observation.jobName,
    isJoined: print.isJoined || isOwners,
    lastSeenAt: observation.observedAt,
    lastState: observation.state ?? print.lastState,
    progress: observation.progress ?? print.progress,
    elapsedSeconds: observation.elapsedSeconds ?? print.elapsedSeconds,
    remainingSeconds: observation.remainingSeconds,
    maxTemperatures: raise(print.maxTemperatures, observation.temperatures),
    filament: mergeFilament(print.filament, observation),
    material: mergeMaterial(print.material, observation),
  }
}

/** A report that names the filament replaces all that is known of it: the spool may be another one. */
function mergeMaterial(
  known: PrintMaterial,
  { material = {} }: Pick<StateObservation, 'material'>,
): PrintMaterial {
  const isFilament = (name: string) => name.startsWith('filament_')
  const isNamed = Object.keys(material).some(isFilament)
  const kept = Object.entries(known).filter(([name]) => !(isNamed && isFilament(name)))
  return { ...Object.fromEntries(kept), ...material }
}

function mergeFilament(
  known: Filament,
  { filamentUsedMm, filamentTotalMm }: Pick<StateObservation, 'filamentUsedMm' | 'filamentTotalMm'>,
): Filament {
  return { usedMm: filamentUsedMm ?? known.usedMm, totalMm: filamentTotalMm ?? known.totalMm }
}

function raise(
  highest: Record<string, number>,
  temperatures: StateObservation['temperatures'],
): Record<string, number> {
  const raised = new Map(Object.entries(highest))
  for (const [heater, { actual }] of Object.entries(temperatures ?? {}))
    if (actual !== null) raised.set(heater, Math.max(actual, raised.get(heater) ?? actual))
  return Object.fromEntries(raised)
}

function close(
  print: DerivedPrint,
  observation: StateObservation,
  intervalSeconds: number,
): DerivedPrint {
  const ending = getEnding(print, observation, intervalSeconds)
  const { elapsedSeconds } = ending
  // It has printed for at least as long as its job clock has advanced.
  const onMs =
    Math.max(0, (elapsedSeconds ?? 0) - (print.elapsedSeconds ?? elapsedSeconds ?? 0)) * 1000
  const seenMs = observation.observedAt.getTime()
  const notBefore = new Date(Math.min(print.lastSeenAt.getTime() + onMs, seenMs))
  const isDated =
    elapsedSeconds !== null && print.elapsedSeconds !== null && !pauses.has(print.lastState)
  const notAfter = new Date(isDated ? Math.min(seenMs, notBefore.getTime() + clockSlackMs) : seenMs)
  return {
    ...print,
    outcome: ending.outcome,
    ended: { notBefore, notAfter },
    elapsedSeconds: elapsedSeconds ?? print.elapsedSeconds,
    filament: mergeFilament(print.filament, ending),
    material: mergeMaterial(print.material, ending),
  }
}

/**
 * A print that began and ended between two observations. It needs a name and a duration that fits in between. The job of the last
 * print doesn't count, since a printer reports for days that it has finished.
 */
function findUnobserved(
  last: DerivedPrint | null,
  previous: DerivationState['previous'],
  observation: StateObservation,
): DerivedPrint | null {
  const { jobName, elapsedSeconds, observedAt } = observation
  if (previous === null || jobName === null || jobName === last?.jobName) return null
  if (elapsedSeconds === null || elapsedSeconds <= 0) return null
  const fits = observedAt.getTime() - elapsedSeconds * 1000 >= previous.observedAt.getTime()
  if (!fits) return null
  const print = begin(observation, previous.observedAt)
  const notBefore = new Date(previous.observedAt.getTime() + elapsedSeconds * 1000)
  return { ...print, outcome: 'finished', ended: { notBefore, notAfter: observedAt } }
}

const nearlyDone = 99

/**
 * How an open print ended, by the first observation in which it is no longer on the machine, with that observation's elapsed seconds
 * and filament if it has the same job.
 */
function getEnding(
  print: DerivedPrint,
  observation: StateObservation,
  intervalSeconds: number,
): { outcome: PrintOutcome } & Pick<
  StateObservation,
  'elapsedSeconds' | 'filamentUsedMm' | 'filamentTotalMm' | 'material'
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
