import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, Migration } from '../database.ts'
import type { Tables } from '../schema.ts'

export const firstTables: Migration = {
  name: 'first-tables',
  async up(db, types) {
    await createPrinters(db, types)
    await createCredentials(db, types)
    await createObservations(db, types)
    await createSnapshots(db, types)
    await db.schema
      .createTable('write_checks')
      .addColumn('id', types.integer, (column) => column.primaryKey())
      .addColumn('checked_at', types.integer, (column) => column.notNull())
      .modifyEnd(types.strict)
      .execute()
    await db.insertInto('write_checks').values({ id: 1, checked_at: 0 }).execute()
  },
}

async function createPrinters(
  db: Kysely<Tables>,
  { id, integer, strict }: ColumnTypes,
): Promise<void> {
  await db.schema
    .createTable('printers')
    .addColumn('id', integer, id)
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('is_publishing', integer, (column) => column.notNull())
    .addColumn('publishes_temperatures', integer, (column) => column.notNull())
    .addColumn('publishes_job_name', integer, (column) => column.notNull())
    .addColumn('job_alias', 'text')
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('revision', integer, (column) => column.notNull())
    .addColumn('last_received_at', integer)
    .modifyEnd(strict)
    .execute()
}

async function createCredentials(
  db: Kysely<Tables>,
  { id, integer, strict }: ColumnTypes,
): Promise<void> {
  await db.schema
    .createTable('credentials')
    .addColumn('id', integer, id)
    .addColumn('printer_id', integer, (column) => column.notNull().references('printers.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('username', 'text')
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .modifyEnd(strict)
    .execute()
}

async function createObservations(
  db: Kysely<Tables>,
  { id, integer, real, strict }: ColumnTypes,
): Promise<void> {
  await db.schema
    .createTable('observations')
    .addColumn('id', integer, id)
    .addColumn('printer_id', integer, (column) => column.notNull().references('printers.id'))
    .addColumn('credential_id', integer, (column) => column.notNull())
    .addColumn('promised_seconds', real)
    .addColumn('observed_at', integer, (column) => column.notNull())
    .addColumn('received_at', integer, (column) => column.notNull())
    .addColumn('has_reading', integer, (column) => column.notNull())
    .addColumn('status', 'text')
    .addColumn('state', 'text')
    .addColumn('progress', real)
    .addColumn('job_name', 'text')
    .addColumn('elapsed_seconds', real)
    .addColumn('remaining_seconds', real)
    .addColumn('temperatures', 'text')
    .addColumn('reason', 'text')
    .addColumn('interval_seconds', real)
    .addColumn('source', 'text')
    .modifyEnd(strict)
    .execute()
  // For the newest reading, read from the index's end.
  await db.schema
    .createIndex('observations_newest_reading')
    .on('observations')
    .columns(['printer_id', 'has_reading', 'observed_at', 'received_at', 'id'])
    .execute()
  // For the newest announced interval. The original snapper never announces one, and its whole history must not be scanned for it.
  await db.schema
    .createIndex('observations_newest_promise')
    .on('observations')
    .columns(['printer_id', 'observed_at', 'received_at'])
    .where(sql<boolean>`promised_seconds is not null`)
    .execute()
  // For the status that a picture without a reading belongs to.
  await db.schema
    .createIndex('observations_received')
    .on('observations')
    .columns(['printer_id', 'received_at'])
    .execute()
}

async function createSnapshots(
  db: Kysely<Tables>,
  { id, integer, real, strict }: ColumnTypes,
): Promise<void> {
  await db.schema
    .createTable('snapshots')
    .addColumn('id', integer, id)
    .addColumn('printer_id', integer, (column) => column.notNull().references('printers.id'))
    .addColumn('observation_id', integer, (column) =>
      column.notNull().unique().references('observations.id'),
    )
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('bytes', integer, (column) => column.notNull())
    .addColumn('width', integer, (column) => column.notNull())
    .addColumn('height', integer, (column) => column.notNull())
    .addColumn('placeholder', 'text', (column) => column.notNull())
    .addColumn('luma', real, (column) => column.notNull())
    .addColumn('captured_at', integer, (column) => column.notNull())
    .addColumn('received_at', integer, (column) => column.notNull())
    .addColumn('is_clamped', integer, (column) => column.notNull())
    // The hash first, so that this index also finds out whether any printer has a snapshot of a blob.
    .addUniqueConstraint('snapshots_once', ['sha256', 'printer_id', 'captured_at'])
    .modifyEnd(strict)
    .execute()
  await db.schema
    .createIndex('snapshots_history')
    .on('snapshots')
    .columns(['printer_id', 'captured_at', 'id'])
    .execute()
}
