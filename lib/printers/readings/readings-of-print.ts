import type { ReadingPoint } from '../archive/archive-store.ts'
import { isRunning, listStates } from '../prints/identity.ts'
import type { Print } from '../prints/types.ts'

export interface Span {
  from: Date
  to: Date
}

/**
 * The span of a print's readings; its ends may contain others (`filterReadingsOf`). For a print that has gone silent it ends with
 * the last reading, or the chart would be almost empty.
 */
export function spanOfPrintReadings(print: Print, now: Date): Span {
  const last = isRunning(print, now) ? now : print.lastSeenAt
  return { from: print.started.notAfter, to: print.ended?.notAfter ?? last }
}

const endStates: ReadonlySet<string | null> = new Set(listStates('ended'))

/**
 * The readings of this print among those of a span. The reading that reports its end belongs to it; the idle printer before it and
 * the next print, whose first reading may show that this one had ended, do not.
 */
export function filterReadingsOf(
  print: Pick<Print, 'firstSeenAt' | 'lastSeenAt'>,
  points: readonly ReadingPoint[],
): ReadingPoint[] {
  return points.filter(({ observedAt, state }) => {
    if (observedAt < print.firstSeenAt) return false
    return observedAt <= print.lastSeenAt || endStates.has(state)
  })
}
