import { getFreshness } from './freshness.ts'
import type { ApiPrinter } from './schema/printer.ts'
import { getLastSeenAt, isQuiet } from './sentences.ts'
import { activeStates } from './states.ts'

/**
 * The liveliest first: with current reports and a print, with current reports, with old ones, and last those silent for a day or never
 * heard of. Within each of these in the given order.
 */
export function orderPrinters(printers: readonly ApiPrinter[], nowMs: number): ApiPrinter[] {
  return printers.toSorted((one, other) => getRank(one, nowMs) - getRank(other, nowMs))
}

function getRank(printer: ApiPrinter, nowMs: number): number {
  const lastSeenAt = getLastSeenAt(printer)
  if (lastSeenAt === null) return 3
  if (getFreshness(nowMs - lastSeenAt.getTime(), printer.interval_seconds) === 'silent') return 3
  if (isQuiet(printer, nowMs)) return 2
  return activeStates.has(printer.state) ? 0 : 1
}
