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
  /** The last three observations by then, newest first; none where nobody needs them. */
  recent: readonly Pick<StateObservation, 'state' | 'observedAt'>[]
}

/** The states that are told once for each time that a printer has them. Two observations establish it. */
export const toldStates: readonly (string | null)[] = ['paused', 'error']

/** That the second observation of a state has just been made: when the printer was last seen otherwise. */
function findEstablished({ recent }: PrintsView, state: 'paused' | 'error'): Date | null {
  const [last, second, third] = recent
  if (last?.state !== state || second?.state !== state || third?.state === state) return null
  return third?.observedAt ?? new Date(0)
}

/** An error that has ended no print. */
function findErrorFact(printerId: number, view: PrintsView): Fact[] {
  const since = findEstablished(view, 'error')
  const print = findPrintOf(view.prints, view.at)
  if (since === null || print?.outcome === 'running') return []
  if (print?.outcome === 'failed' && (print.ended?.notAfter ?? 0) >= since) return []
  const subject = `printer-${printerId}/error/${view.at.getTime()}`
  const about = { printerId, print: null, detail: null, happenedAt: view.at, since }
  return [{ ...about, kind: 'error', subject }]
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
 * or a second observation, a pause and an error a second observation. An end needs the printer's own word for it, or a second observation without
 * the print.
 *
 * A print keeps its number when a late report moves its start or its end, so a correction repeats no subject.
 */
export function findPrintFacts(printerId: number, before: PrintsView, after: PrintsView): Fact[] {
  const earlier = new Map(before.prints.map((print) => [print.number, print]))
  const pausedSince = findEstablished(after, 'paused')
  const ofPrints = after.prints.flatMap((print) => {
    const known = earlier.get(print.number)
    const about = (part: 'start' | 'half' | 'end' | `pause-${number}`) => ({
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
    if (known !== undefined && isHalf(print) && known.progress !== null && !isHalf(known))
      facts.push({ ...about('half'), kind: 'half', happenedAt: print.lastSeenAt })
    const { lastSeenAt: happenedAt } = print
    if (pausedSince !== null && print.lastState === 'paused' && happenedAt <= after.at) {
      const pause = about(`pause-${happenedAt.getTime()}`)
      facts.push({ ...pause, kind: 'paused', happenedAt, since: pausedSince })
    }
    return facts
  })
  return [...ofPrints, ...findErrorFact(printerId, after)]
}

const isHalf = ({ progress }: DerivedPrint) => (progress ?? 0) >= 50

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
