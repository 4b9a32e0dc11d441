import type { Migration } from '../database.ts'

/** Which of the visitors who wait came from the same network, so that no network takes all places. */
export const networksOfVisitors: Migration = {
  name: 'networks of visitors',
  async up(db, { integer }) {
    await db.schema
      .alterTable('push_subscriptions')
      .addColumn('network', integer, (column) => column.notNull().defaultTo(0))
      .execute()
  },
}
