import { sql } from 'kysely'
import type { Migration } from '../database.ts'

/** Which pages of other sites were told that a page of ours links to them. */
export const sentMentions: Migration = {
  name: 'sent mentions',
  async up(db, types) {
    const { integer, strict } = types
    await db.schema
      .createTable('sent_mention_sources')
      .addColumn('source', 'text', (column) => column.primaryKey().notNull())
      .addColumn('version', 'text', (column) => column.notNull())
      .addColumn('hash', 'text')
      .addColumn('due_at', integer, (column) => column.notNull())
      .modifyEnd(strict)
      .execute()
    await db.schema
      .createTable('sent_mentions')
      .addColumn('id', integer, types.id)
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('target', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('is_removed', integer, (column) => column.notNull())
      .addColumn('endpoint', 'text')
      .addColumn('endpoint_found_at', integer)
      .addColumn('revision', integer, (column) => column.notNull())
      .addColumn('leased_revision', integer)
      .addColumn('leased_by', 'text')
      .addColumn('leased_until', integer)
      .addColumn('due_at', integer)
      .addColumn('tries', integer, (column) => column.notNull())
      .addColumn('answer', 'text')
      .addColumn('status_url', 'text')
      .addColumn('changed_at', integer, (column) => column.notNull())
      .addUniqueConstraint('sent_once', ['source', 'target'])
      .modifyEnd(strict)
      .execute()
    await db.schema
      .createIndex('sent_mentions_due')
      .on('sent_mentions')
      .columns(['state', 'due_at'])
      .execute()
    await db.schema
      .createIndex('prints_notes')
      .on('prints')
      .columns(['printer_id', 'number'])
      .where(sql<boolean>`note_html is not null`)
      .execute()
  },
}
