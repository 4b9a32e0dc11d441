import type { Migration } from '../database.ts'

/** Which version of each feed a WebSub hub knows. */
export const hubFeeds: Migration = {
  name: 'hub feeds',
  async up(db, { integer, strict }) {
    await db.schema
      .createTable('hub_feeds')
      .addColumn('hub_url', 'text', (column) => column.notNull())
      .addColumn('feed', 'text', (column) => column.notNull())
      .addColumn('version', 'text', (column) => column.notNull())
      .addColumn('due_at', integer, (column) => column.notNull())
      .addColumn('tries', integer, (column) => column.notNull())
      .addPrimaryKeyConstraint('hub_feeds_key', ['hub_url', 'feed'])
      .modifyEnd(strict)
      .execute()
  },
}
