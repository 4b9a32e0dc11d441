import { isUnderWay } from '../prints/identity.ts'
import type { Print } from '../prints/types.ts'

export interface Span {
  from: Date
  to: Date
}

/**
 * Where the readings of a print lie; at its edges there may be others (`readings-of-print.ts`). Of one that has gone silent they end
 * with the last: what was read would be a hair's breadth beside the days since.
 */
export function spanOfPrintReadings(print: Print, now: Date): Span {
  const last = isUnderWay(print, now) ? now : print.lastSeenAt
  return { from: print.started.notAfter, to: print.ended?.notAfter ?? last }
}

/**
 * A span with a printer in it that was new then: it begins with the first reading, so that a long gap isn't all there is to see.
 * Of a printer that had been there before, the gap is the truth and stays.
 */
export function trimToBirth(span: Span, createdAt: Date, firstAt: Date | null): Span {
  return firstAt === null || createdAt < span.from ? span : { from: firstAt, to: span.to }
}
