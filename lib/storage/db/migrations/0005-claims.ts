import type { Migration } from '../database.ts'

export const claims: Migration = {
  name: 'claims',
  async up(db, { integer, strict }) {
    await db.schema
      .createTable('claims')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('expires_at', integer, (column) => column.notNull())
      .modifyEnd(strict)
      .execute()
  },
}
