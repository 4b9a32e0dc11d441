import type { Kysely, Selectable } from 'kysely'
import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import { derivePrints, initialState } from '#lib/printers/prints/derive-prints.ts'
import { kindOf } from '#lib/printers/prints/identity.ts'
import type { NewObservation } from '#lib/printers/types.ts'
import type { Dialect } from '../database.ts'
import type { PrinterTable, Tables } from '../schema.ts'
import { selectPrintObservations, toStateObservation } from './print-observations.ts'
import { type Deriving, deriveFrom, selectPrints, stateBefore } from './rederive.ts'
import { writePrints } from './write-prints.ts'

/** Raised when the derivation changes: every printer's prints are then derived anew with its next report. */
const derivationVersion = 1

/**
 * Derives a printer's prints after an observation of it has been written, in the same transaction. The newest observation costs a
 * step from where the last print stands; one that comes late, the prints before and after it.
 */
export async function derivePrintsAfter(
  db: Kysely<Tables>,
  { printerId, reading, observedAt, receivedAt }: NewObservation,
  printer: Pick<Selectable<PrinterTable>, 'prints_version' | 'publishes_prints_since'>,
  dialect: Dialect,
): Promise<void> {
  if (reading === null || kindOf(reading) === null) return
  const publishedSince = printer.publishes_prints_since
  const publishing =
    publishedSince === null ? null : { since: new Date(publishedSince), at: receivedAt }
  const how = { dialect, publishing }
  const isStale = printer.prints_version !== derivationVersion
  if (isStale && (await bringUpToDate(db, printerId, how))) return
  const at = observedAt.getTime()
  const first = { observedAt: at, id: 0 }
  const since = await selectPrintObservations(
    db,
    printerId,
    first,
    Number.MAX_SAFE_INTEGER,
    2,
  ).execute()
  if (since.length === 1) {
    const start = await stateBefore(db, printerId, at)
    const { prints } = derivePrints(
      since.map(toStateObservation),
      defaultIntervalSeconds,
      start.standing,
    )
    const rows = start.row ? [start.row] : []
    await writePrints(db, printerId, rows, prints, start.row, publishing)
  } else await rederivePrints(db, printerId, { from: observedAt, to: observedAt }, how)
}

/** Derives again what observations of this span, come or gone, can have changed. */
export async function rederivePrints(
  db: Kysely<Tables>,
  printerId: number,
  span: { from: Date; to: Date },
  how: Deriving,
): Promise<void> {
  if (await bringUpToDate(db, printerId, how)) return
  const at = await selectPrints(db, printerId)
    .where('first_seen_at', '<=', span.from.getTime())
    .orderBy('first_seen_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const start = await stateBefore(db, printerId, at?.first_seen_at ?? span.from.getTime())
  await deriveFrom(db, printerId, start, span.to.getTime(), how)
}

/** @returns whether all prints were derived just now */
async function bringUpToDate(
  db: Kysely<Tables>,
  printerId: number,
  how: Deriving,
): Promise<boolean> {
  const stale = await db
    .updateTable('printers')
    .set({ prints_version: derivationVersion })
    .where('id', '=', printerId)
    .where('prints_version', '!=', derivationVersion)
    .returning('id')
    .executeTakeFirst()
  if (stale === undefined) return false
  const start = { from: Number.MIN_SAFE_INTEGER, standing: initialState, row: undefined }
  await deriveFrom(db, printerId, start, Number.MAX_SAFE_INTEGER, how)
  return true
}
