import type { ReadingPoint } from '../archive/archive-store.ts'
import { listStates } from '../prints/identity.ts'
import type { Print } from '../prints/types.ts'

const told: ReadonlySet<string | null> = new Set(listStates('told'))

/**
 * Those of a span's readings that are of this print. What ended it is, where the printer said so; the idle machine before it, and
 * the next print, whose first reading may be what showed that this one had ended, are not.
 */
export function filterReadingsOf(
  print: Pick<Print, 'firstSeenAt' | 'lastSeenAt'>,
  points: readonly ReadingPoint[],
): ReadingPoint[] {
  return points.filter(({ observedAt, state }) => {
    if (observedAt < print.firstSeenAt) return false
    return observedAt <= print.lastSeenAt || told.has(state)
  })
}
