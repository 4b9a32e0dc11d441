import { isRunning } from '../prints/identity.ts'
import type { Print } from '../prints/types.ts'

export interface Span {
  from: Date
  to: Date
}

/**
 * The span of a print's readings; its ends may contain others (`readings-of-print.ts`). For a print that has gone silent it ends with
 * the last reading, or the chart would be almost empty.
 */
export function spanOfPrintReadings(print: Print, now: Date): Span {
  const last = isRunning(print, now) ? now : print.lastSeenAt
  return { from: print.started.notAfter, to: print.ended?.notAfter ?? last }
}

/**
 * Starts the span of a printer added during it at its first reading, so that it isn't mostly a gap. The gap of an older printer is
 * real and stays.
 */
export function trimToFirstReading(span: Span, createdAt: Date, firstAt: Date | null): Span {
  return firstAt === null || createdAt < span.from ? span : { from: firstAt, to: span.to }
}
