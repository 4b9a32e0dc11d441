import type { Kysely } from 'kysely'
import type { Dialect } from './database.ts'
import { listOrphans } from './orphans.ts'
import { rederivePrints } from './prints/derivation.ts'
import { bumpRevision } from './revisions.ts'
import { fromReading } from './rows.ts'
import type { Tables } from './schema.ts'

/**
 * Forgets a span of a printer's past: pictures by when they were taken, readings by when they were made.
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
  await bumpRevision(db, printerId)
  const snapshots = await db
    .deleteFrom('snapshots')
    .where('printer_id', '=', printerId)
    .where('captured_at', '>=', from)
    .where('captured_at', '<', to)
    .returning('sha256')
    .execute()
  const observations = await purgeObservations(db, printerId, from, to)
  await forgetLastReceived(db, printerId)
  // A print that nothing tells of any more is forgotten with what told of it.
  await rederivePrints(db, printerId, span, { dialect, publishing: null })
  const hashes = [...new Set(snapshots.map((row) => row.sha256))]
  return { observations, snapshots: snapshots.length, orphans: await listOrphans(db, hashes) }
}

async function purgeObservations(
  db: Kysely<Tables>,
  printerId: number,
  from: number,
  to: number,
): Promise<number> {
  // A picture outside the span stays, as one that came alone: what was said at its side is forgotten.
  const spokenOf = db
    .selectFrom('observations')
    .select('id')
    .where('printer_id', '=', printerId)
    .where('observed_at', '>=', from)
    .where('observed_at', '<', to)
  await db
    .updateTable('snapshots')
    .set({ pictured_state: null })
    .where('printer_id', '=', printerId)
    .where('observation_id', 'in', spokenOf)
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

/** When the snapper was last heard is part of the past too. */
async function forgetLastReceived(db: Kysely<Tables>, printerId: number): Promise<void> {
  const { heard } = await db
    .selectFrom('observations')
    .select((eb) => eb.fn.max('received_at').as('heard'))
    .where('printer_id', '=', printerId)
    .executeTakeFirstOrThrow()
  const { seen } = await db
    .selectFrom('snapshots')
    .select((eb) => eb.fn.max('received_at').as('seen'))
    .where('printer_id', '=', printerId)
    .executeTakeFirstOrThrow()
  // Of no rows, `max` is null in both databases, whatever the type says.
  const times: (number | null)[] = [heard, seen]
  const last = Math.max(...times.map((time) => time ?? 0))
  await db
    .updateTable('printers')
    .set({ last_received_at: last === 0 ? null : last })
    .where('id', '=', printerId)
    .execute()
}
