import { getFreshness } from '#lib/api/freshness.ts'
import { describeCamera, describeLink } from '#lib/api/notices.ts'
import type { ApiPrinter, ApiSnapshot } from '#lib/api/schema/printer.ts'
import { describeState, getLastSeenAt, isCutOff, isQuiet } from '#lib/api/sentences.ts'
import { activeStates } from '#lib/api/states.ts'

/** What a card and the plain text say. All times are moments: an age would freeze in whatever cache holds it. */
export interface CardText {
  /** "Printing benchy" */
  doing: string
  /** Percent, only of a job that is there. */
  progress: number | null
  /** What stands between the printer and the reader. */
  trouble: string | null
  /** Nothing has come for long: all of this is told from memory. */
  isMemory: boolean
  pictureAt: Date | null
  /** Far behind its time, whatever the readings are. */
  isPictureOld: boolean
  readingsAt: Date | null
  /** When something new should be there; `null` where it is overdue. */
  nextAt: Date | null
  /** When the print should be done, while that can be said. */
  doneAt: Date | null
}

export function getCardText(printer: ApiPrinter, nowMs: number): CardText {
  const { snapshot, observed_at: observedAt } = printer
  const isMemory = isQuiet(printer, nowMs)
  const lastSeenAt = getLastSeenAt(printer)
  const nextMs = (lastSeenAt?.getTime() ?? 0) + printer.interval_seconds * 1000
  const doing = describeState(printer)
  const notice = describeLink(printer, nowMs, null) ?? describeCamera(printer)
  return {
    doing,
    progress: readProgress(printer),
    // "The printer is off" needn't be said twice.
    trouble: notice === null || notice.title === `${doing}.` ? null : notice.title,
    isMemory,
    pictureAt: snapshot === null ? null : new Date(snapshot.captured_at),
    isPictureOld: snapshot !== null && isPictureOld(snapshot, printer.interval_seconds, nowMs),
    readingsAt: observedAt === null ? null : new Date(observedAt),
    nextAt: lastSeenAt === null || nextMs < nowMs || isCutOff(printer) ? null : new Date(nextMs),
    doneAt: isMemory ? null : readDoneAt(printer, nowMs),
  }
}

function isPictureOld({ captured_at: at }: ApiSnapshot, everySeconds: number, nowMs: number) {
  const freshness = getFreshness(nowMs - Date.parse(at), everySeconds)
  return freshness === 'stale' || freshness === 'silent'
}

function readProgress({ state, progress }: ApiPrinter): number | null {
  const isTold = activeStates.has(state) || state === 'finished' || state === 'cancelled'
  return isTold ? progress : null
}

function readDoneAt(printer: ApiPrinter, nowMs: number): Date | null {
  const remaining = printer.job?.remaining_seconds ?? null
  if (printer.state !== 'printing' || printer.observed_at === null || remaining === null)
    return null
  const doneMs = Date.parse(printer.observed_at) + remaining * 1000
  return doneMs > nowMs ? new Date(doneMs) : null
}
