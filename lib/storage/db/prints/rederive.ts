import { isDeepStrictEqual } from 'node:util'
import type { Kysely } from 'kysely'
import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import { derivePrints, initialState } from '#lib/printers/prints/derive-prints.ts'
import { isPrinting } from '#lib/printers/prints/identity.ts'
import type { OwnerFact } from '#lib/printers/prints/owner-facts.ts'
import type { DerivationState, DerivedPrint } from '#lib/printers/prints/types.ts'
import type { Tables } from '../schema.ts'
import { loadFacts } from './facts.ts'
import {
  selectLastPrintObservation,
  selectPrintObservations,
  toStateObservation,
} from './print-observations.ts'
import { type PrintRow, toDerived } from './print-rows.ts'
import { type Publishing, writePrints } from './write-prints.ts'

/** The prints that `from <= t <= to` can have changed, epoch milliseconds. */
export interface StaleSpan {
  from: number
  to: number
}

/** The derivation's state at a point in time. */
interface DerivationStart {
  state: DerivationState
  /** The row of `state.print`. */
  row: PrintRow | undefined
}

/** What one transaction reads and writes, so that uploads and pages hardly wait. */
const sliceLength = { observations: 500, prints: 100 }

export function selectPrints(db: Kysely<Tables>, printerId: number) {
  return db
    .selectFrom('prints')
    .selectAll()
    .where('printer_id', '=', printerId)
    .where('is_former', '=', 0)
}

/** The state before a point at which no print was running, or a new one begins, or up to which prints have been derived. */
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
  if (last === undefined) return { state: { ...initialState }, row: undefined }
  const previous = { observedAt: new Date(last.observed_at), isPrinting: isPrinting(last.state) }
  const print = row ? toPrintBeforeEnd(row, previous.isPrinting) : null
  return { state: { print, previous }, row }
}

/** The next observation is what ended an open print: before it, the print is running. */
function toPrintBeforeEnd(row: PrintRow, isOpen: boolean): DerivedPrint {
  const print = toDerived(row)
  return isOpen ? { ...print, outcome: 'running', ended: null } : print
}

/**
 * Derives prints until the result equals the stored rows again, starting with the second print after `to`: observations up to `to`
 * are no part of that one. Stops after a bounded number of observations; the print that is running there is stored as it is there.
 * @returns the span that is left; `null`: all prints are derived
 */
export async function deriveSlice(
  db: Kysely<Tables>,
  printerId: number,
  span: StaleSpan,
  publishing: Publishing | null,
): Promise<StaleSpan | null> {
  const { state: startState, row } = await loadStateBefore(db, printerId, span.from)
  const sliceEnd = await findSliceEnd(db, printerId, span.from)
  const end = sliceEnd ?? Number.MAX_SAFE_INTEGER
  const stored = await selectPrints(db, printerId)
    .where('first_seen_at', '>=', span.from)
    .where('first_seen_at', '<', end)
    .orderBy('first_seen_at')
    .orderBy('number')
    .execute()
  const facts = await loadFacts(db, printerId, { from: row?.first_seen_at ?? span.from, to: end })
  const firstLater = stored.findIndex((print) => print.first_seen_at > span.to)
  const derived: DerivedPrint[] = []
  let state = startState
  let position = span.from
  let next = firstLater < 0 ? stored.length : firstLater + 1
  let isUnchanged = false
  for (; ; next++) {
    const segment = { from: position, to: stored[next]?.first_seen_at ?? end }
    state = await deriveSegment(db, printerId, segment, { state, facts }, derived)
    const before = stored[next - 1]
    if (stored[next] === undefined) break
    isUnchanged =
      before !== undefined &&
      isDeepStrictEqual(state.print, toPrintBeforeEnd(before, state.previous?.isPrinting === true))
    if (isUnchanged) {
      // Its end depends on the first observation after the segment, so the stored end is still right.
      if (derived.at(-1)?.firstSeenAt.getTime() === before?.first_seen_at && before !== undefined)
        derived.splice(-1, 1, toDerived(before))
      break
    }
    position = segment.to
  }
  const rows = stored.slice(0, next)
  const known = { rows: row ? [row, ...rows] : rows, untouched: row, facts }
  await writePrints(db, printerId, known, derived, publishing)
  return isUnchanged || sliceEnd === null ? null : { from: sliceEnd, to: span.to }
}

/** Where a slice ends: the first time that is no part of it. `null`: it includes everything. */
async function findSliceEnd(
  db: Kysely<Tables>,
  printerId: number,
  from: number,
): Promise<number | null> {
  const first = { observedAt: from, id: 0 }
  const observation = await selectPrintObservations(db, printerId, first, null, 1)
    .offset(sliceLength.observations)
    .executeTakeFirst()
  const print = await selectPrints(db, printerId)
    .where('first_seen_at', '>=', from)
    .orderBy('first_seen_at')
    .limit(1)
    .offset(sliceLength.prints)
    .executeTakeFirst()
  const ends = [observation?.observed_at, print?.first_seen_at].filter((at) => at !== undefined)
  // Those at the same time stay together.
  return ends.length === 0 ? null : Math.min(...ends) + 1
}

/** Appends to `prints`; the current print replaces its earlier version there. */
async function deriveSegment(
  db: Kysely<Tables>,
  printerId: number,
  span: { from: number; to: number },
  { state, facts }: { state: DerivationState; facts: readonly OwnerFact[] },
  prints: DerivedPrint[],
): Promise<DerivationState> {
  const first = { observedAt: span.from, id: 0 }
  const rows = await selectPrintObservations(db, printerId, first, span.to, null).execute()
  const derived = derivePrints(rows.map(toStateObservation), defaultIntervalSeconds, state, facts)
  const [current] = derived.prints
  const isSame = current?.firstSeenAt.getTime() === prints.at(-1)?.firstSeenAt.getTime()
  if (current !== undefined && isSame) prints.pop()
  prints.push(...derived.prints)
  return derived.state
}
