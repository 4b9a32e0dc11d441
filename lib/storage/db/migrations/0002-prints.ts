import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, Migration } from '../database.ts'
import type { Tables } from '../schema.ts'

/** The table starts empty: the prints of an older history are derived with the first report after the upgrade (`derivation.ts`). */
export const prints: Migration = {
  name: 'prints',
  async up(db, types) {
    const addCounter = (name: string) =>
      db.schema
        .alterTable('printers')
        .addColumn(name, types.integer, (column) => column.notNull().defaultTo(0))
        .execute()
    await addCounter('prints_version')
    await addCounter('last_print_number')
    await db.schema.alterTable('snapshots').addColumn('sharpness', types.real).execute()
    await db.schema.alterTable('snapshots').addColumn('pictured_state', 'text').execute()
    await db
      .updateTable('snapshots')
      .set((eb) => ({
        pictured_state: eb
          .selectFrom('observations')
          .select('observations.state')
          .whereRef('observations.id', '=', 'snapshots.observation_id'),
      }))
      .execute()
    await db.schema
      .createIndex('snapshots_of_state')
      .on('snapshots')
      .columns(['printer_id', 'pictured_state', 'captured_at', 'id'])
      .execute()
    await createPrints(db, types)
    // A printer that is off for a year reports so every few minutes; the index skips those observations.
    await db.schema
      .createIndex('observations_sightings')
      .on('observations')
      .columns(['printer_id', 'observed_at', 'id'])
      .where(sql<boolean>`state not in ('unreachable', 'unauthorized', 'unknown')`)
      .execute()
  },
}

async function createPrints(
  db: Kysely<Tables>,
  { id, integer, real, strict }: ColumnTypes,
): Promise<void> {
  await db.schema
    .createTable('prints')
    .addColumn('id', integer, id)
    .addColumn('printer_id', integer, (column) => column.notNull().references('printers.id'))
    .addColumn('number', integer, (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('job_name', 'text')
    .addColumn('start_not_before', integer)
    .addColumn('start_not_after', integer, (column) => column.notNull())
    .addColumn('end_not_before', integer)
    .addColumn('end_not_after', integer)
    .addColumn('first_seen_at', integer, (column) => column.notNull())
    .addColumn('last_seen_at', integer, (column) => column.notNull())
    .addColumn('last_state', 'text', (column) => column.notNull())
    .addColumn('progress', real)
    .addColumn('elapsed_seconds', real)
    .addColumn('remaining_seconds', real)
    .addColumn('max_temperatures', 'text', (column) => column.notNull())
    .addColumn('published_at', integer)
    .addUniqueConstraint('prints_numbered', ['printer_id', 'number'])
    .modifyEnd(strict)
    .execute()
  await db.schema
    .createIndex('prints_by_time')
    .on('prints')
    .columns(['printer_id', 'first_seen_at', 'number'])
    .execute()
}
