import { classify, listStates } from '#lib/printers/prints/identity.ts'
import type { DerivedPrint, StateObservation } from '#lib/printers/prints/types.ts'
import { endKinds, type Fact } from './fact-kinds.ts'

type NumberedPrint = DerivedPrint & { number: number }

/** A printer's latest prints before or after an observation, as they are stored. */
export interface PrintsView {
  /** Newest first. */
  prints: readonly NumberedPrint[]
  /** When the observation was made; a late one is older than others. */
  at: Date
  /**
   * The first two observations after the print of that time was last seen on the machine. Those that say nothing about prints are left
   * out.
   */
  afterwards: readonly Pick<StateObservation, 'state' | 'observedAt'>[]
}

/** The last print that had begun by then. */
export function findPrintOf<T extends { firstSeenAt: Date }>(
  prints: readonly T[],
  at: Date,
): T | undefined {
  return prints.find(({ firstSeenAt }) => firstSeenAt <= at)
}

/**
 * The facts that an observation has established: those that hold in `after` and didn't in `before`. A start needs a running job clock
 * or a second observation, a pause a second observation. An end needs the printer's own word for it, or a second observation without
 * the print.
 *
 * A print keeps its number when a late report moves its start or its end, so a correction repeats no subject.
 */
export function findPrintFacts(printerId: number, before: PrintsView, after: PrintsView): Fact[] {
  const earlier = new Map(before.prints.map((print) => [print.number, print]))
  return after.prints.flatMap((print) => {
    const known = earlier.get(print.number)
    const about = (part: 'start' | 'end' | 'pause') => ({
      subject: `printer-${printerId}/print-${print.number}/${part}`,
      printerId,
      print: print.number,
      detail: null,
    })
    if (print.ended !== null && print.outcome !== 'running') {
      if (!isEndSure(print, after)) return []
      // What a late report meets may have been a guess. A subject is announced once in any case.
      if (known && !isLate(after) && isEndSure(known, before)) return []
      const kind = endKinds[print.outcome]
      return [{ ...about('end'), kind, happenedAt: print.ended.notAfter }]
    }
    const facts: Fact[] = []
    if (isStartSure(print) && !(known && isStartSure(known)))
      facts.push({ ...about('start'), kind: 'started', happenedAt: print.started.notAfter })
    if (print.lastState === 'paused' && known?.lastState === 'paused' && isLater(print, known))
      facts.push({ ...about('pause'), kind: 'paused', happenedAt: print.lastSeenAt })
    return facts
  })
}

const isLater = (print: DerivedPrint, than: DerivedPrint) => print.lastSeenAt > than.lastSeenAt

function isLate({ prints, at, afterwards }: PrintsView): boolean {
  const print = findPrintOf(prints, at)
  if (print === undefined || print !== prints[0] || print.lastSeenAt > at) return true
  return afterwards.some(({ observedAt }) => observedAt > at)
}

function isStartSure(print: DerivedPrint): boolean {
  return (print.elapsedSeconds ?? 0) > 0 || print.lastSeenAt > print.firstSeenAt
}

function isEndSure(print: NumberedPrint, view: PrintsView): boolean {
  if (print.ended === null) return false
  const isFollowed = view.prints.some(({ firstSeenAt }) => firstSeenAt > print.firstSeenAt)
  const isCurrent = findPrintOf(view.prints, view.at) === print
  const [first = null, second] = isCurrent ? view.afterwards : []
  const nothing = { state: null, jobName: null, progress: null, elapsedSeconds: null }
  // It may have been on the machine only in the report of its end.
  const isReported =
    listStates('ended').includes(print.lastState) ||
    classify({ ...nothing, ...first }) === print.outcome
  // While late reports of it arrive, each of them may be followed by another one.
  const isPast = view.at > print.lastSeenAt && isStartSure(print)
  return isReported || (isPast && (isFollowed || second !== undefined))
}
