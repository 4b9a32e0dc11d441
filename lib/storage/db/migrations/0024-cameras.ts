import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, Migration } from '../database.ts'
import type { Tables } from '../schema.ts'
import { createSqliteTriggers } from './0004-totals.ts'

/**
 * Up to four cameras of a printer. An observation has one picture of each, and the indexes of the history begin with the camera, so
 * that the pictures of one are found as fast however many the others have sent.
 */
export const cameras: Migration = {
  name: 'cameras',
  async up(db, types) {
    const { id, integer, strict } = types
    await db.schema
      .createTable('cameras')
      .addColumn('id', integer, id)
      .addColumn('printer_id', integer, (column) => column.notNull().references('printers.id'))
      .addColumn('number', integer, (column) => column.notNull())
      .addColumn('name', 'text')
      .addColumn('reported_name', 'text')
      .addColumn('is_publishing', integer, (column) => column.notNull().defaultTo(1))
      .addUniqueConstraint('cameras_once', ['printer_id', 'number'])
      .modifyEnd(strict)
      .execute()
    await db.schema
      .alterTable('deleted_pictures')
      .addColumn('camera', integer, (column) => column.notNull().defaultTo(1))
      .execute()
    if (types.integer === 'bigint') await changeSnapshots(db)
    else await rebuildSnapshots(db, types)
    await indexSnapshots(db, 'snapshots_history', ['captured_at', 'id'], 'is null')
    const ofState = ['pictured_state', 'captured_at', 'id'] as const
    await indexSnapshots(db, 'snapshots_of_state', ofState, 'is null')
    await indexSnapshots(db, 'snapshots_hidden', ['captured_at', 'id'], 'is not null')
  },
}

const perObservation = ['observation_id', 'camera'] as const
const once = ['sha256', 'printer_id', 'captured_at', 'camera'] as const

async function changeSnapshots(db: Kysely<Tables>): Promise<void> {
  for (const index of ['snapshots_history', 'snapshots_of_state', 'snapshots_hidden'])
    await db.schema.dropIndex(index).execute()
  const snapshots = () => db.schema.alterTable('snapshots')
  await snapshots()
    .addColumn('camera', 'bigint', (column) => column.notNull().defaultTo(1))
    .execute()
  await snapshots().dropConstraint('snapshots_observation_id_key').execute()
  await snapshots().dropConstraint('snapshots_once').execute()
  await snapshots()
    .addUniqueConstraint('snapshots_of_observation', [...perObservation])
    .execute()
  await snapshots()
    .addUniqueConstraint('snapshots_once', [...once])
    .execute()
}

/** SQLite can't drop a constraint of a table. */
async function rebuildSnapshots(
  db: Kysely<Tables>,
  { id, integer, real, strict }: ColumnTypes,
): Promise<void> {
  await db.schema
    .createTable('new_snapshots')
    .addColumn('id', integer, id)
    .addColumn('printer_id', integer, (column) => column.notNull().references('printers.id'))
    .addColumn('observation_id', integer, (column) =>
      column.notNull().references('observations.id'),
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
    .addColumn('sharpness', real)
    .addColumn('pictured_state', 'text')
    .addColumn('hidden_at', integer)
    .addColumn('camera', integer, (column) => column.notNull().defaultTo(1))
    .addUniqueConstraint('snapshots_of_observation', [...perObservation])
    .addUniqueConstraint('snapshots_once', [...once])
    .modifyEnd(strict)
    .execute()
  await sql`insert into new_snapshots select *, 1 from snapshots`.execute(db)
  // The ids of deleted pictures aren't given again.
  await sql`update sqlite_sequence set seq = (select seq from sqlite_sequence where name = 'snapshots')
    where name = 'new_snapshots'`.execute(db)
  await db.schema.dropTable('snapshots').execute()
  await db.schema.alterTable('new_snapshots').renameTo('snapshots').execute()
  await createSqliteTriggers(db)
}

async function indexSnapshots(
  db: Kysely<Tables>,
  name: string,
  columns: readonly ('pictured_state' | 'captured_at' | 'id')[],
  hidden: 'is null' | 'is not null',
): Promise<void> {
  await db.schema
    .createIndex(name)
    .on('snapshots')
    // The last one lets SQLite count without reading the rows.
    .columns(['printer_id', 'camera', ...columns, 'hidden_at'])
    .where(sql<boolean>`hidden_at ${sql.raw(hidden)}`)
    .execute()
}
