import type { Migration } from '../database.ts'

/** What the owner has allowed apps: codes, which last a minute, and tokens. */
export const apps: Migration = {
  name: 'apps',
  async up(db, { id, integer, strict }) {
    await db.schema
      .createTable('apps')
      .addColumn('id', integer, id)
      .addColumn('client_id', 'text', (column) => column.notNull())
      .addColumn('client_name', 'text', (column) => column.notNull())
      .addColumn('redirect_uri', 'text', (column) => column.notNull())
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('code_hash', 'text', (column) => column.notNull().unique())
      .addColumn('code_challenge', 'text', (column) => column.notNull())
      .addColumn('code_expires_at', integer, (column) => column.notNull())
      .addColumn('lifetime', 'text', (column) => column.notNull())
      .addColumn('access_hash', 'text', (column) => column.unique())
      .addColumn('refresh_hash', 'text', (column) => column.unique())
      .addColumn('created_at', integer, (column) => column.notNull())
      .addColumn('redeemed_at', integer)
      .addColumn('last_used_at', integer)
      .addColumn('access_expires_at', integer)
      .addColumn('ends_at', integer)
      .modifyEnd(strict)
      .execute()
  },
}
