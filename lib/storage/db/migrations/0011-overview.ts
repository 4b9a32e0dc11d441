import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, Migration } from '../database.ts'
import type { Tables } from '../schema.ts'

/** More settings of a printer, what the owner sees at a glance, and the software that uses a token. */
export const overview: Migration = {
  name: 'overview',
  async up(db, types) {
    const { integer } = types
    await db.schema.alterTable('printers').addColumn('position', integer).execute()
    await db.schema.alterTable('printers').addColumn('interval_seconds', integer).execute()
    await db.schema.alterTable('printers').addColumn('source', 'text').execute()
    await db.schema.alterTable('credentials').addColumn('last_used_by', 'text').execute()
    await createTables(db, types)
  },
}

async function createTables(db: Kysely<Tables>, types: ColumnTypes): Promise<void> {
  const { integer, strict } = types
  await db.schema
    .createTable('refusals')
    .addColumn('id', integer, types.id)
    .addColumn('printer_id', integer, (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('at', integer, (column) => column.notNull())
    .addColumn('count', integer, (column) => column.notNull())
    .addUniqueConstraint('one_refusal_of_a_kind', ['printer_id', 'code', 'address'])
    .modifyEnd(strict)
    .execute()
  await db.schema
    .createTable('storage_samples')
    .addColumn('hour', integer, (column) => column.primaryKey())
    .addColumn('bytes', integer, (column) => column.notNull())
    .modifyEnd(strict)
    .execute()
  await db.schema
    .createTable('backups')
    .addColumn('kind', 'text', (column) => column.primaryKey())
    .addColumn('at', integer, (column) => column.notNull())
    .addColumn('lost', integer, (column) => column.notNull())
    .addCheckConstraint('kinds_of_backup', sql`kind in ('command', 'download')`)
    .modifyEnd(strict)
    .execute()
}
