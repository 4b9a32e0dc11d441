import type { Migration } from '../database.ts'

/** The photos of those who mention a page, and what all refresh tokens of an app's access have in common. */
export const avatars: Migration = {
  name: 'avatars',
  async up(db, types) {
    const { integer, strict } = types
    await db.schema.alterTable('web_mentions').addColumn('author_photo', 'text').execute()
    await db.schema
      .createTable('web_mention_avatars')
      .addColumn('url', 'text', (column) => column.primaryKey().notNull())
      .addColumn('sha256', 'text')
      .addColumn('fetched_at', integer)
      .addColumn('due_at', integer)
      .addColumn('tries', integer, (column) => column.notNull())
      .modifyEnd(strict)
      .execute()
    await db.schema
      .createIndex('web_mentions_photos')
      .on('web_mentions')
      .columns(['state', 'author_photo'])
      .execute()
    for (const column of ['sha256', 'due_at'])
      await db.schema
        .createIndex(`web_mention_avatars_${column}`)
        .on('web_mention_avatars')
        .column(column)
        .execute()
    await db.schema.alterTable('apps').addColumn('family_hash', 'text').execute()
    await db.schema.createIndex('apps_families').unique().on('apps').column('family_hash').execute()
  },
}
