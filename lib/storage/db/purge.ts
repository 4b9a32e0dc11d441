import type { Kysely } from 'kysely'
import { type Dialect, maxParameters } from './database.ts'
import { deleteFlipbooks } from './flipbooks.ts'
import { incrementRevision } from './printer-store.ts'
import { rederivePrints } from './prints/derivation.ts'
import { fromReading } from './rows.ts'
import type { Tables } from './schema.ts'

/**
 * Deletes a span of a printer's history: pictures captured and readings observed in it.
 * @throws DomainError `printer-not-found`
 */
export async function purge(
  db: Kysely<Tables>,
  printerId: number,
  span: { from: Date; to: Date },
  dialect: Dialect,
): Promise<{ observations: number; snapshots: number; orphans: string[] }> {
  const from = span.from.getTime()
  const to = span.to.getTime()
  await incrementRevision(db, printerId)
  const snapshots = await db
    .deleteFrom('snapshots')
    .where('printer_id', '=', printerId)
    .where('captured_at', '>=', from)
    .where('captured_at', '<', to)
    .returning('sha256')
    .execute()
  const observations = await purgeObservations(db, printerId, from, to)
  await resetLastReceived(db, printerId)
  // Prints without any observation left disappear too.
  await rederivePrints(db, printerId, span, { dialect, publishing: null })
  const hashes = [...new Set(snapshots.map((row) => row.sha256))]
  return { observations, snapshots: snapshots.length, orphans: await collectOrphans(db, hashes) }
}

async function purgeObservations(
  db: Kysely<Tables>,
  printerId: number,
  from: number,
  to: number,
): Promise<number> {
  // A picture outside the span stays, but loses the reading that was sent with it.
  const purged = db
    .selectFrom('observations')
    .select('id')
    .where('printer_id', '=', printerId)
    .where('observed_at', '>=', from)
    .where('observed_at', '<', to)
  await db
    .updateTable('snapshots')
    .set({ pictured_state: null })
    .where('printer_id', '=', printerId)
    .where('observation_id', 'in', purged)
    .execute()
  const emptied = await db
    .updateTable('observations')
    .from('snapshots')
    .set((eb) => ({
      ...fromReading(null),
      promised_seconds: null,
      observed_at: eb.ref('snapshots.captured_at'),
    }))
    .whereRef('snapshots.observation_id', '=', 'observations.id')
    .where('observations.printer_id', '=', printerId)
    .where('observed_at', '>=', from)
    .where('observed_at', '<', to)
    .executeTakeFirst()
  const deleted = await db
    .deleteFrom('observations')
    .where('printer_id', '=', printerId)
    .where('observed_at', '>=', from)
    .where('observed_at', '<', to)
    .executeTakeFirst()
  return Number(emptied.numUpdatedRows + deleted.numDeletedRows)
}

/** The time of the last report is part of the history too. */
async function resetLastReceived(db: Kysely<Tables>, printerId: number): Promise<void> {
  const { observed } = await db
    .selectFrom('observations')
    .select((eb) => eb.fn.max('received_at').as('observed'))
    .where('printer_id', '=', printerId)
    .executeTakeFirstOrThrow()
  const { pictured } = await db
    .selectFrom('snapshots')
    .select((eb) => eb.fn.max('received_at').as('pictured'))
    .where('printer_id', '=', printerId)
    .executeTakeFirstOrThrow()
  // Without rows `max` is null in both databases, although its type isn't nullable.
  const times: (number | null)[] = [observed, pictured]
  const last = Math.max(...times.map((time) => time ?? 0))
  await db
    .updateTable('printers')
    .set({ last_received_at: last === 0 ? null : last })
    .where('id', '=', printerId)
    .execute()
}

/** The hashes that no snapshot refers to any more. Deletes the flipbooks made of them, and returns their hashes too. */
export async function collectOrphans(
  db: Kysely<Tables>,
  hashes: readonly string[],
): Promise<string[]> {
  const orphans = new Set(hashes)
  for (let start = 0; start < hashes.length; start += maxParameters) {
    const referenced = await db
      .selectFrom('snapshots')
      .select('sha256')
      .distinct()
      .where('sha256', 'in', hashes.slice(start, start + maxParameters))
      .execute()
    for (const { sha256 } of referenced) orphans.delete(sha256)
  }
  return [...orphans, ...(await deleteFlipbooks(db, orphans))]
}
