import type { Migration } from '../database.ts'

/** What other sites say of our pages: a queue of what is to be verified, what was found, and whom the owner has blocked. */
export const webMentions: Migration = {
  name: 'web mentions',
  async up(db, types) {
    const { integer, strict } = types
    await db.schema
      .createTable('web_mentions')
      .addColumn('id', integer, types.id)
      .addColumn('token', 'text', (column) => column.notNull().unique())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('source_host', 'text', (column) => column.notNull())
      .addColumn('target_url', 'text', (column) => column.notNull())
      .addColumn('target', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('kind', 'text')
      .addColumn('author_name', 'text')
      .addColumn('author_url', 'text')
      .addColumn('url', 'text')
      .addColumn('text', 'text')
      .addColumn('published_at', integer)
      .addColumn('received_at', integer, (column) => column.notNull())
      .addColumn('verified_at', integer)
      .addColumn('due_at', integer)
      .addColumn('leased_by', 'text')
      .addColumn('leased_until', integer)
      .addColumn('tries', integer, (column) => column.notNull())
      .addColumn('checks', integer, (column) => column.notNull())
      .addColumn('reason', 'text')
      .addUniqueConstraint('one_mention', ['source', 'target'])
      .modifyEnd(strict)
      .execute()
    const indexes: Record<string, string[]> = {
      web_mentions_due: ['due_at'],
      web_mentions_hosts: ['source_host', 'state'],
      web_mentions_targets: ['target', 'state'],
      web_mentions_states: ['state', 'received_at'],
    }
    for (const [name, columns] of Object.entries(indexes))
      await db.schema.createIndex(name).on('web_mentions').columns(columns).execute()
    await db.schema
      .createTable('web_mention_blocks')
      .addColumn('id', integer, types.id)
      .addColumn('value', 'text', (column) => column.notNull().unique())
      .addColumn('blocked_at', integer, (column) => column.notNull())
      .modifyEnd(strict)
      .execute()
    await db.schema
      .createTable('web_mention_settings')
      .addColumn('id', integer, types.id)
      .addColumn('revision', integer, (column) => column.notNull())
      .addColumn('accepts_known', integer, (column) => column.notNull())
      .modifyEnd(strict)
      .execute()
  },
}
