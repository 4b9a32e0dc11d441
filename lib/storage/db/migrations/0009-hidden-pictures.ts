import { type Kysely, sql } from 'kysely'
import type { Migration } from '../database.ts'
import type { Tables } from '../schema.ts'

/**
 * Pictures that the owner has hidden, and a note of each one that the owner has deleted. The indexes of all public pages leave hidden
 * pictures out, so that a page costs the same however many there are.
 */
export const hiddenPictures: Migration = {
  name: 'hidden pictures',
  async up(db, { id, integer, strict }) {
    await db.schema.alterTable('snapshots').addColumn('hidden_at', integer).execute()
    await db.schema.dropIndex('snapshots_history').execute()
    await db.schema.dropIndex('snapshots_of_state').execute()
    await indexSnapshots(db, 'snapshots_history', ['captured_at', 'id'], 'is null')
    const ofState = ['pictured_state', 'captured_at', 'id'] as const
    await indexSnapshots(db, 'snapshots_of_state', ofState, 'is null')
    await indexSnapshots(db, 'snapshots_hidden', ['captured_at', 'id'], 'is not null')
    await db.schema
      .createTable('deleted_pictures')
      .addColumn('id', integer, id)
      .addColumn('printer_id', integer, (column) => column.notNull().references('printers.id'))
      .addColumn('sha256', 'text', (column) => column.notNull())
      .addColumn('captured_at', integer, (column) => column.notNull())
      .addUniqueConstraint('deleted_pictures_once', ['sha256', 'printer_id', 'captured_at'])
      .modifyEnd(strict)
      .execute()
    await db.schema
      .createIndex('deleted_pictures_newest')
      .on('deleted_pictures')
      .columns(['printer_id', 'captured_at'])
      .execute()
  },
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
    .columns(['printer_id', ...columns, 'hidden_at'])
    .where(sql<boolean>`hidden_at ${sql.raw(hidden)}`)
    .execute()
}
