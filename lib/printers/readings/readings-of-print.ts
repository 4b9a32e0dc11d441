import type { ReadingPoint } from '../archive/archive-store.ts'
import { listStates } from '../prints/identity.ts'
import type { Print } from '../prints/types.ts'

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
