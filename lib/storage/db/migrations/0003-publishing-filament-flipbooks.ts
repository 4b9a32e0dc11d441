import type { Kysely } from 'kysely'
import type { ColumnTypes, Migration } from '../database.ts'
import type { Tables } from '../schema.ts'

export const publishingFilamentFlipbooks: Migration = {
  name: 'publishing, filament, flipbooks',
  async up(db, types) {
    await db.schema
      .alterTable('printers')
      .addColumn('publishes_prints_since', types.integer)
      .execute()
    await db.schema
      .alterTable('prints')
      .addColumn('is_withheld', types.integer, (column) => column.notNull().defaultTo(0))
      .execute()
    for (const table of ['observations', 'prints'] as const)
      for (const name of ['filament_used_mm', 'filament_total_mm'])
        await db.schema.alterTable(table).addColumn(name, types.real).execute()
    await createFlipbooks(db, types)
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
