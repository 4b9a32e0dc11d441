import type { Filament } from '../types.ts'
import { readEnding } from './endings.ts'
import { isSamePrint, kindOf } from './identity.ts'
import type { DerivationState, DerivedPrint, StateObservation } from './types.ts'

export const initialState: DerivationState = { print: null, previous: null }

/**
 * The prints that observations (oldest first) tell of, oldest first. `intervalSeconds` stands in where a sender promised none.
 *
 * A start and an end each lie between two observations and are told so. Observations in which the printer said nothing of
 * itself (no answer, no state) neither make a print nor end one.
 */
export function derivePrints(
  sightings: Iterable<StateObservation>,
  intervalSeconds: number,
  from: DerivationState = initialState,
): { prints: DerivedPrint[]; standing: DerivationState } {
  const prints: DerivedPrint[] = []
  let standing = from
  for (const sighting of sightings) {
    const next = advance(standing, sighting, intervalSeconds)
    if (next.left !== null && next.left !== from.print) prints.push(next.left)
    standing = { print: next.print, previous: next.previous }
  }
  if (standing.print !== null && standing.print !== from.print) prints.push(standing.print)
  return { prints, standing }
}

/** One sighting on. `left` is the print that another one has followed, complete. */
export function advance(
  { print, previous }: DerivationState,
  sighting: StateObservation,
  intervalSeconds: number,
): DerivationState & { left: DerivedPrint | null } {
  const kind = kindOf(sighting)
  if (kind === null) return { print, previous, left: null }
  const open = previous?.isPrinting === true ? print : null
  const seen = { observedAt: sighting.observedAt, isPrinting: kind === 'printing' }
  const everySeconds = sighting.intervalSeconds ?? intervalSeconds

  if (kind === 'printing') {
    if (print !== null && isSamePrint(print, open !== null, sighting, everySeconds))
      return { print: extend(print, sighting), previous: seen, left: null }
    const left = open === null ? print : close(open, sighting, everySeconds)
    return { print: begin(sighting, previous?.observedAt ?? null), previous: seen, left }
  }
  if (open !== null)
    return { print: close(open, sighting, everySeconds), previous: seen, left: null }
  const unseen = kind === 'finished' ? findUnseen(print, previous, sighting) : null
  return { print: unseen ?? print, previous: seen, left: unseen === null ? null : print }
}

function begin(sighting: StateObservation, notBefore: Date | null): DerivedPrint {
  const { observedAt, elapsedSeconds } = sighting
  // Printers count without pauses, some without the warming up: by this time it had begun, at the latest.
  const startedBy = observedAt.getTime() - (elapsedSeconds ?? 0) * 1000
  const notAfter = new Date(Math.max(startedBy, notBefore?.getTime() ?? startedBy))
  const print: DerivedPrint = {
    outcome: 'running',
    jobName: null,
    started: { notBefore, notAfter },
    ended: null,
    firstSeenAt: observedAt,
    lastSeenAt: observedAt,
    lastState: 'printing',
    progress: null,
    elapsedSeconds: null,
    remainingSeconds: null,
    maxTemperatures: {},
    filament: { usedMm: null, totalMm: null },
  }
  return extend(print, sighting)
}

function extend(print: DerivedPrint, sighting: StateObservation): DerivedPrint {
  return {
    ...print,
    outcome: 'running',
    ended: null,
    jobName: print.jobName ?? sighting.jobName,
    lastSeenAt: sighting.observedAt,
    lastState: sighting.state ?? print.lastState,
    progress: sighting.progress ?? print.progress,
    elapsedSeconds: sighting.elapsedSeconds ?? print.elapsedSeconds,
    remainingSeconds: sighting.remainingSeconds,
    maxTemperatures: raise(print.maxTemperatures, sighting.temperatures),
    filament: mergeFilament(print.filament, sighting),
  }
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
  sighting: StateObservation,
  intervalSeconds: number,
): DerivedPrint {
  const ending = readEnding(print, sighting, intervalSeconds)
  const { elapsedSeconds } = ending
  const notAfter = sighting.observedAt
  // It has printed on for at least as long as its own clock has moved since.
  const onMs =
    Math.max(0, (elapsedSeconds ?? 0) - (print.elapsedSeconds ?? elapsedSeconds ?? 0)) * 1000
  const notBefore = new Date(Math.min(print.lastSeenAt.getTime() + onMs, notAfter.getTime()))
  return {
    ...print,
    outcome: ending.outcome,
    ended: { notBefore, notAfter },
    elapsedSeconds: elapsedSeconds ?? print.elapsedSeconds,
    filament: mergeFilament(print.filament, ending),
  }
}

/**
 * A print that began and ended between two observations. It must prove itself: named, and of a length that fits in between. The job
 * of the last print proves nothing, since a printer says for days that it has finished.
 */
function findUnseen(
  last: DerivedPrint | null,
  previous: DerivationState['previous'],
  sighting: StateObservation,
): DerivedPrint | null {
  const { jobName, elapsedSeconds, observedAt } = sighting
  if (previous === null || jobName === null || jobName === last?.jobName) return null
  if (elapsedSeconds === null || elapsedSeconds <= 0) return null
  const fits = observedAt.getTime() - elapsedSeconds * 1000 >= previous.observedAt.getTime()
  if (!fits) return null
  const print = begin(sighting, previous.observedAt)
  const notBefore = new Date(previous.observedAt.getTime() + elapsedSeconds * 1000)
  return { ...print, outcome: 'finished', ended: { notBefore, notAfter: observedAt } }
}
