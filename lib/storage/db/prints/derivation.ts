import type { Kysely, Selectable } from 'kysely'
import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import { derivePrints, initialState } from '#lib/printers/prints/derive-prints.ts'
import { classify } from '#lib/printers/prints/identity.ts'
import type { NewObservation } from '#lib/printers/types.ts'
import type { Dialect } from '../database.ts'
import type { PrinterTable, Tables } from '../schema.ts'
import { selectPrintObservations, toStateObservation } from './print-observations.ts'
import { type DerivationOptions, deriveFrom, loadStateBefore, selectPrints } from './rederive.ts'
import { writePrints } from './write-prints.ts'

/** Incremented when the derivation changes: each printer's next report then derives all of its prints again. */
const derivationVersion = 1

/**
 * Derives a printer's prints after an observation has been inserted, in the same transaction. The newest observation needs one step
 * from the last print; a late one derives the prints before and after it again.
 */
export async function derivePrintsAfter(
  db: Kysely<Tables>,
  { printerId, reading, observedAt, receivedAt }: NewObservation,
  printer: Pick<Selectable<PrinterTable>, 'prints_version' | 'publishes_prints_since'>,
  dialect: Dialect,
): Promise<void> {
  if (reading === null || classify(reading) === null) return
  const publishesSince = printer.publishes_prints_since
  const publishing =
    publishesSince === null ? null : { since: new Date(publishesSince), at: receivedAt }
  const options = { dialect, publishing }
  const isStale = printer.prints_version !== derivationVersion
  if (isStale && (await rederiveIfStale(db, printerId, options))) return
  const from = observedAt.getTime()
  const observations = await selectPrintObservations(
    db,
    printerId,
    { observedAt: from, id: 0 },
    Number.MAX_SAFE_INTEGER,
    2,
  ).execute()
  const isNewest = observations.length === 1
  if (!isNewest) {
    await rederivePrints(db, printerId, { from: observedAt, to: observedAt }, options)
    return
  }
  const { state, row } = await loadStateBefore(db, printerId, from)
  const { prints } = derivePrints(
    observations.map(toStateObservation),
    defaultIntervalSeconds,
    state,
  )
  await writePrints(db, printerId, row ? [row] : [], prints, row, publishing)
}

/** Derives the prints again that inserted or deleted observations of this span can have changed. */
export async function rederivePrints(
  db: Kysely<Tables>,
  printerId: number,
  span: { from: Date; to: Date },
  options: DerivationOptions,
): Promise<void> {
  if (await rederiveIfStale(db, printerId, options)) return
  const first = await selectPrints(db, printerId)
    .where('first_seen_at', '<=', span.from.getTime())
    .orderBy('first_seen_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const start = await loadStateBefore(db, printerId, first?.first_seen_at ?? span.from.getTime())
  await deriveFrom(db, printerId, start, span.to.getTime(), options)
}

/** @returns whether all prints were derived again because they were of an older version */
async function rederiveIfStale(
  db: Kysely<Tables>,
  printerId: number,
  options: DerivationOptions,
): Promise<boolean> {
  const stale = await db
    .updateTable('printers')
    .set({ prints_version: derivationVersion })
    .where('id', '=', printerId)
    .where('prints_version', '!=', derivationVersion)
    .returning('id')
    .executeTakeFirst()
  if (stale === undefined) return false
  const start = { from: Number.MIN_SAFE_INTEGER, state: initialState, row: undefined }
  await deriveFrom(db, printerId, start, Number.MAX_SAFE_INTEGER, options)
  return true
}
