import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, Migration } from '../database.ts'
import type { Tables } from '../schema.ts'

/** The site's keys towards push services, what visitors wait for, and what they are told. */
export const push: Migration = {
  name: 'push',
  async up(db, types) {
    const { integer, strict } = types
    await db.schema
      .createTable('push_keys')
      .addColumn('id', integer, types.id)
      .addColumn('public_key', 'text', (column) => column.notNull())
      .addColumn('private_key', 'text', (column) => column.notNull())
      .addColumn('created_at', integer, (column) => column.notNull())
      .addCheckConstraint('one_pair', sql`id = 1`)
      .modifyEnd(strict)
      .execute()
    await createSubscriptions(db, types)
    await db.schema
      .createTable('push_facts')
      .addColumn('id', integer, types.id)
      .addColumn('message_id', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull().unique())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('printer_id', integer, (column) =>
        column.notNull().references('printers.id').onDelete('cascade'),
      )
      .addColumn('print', integer, (column) => column.notNull())
      .addColumn('happened_at', integer, (column) => column.notNull())
      .addColumn('created_at', integer, (column) => column.notNull())
      .addColumn('expires_at', integer, (column) => column.notNull())
      .addColumn('due_at', integer, (column) => column.notNull())
      .modifyEnd(strict)
      .execute()
    await db.schema
      .createIndex('push_facts_news')
      .on('push_facts')
      .columns(['expires_at', 'due_at'])
      .execute()
  },
}

async function createSubscriptions(db: Kysely<Tables>, types: ColumnTypes): Promise<void> {
  const { integer, strict } = types
  await db.schema
    .createTable('push_subscriptions')
    .addColumn('id', integer, types.id)
    .addColumn('printer_id', integer, (column) =>
      column.notNull().references('printers.id').onDelete('cascade'),
    )
    .addColumn('wish', 'text', (column) => column.notNull())
    .addColumn('print', integer, (column) => column.notNull())
    .addColumn('endpoint', 'text', (column) => column.notNull())
    .addColumn('p256dh', 'text', (column) => column.notNull())
    .addColumn('auth', 'text', (column) => column.notNull())
    .addColumn('is_known_service', integer, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('due_at', integer, (column) => column.notNull())
    .addColumn('tries', integer, (column) => column.notNull())
    .addColumn('leased_by', 'text')
    .addColumn('leased_until', integer)
    .addUniqueConstraint('one_wish', ['endpoint', 'printer_id'])
    .modifyEnd(strict)
    .execute()
  await db.schema
    .createIndex('push_subscriptions_wishes')
    .on('push_subscriptions')
    .columns(['printer_id', 'wish', 'print'])
    .execute()
}
