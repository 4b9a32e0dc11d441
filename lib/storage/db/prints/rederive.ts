import { setImmediate } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Kysely } from 'kysely'
import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import { derivePrints, initialState } from '#lib/printers/prints/derive-prints.ts'
import { isPrinting } from '#lib/printers/prints/identity.ts'
import type { DerivationState, DerivedPrint } from '#lib/printers/prints/types.ts'
import type { Dialect } from '../database.ts'
import type { Tables } from '../schema.ts'
import {
  selectLastPrintObservation,
  selectPrintObservations,
  toStateObservation,
} from './print-observations.ts'
import { type PrintRow, toDerived } from './print-rows.ts'
import { type Publishing, writePrints } from './write-prints.ts'

export interface DerivationOptions {
  dialect: Dialect
  publishing: Publishing | null
}

/** A point in time to derive from, and the derivation's state there. */
interface DerivationStart {
  from: number
  state: DerivationState
  /** The row of `state.print`. */
  row: PrintRow | undefined
}

export function selectPrints(db: Kysely<Tables>, printerId: number) {
  return db.selectFrom('prints').selectAll().where('printer_id', '=', printerId)
}

/** The state before a point at which no print was running, or a new one begins. */
export async function loadStateBefore(
  db: Kysely<Tables>,
  printerId: number,
  from: number,
): Promise<DerivationStart> {
  const row = await selectPrints(db, printerId)
    .where('first_seen_at', '<', from)
    .orderBy('first_seen_at', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const last = await selectLastPrintObservation(db, printerId, from).executeTakeFirst()
  if (last === undefined) return { from, state: { ...initialState }, row: undefined }
  const previous = { observedAt: new Date(last.observed_at), isPrinting: isPrinting(last.state) }
  const print = row ? toPrintBeforeEnd(row, previous.isPrinting) : null
  return { from, state: { print, previous }, row }
}

/** The next observation is what ended an open print: before it, the print is running. */
function toPrintBeforeEnd(row: PrintRow, isOpen: boolean): DerivedPrint {
  const print = toDerived(row)
  return isOpen ? { ...print, outcome: 'running', ended: null } : print
}

/**
 * Derives prints until the result equals the stored rows again, starting with the second print after `to`: observations up to `to`
 * are no part of that one.
 */
export async function deriveFrom(
  db: Kysely<Tables>,
  printerId: number,
  { from, state: startState, row }: DerivationStart,
  to: number,
  { dialect, publishing }: DerivationOptions,
): Promise<void> {
  const stored = await selectPrints(db, printerId)
    .where('first_seen_at', '>=', from)
    .orderBy('first_seen_at')
    .orderBy('number')
    .execute()
  const firstLater = stored.findIndex((print) => print.first_seen_at > to)
  const derived: DerivedPrint[] = []
  let state = startState
  let position = from
  let next = firstLater < 0 ? stored.length : firstLater + 1
  for (; ; next++) {
    const end = stored[next]?.first_seen_at ?? Number.MAX_SAFE_INTEGER
    const segment = { from: position, to: end, pageLength: dialect.pageLengths.observations }
    state = await deriveSegment(db, printerId, segment, state, derived)
    const before = stored[next - 1]
    if (stored[next] === undefined) break
    const isUnchanged =
      before !== undefined &&
      isDeepStrictEqual(state.print, toPrintBeforeEnd(before, state.previous?.isPrinting === true))
    if (isUnchanged) {
      // Its end depends on the first observation after the segment, so the stored end is still right.
      if (derived.at(-1)?.firstSeenAt.getTime() === before.first_seen_at)
        derived.splice(-1, 1, toDerived(before))
      break
    }
    position = end
  }
  const rows = stored.slice(0, next)
  await writePrints(db, printerId, row ? [row, ...rows] : rows, derived, row, publishing)
}

/** Appends to `prints`; the current print replaces its earlier version there. */
async function deriveSegment(
  db: Kysely<Tables>,
  printerId: number,
  { pageLength, ...span }: { from: number; to: number; pageLength: number },
  start: DerivationState,
  prints: DerivedPrint[],
): Promise<DerivationState> {
  let state = start
  let first = { observedAt: span.from, id: 0 }
  for (;;) {
    const page = await selectPrintObservations(db, printerId, first, span.to, pageLength).execute()
    const derived = derivePrints(page.map(toStateObservation), defaultIntervalSeconds, state)
    const [current] = derived.prints
    const isSame = current?.firstSeenAt.getTime() === prints.at(-1)?.firstSeenAt.getTime()
    if (current !== undefined && isSame) prints.pop()
    prints.push(...derived.prints)
    state = derived.state
    const last = page.at(-1)
    if (last === undefined || page.length < pageLength) return state
    first = { observedAt: last.observed_at, id: last.id + 1 }
    await setImmediate()
  }
}
