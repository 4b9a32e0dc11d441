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

/**
 * SQLite's driver works inside the event loop, where visitors' polls wait meanwhile: few at a time. Postgres may read and sort all of
 * a history for each page, and we only wait.
 */
const pageLengths = { sqlite: 2000, postgres: 10_000 } as const satisfies Record<Dialect, number>

/** What a derivation has to know beside the readings. */
export interface Deriving {
  dialect: Dialect
  publishing: Publishing | null
}

/** From where on to derive, and where the derivation stood there. */
export interface Start {
  from: number
  standing: DerivationState
  /** The row of `standing.print`. */
  row: PrintRow | undefined
}

export function selectPrints(db: Kysely<Tables>, printerId: number) {
  return db.selectFrom('prints').selectAll().where('printer_id', '=', printerId)
}

/** Where the derivation stood before a moment at which no print was under way, or a new one begins. */
export async function stateBefore(
  db: Kysely<Tables>,
  printerId: number,
  from: number,
): Promise<Start> {
  const row = await selectPrints(db, printerId)
    .where('first_seen_at', '<', from)
    .orderBy('first_seen_at', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const last = await selectLastPrintObservation(db, printerId, from).executeTakeFirst()
  if (last === undefined) return { from, standing: { ...initialState }, row: undefined }
  const previous = { observedAt: new Date(last.observed_at), isPrinting: isPrinting(last.state) }
  const print = row ? standAs(row, previous.isPrinting) : null
  return { from, standing: { print, previous }, row }
}

/** What ended an open print is the sighting that comes next: before it, the print runs. */
function standAs(row: PrintRow, isOpen: boolean): DerivedPrint {
  const print = toDerived(row)
  return isOpen ? { ...print, outcome: 'running', ended: null } : print
}

/**
 * Derives on until what is found is again what is kept, from the second print after `to` on: of that, nothing earlier is part any
 * more.
 */
export async function deriveFrom(
  db: Kysely<Tables>,
  printerId: number,
  { from, standing: start, row }: Start,
  to: number,
  { dialect, publishing }: Deriving,
): Promise<void> {
  const kept = await selectPrints(db, printerId)
    .where('first_seen_at', '>=', from)
    .orderBy('first_seen_at')
    .orderBy('number')
    .execute()
  const firstLater = kept.findIndex((print) => print.first_seen_at > to)
  const found: DerivedPrint[] = []
  let standing = start
  let position = from
  let next = firstLater < 0 ? kept.length : firstLater + 1
  for (; ; next++) {
    const end = kept[next]?.first_seen_at ?? Number.MAX_SAFE_INTEGER
    standing = await deriveSegment(
      db,
      printerId,
      { from: position, to: end, pageLength: pageLengths[dialect] },
      standing,
      found,
    )
    const before = kept[next - 1]
    if (kept[next] === undefined) break
    const isAsKept =
      before !== undefined &&
      isDeepStrictEqual(standing.print, standAs(before, standing.previous?.isPrinting === true))
    if (isAsKept) {
      // Its end, which only the sighting behind the boundary tells, is as kept, too.
      if (found.at(-1)?.firstSeenAt.getTime() === before.first_seen_at)
        found.splice(-1, 1, toDerived(before))
      break
    }
    position = end
  }
  const rows = kept.slice(0, next)
  await writePrints(db, printerId, row ? [row, ...rows] : rows, found, row, publishing)
}

/** Adds to `found`; the print at hand is replaced there by what became of it. */
async function deriveSegment(
  db: Kysely<Tables>,
  printerId: number,
  { pageLength, ...span }: { from: number; to: number; pageLength: number },
  start: DerivationState,
  found: DerivedPrint[],
): Promise<DerivationState> {
  let standing = start
  let first = { observedAt: span.from, id: 0 }
  for (;;) {
    const page = await selectPrintObservations(db, printerId, first, span.to, pageLength).execute()
    const derived = derivePrints(page.map(toStateObservation), defaultIntervalSeconds, standing)
    const [now] = derived.prints
    const isSame = now?.firstSeenAt.getTime() === found.at(-1)?.firstSeenAt.getTime()
    if (now !== undefined && isSame) found.pop()
    found.push(...derived.prints)
    standing = derived.standing
    const last = page.at(-1)
    if (last === undefined || page.length < pageLength) return standing
    first = { observedAt: last.observed_at, id: last.id + 1 }
    await setImmediate()
  }
}
