import { isOutdated } from '#lib/api/freshness.ts'
import { describeCamera, describeLink } from '#lib/api/notices.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { describeState, getLastSeenAt, isCutOff, isQuiet } from '#lib/api/sentences.ts'
import { getJobProgress } from '#lib/api/states.ts'

/** The texts of a card and of the plain-text page. All times are absolute: an age would be wrong in a cache. */
export interface CardText {
  /** "Printing benchy" */
  doing: string
  /** Percent, only while there is a job. */
  progress: number | null
  /** The broken link between printer and visitor, or the camera's error. */
  problem: string | null
  pictureAt: Date | null
  /** Overdue, independently of the readings. */
  isPictureOld: boolean
  readingsAt: Date | null
  /** When the next report is due; `null`: overdue. */
  nextAt: Date | null
  /** When the print should be done; `null`: unknown. */
  doneAt: Date | null
}

export function getCardText(printer: ApiPrinter, nowMs: number): CardText {
  const { snapshot, observed_at: observedAt } = printer
  const isLastKnown = isQuiet(printer, nowMs)
  const lastSeenAt = getLastSeenAt(printer)
  const nextMs = (lastSeenAt?.getTime() ?? 0) + printer.interval_seconds * 1000
  const doing = describeState(printer)
  const notice = describeLink(printer, nowMs, null) ?? describeCamera(printer)
  return {
    doing,
    progress: getJobProgress(printer),
    // "The printer is off" is the headline already.
    problem: notice === null || notice.title === `${doing}.` ? null : notice.title,
    pictureAt: snapshot === null ? null : new Date(snapshot.captured_at),
    isPictureOld:
      snapshot !== null &&
      isOutdated(nowMs - Date.parse(snapshot.captured_at), printer.interval_seconds),
    readingsAt: observedAt === null ? null : new Date(observedAt),
    nextAt: lastSeenAt === null || nextMs < nowMs || isCutOff(printer) ? null : new Date(nextMs),
    doneAt: isLastKnown ? null : getDoneAt(printer, nowMs),
  }
}

function getDoneAt(printer: ApiPrinter, nowMs: number): Date | null {
  const remaining = printer.job?.remaining_seconds ?? null
  if (printer.state !== 'printing' || printer.observed_at === null || remaining === null)
    return null
  const doneMs = Date.parse(printer.observed_at) + remaining * 1000
  return doneMs > nowMs ? new Date(doneMs) : null
}
