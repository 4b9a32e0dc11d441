import type { Kysely, Selectable } from 'kysely'
import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import { derivePrints } from '#lib/printers/prints/derive-prints.ts'
import { classify } from '#lib/printers/prints/identity.ts'
import type { NewObservation } from '#lib/printers/types.ts'
import type { PrinterTable, Tables } from '../schema.ts'
import { loadFacts } from './facts.ts'
import { selectPrintObservations, toStateObservation } from './print-observations.ts'
import { deriveSlice, loadStateBefore, type StaleSpan, selectPrints } from './rederive.ts'
import { type Publishing, writePrints } from './write-prints.ts'

/** Incremented when the derivation changes: each printer's next report then derives all of its prints again. */
const derivationVersion = 1

/** The columns of a printer that the derivation needs. */
export const derivationColumns = [
  'prints_version',
  'publishes_prints_since',
  'prints_stale_from',
  'prints_stale_to',
] as const

export type DerivingPrinter = Pick<Selectable<PrinterTable>, (typeof derivationColumns)[number]>

/**
 * Derives a printer's prints after an observation has been inserted, in the same transaction. The newest observation needs one step
 * from the last print; a late one derives the prints before and after it again.
 * @returns whether a slice is left for `deriveNextSlice`
 */
export async function derivePrintsAfter(
  db: Kysely<Tables>,
  { printerId, reading, observedAt, receivedAt }: NewObservation,
  printer: DerivingPrinter,
): Promise<boolean> {
  const stale = getStaleSpan(printer)
  if (reading === null || classify(reading) === null) return stale !== null
  const at = observedAt.getTime()
  const publishing = getPublishing(printer, receivedAt)
  const first = { observedAt: at, id: 0 }
  const observations = await selectPrintObservations(db, printerId, first, null, 2).execute()
  if (observations.length === 1) {
    const { state, row } = await loadStateBefore(db, printerId, at)
    const isLastPrintStale =
      stale !== null && (row?.first_seen_at ?? 0) <= Math.max(stale.from, stale.to)
    if (!isLastPrintStale) {
      const facts = await loadFacts(db, printerId, { from: row?.first_seen_at ?? at, to: at })
      const { prints } = derivePrints(
        observations.map(toStateObservation),
        defaultIntervalSeconds,
        state,
        facts,
      )
      const known = { rows: row ? [row] : [], untouched: row, facts }
      await writePrints(db, printerId, known, prints, publishing)
      return stale !== null
    }
  }
  const span = await markStale(db, printerId, { from: at, to: at }, printer)
  return await deriveMarked(db, printerId, span, publishing)
}

/** The span whose prints are to be derived again; `null`: none. */
function getStaleSpan(printer: DerivingPrinter): StaleSpan | null {
  const { prints_version, prints_stale_from: from, prints_stale_to: to } = printer
  if (prints_version !== derivationVersion)
    return { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER }
  return from === null || to === null ? null : { from, to }
}

function getPublishing(printer: DerivingPrinter, at: Date): Publishing | null {
  const since = printer.publishes_prints_since
  return since === null ? null : { since: new Date(since), at }
}

/**
 * Marks the prints that inserted, changed or deleted observations of this span can have changed.
 * @returns all of the printer's span that is marked
 */
export async function markStale(
  db: Kysely<Tables>,
  printerId: number,
  { from, to }: StaleSpan,
  printer: DerivingPrinter,
): Promise<StaleSpan> {
  const first = await selectPrints(db, printerId)
    .where('first_seen_at', '<=', from)
    .orderBy('first_seen_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const stale = getStaleSpan(printer)
  const span = {
    from: Math.min(first?.first_seen_at ?? from, stale?.from ?? from),
    to: Math.max(to, stale?.to ?? to),
  }
  await storeStaleSpan(db, printerId, span)
  return span
}

function storeStaleSpan(db: Kysely<Tables>, printerId: number, span: StaleSpan | null) {
  return db
    .updateTable('printers')
    .set({
      prints_version: derivationVersion,
      prints_stale_from: span?.from ?? null,
      prints_stale_to: span?.to ?? null,
    })
    .where('id', '=', printerId)
    .execute()
}

async function deriveMarked(
  db: Kysely<Tables>,
  printerId: number,
  span: StaleSpan,
  publishing: Publishing | null,
): Promise<boolean> {
  const left = await deriveSlice(db, printerId, span, publishing)
  await storeStaleSpan(db, printerId, left)
  return left !== null
}

/** Derives the next slice of what is marked. @returns whether another one is left; `null`: nothing was marked */
export async function deriveNextSlice(
  db: Kysely<Tables>,
  printerId: number,
  printer: DerivingPrinter,
  publishes: boolean,
): Promise<boolean | null> {
  const span = getStaleSpan(printer)
  const publishing = publishes ? getPublishing(printer, new Date()) : null
  return span && deriveMarked(db, printerId, span, publishing)
}
