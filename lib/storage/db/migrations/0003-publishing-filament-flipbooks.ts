import type { Kysely } from 'kysely'
import type { Tables } from '../schema.ts'
import type { ColumnTypes, Migration } from './migration.ts'

export const publishingFilamentFlipbooks: Migration = {
  name: 'publishing, filament, flipbooks',
  async up(db, words) {
    await db.schema
      .alterTable('printers')
      .addColumn('publishes_prints_since', words.integer)
      .execute()
    await db.schema
      .alterTable('prints')
      .addColumn('is_withheld', words.integer, (column) => column.notNull().defaultTo(0))
      .execute()
    for (const table of ['observations', 'prints'] as const)
      for (const name of ['filament_used_mm', 'filament_total_mm'])
        await db.schema.alterTable(table).addColumn(name, words.real).execute()
    await createFlipbooks(db, words)
  },
}

async function createFlipbooks(
  db: Kysely<Tables>,
  { integer, strict }: ColumnTypes,
): Promise<void> {
  await db.schema
    .createTable('flipbooks')
    .addColumn('sha256', 'text', (column) => column.primaryKey())
    .addColumn('frames', 'text', (column) => column.notNull())
    .addColumn('made_at', integer, (column) => column.notNull())
    .modifyEnd(strict)
    .execute()
}
