import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, Migration } from '../database.ts'
import type { Tables } from '../schema.ts'

/** What the owner says of prints: names, notes and covers; what is one print, and what is hidden. */
export const printsOfTheOwner: Migration = {
  name: 'prints of the owner',
  async up(db, types) {
    const { integer } = types
    const addFlag = (name: string) =>
      db.schema
        .alterTable('prints')
        .addColumn(name, integer, (column) => column.notNull().defaultTo(0))
        .execute()
    for (const name of ['is_joined', 'is_former', 'is_hidden']) await addFlag(name)
    for (const name of ['name', 'note', 'note_html'])
      await db.schema.alterTable('prints').addColumn(name, 'text').execute()
    for (const name of ['cover_id', 'described_at'])
      await db.schema.alterTable('prints').addColumn(name, integer).execute()
    await db.schema
      .createIndex('prints_former')
      .on('prints')
      .columns(['printer_id', 'first_seen_at', 'number'])
      .where(sql<boolean>`is_former = 1`)
      .execute()
    await createFacts(db, types)
  },
}

async function createFacts(
  db: Kysely<Tables>,
  { id, integer, strict }: ColumnTypes,
): Promise<void> {
  await db.schema
    .createTable('print_facts')
    .addColumn('id', integer, id)
    .addColumn('printer_id', integer, (column) => column.notNull().references('printers.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('from_at', integer, (column) => column.notNull())
    .addColumn('to_at', integer, (column) => column.notNull())
    .modifyEnd(strict)
    .execute()
  await db.schema
    .createIndex('print_facts_by_time')
    .on('print_facts')
    .columns(['printer_id', 'to_at', 'from_at'])
    .execute()
}
