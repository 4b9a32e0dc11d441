import type { Migration } from '../database.ts'

/** Who wants to be told what, and the messages: an outbox, and for a month the log of what was sent. */
export const notifications: Migration = {
  name: 'notifications',
  async up(db, types) {
    const { integer, strict } = types
    await db.schema
      .createTable('notification_channels')
      .addColumn('id', integer, types.id)
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('settings', 'text', (column) => column.notNull())
      .addColumn('secrets', 'text', (column) => column.notNull())
      .addColumn('facts', 'text')
      .addColumn('printers', 'text')
      .addColumn('quiet_hours', 'text')
      .addColumn('created_at', integer, (column) => column.notNull())
      .addColumn('failing_since', integer)
      .addColumn('off_since', integer)
      .addColumn('off_reason', 'text')
      .modifyEnd(strict)
      .execute()
    await db.schema
      .createTable('notifications')
      .addColumn('id', integer, types.id)
      .addColumn('channel_id', integer, (column) =>
        column.notNull().references('notification_channels.id').onDelete('cascade'),
      )
      .addColumn('message_id', 'text', (column) => column.notNull().unique())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('printer_id', integer)
      .addColumn('print', integer)
      .addColumn('detail', 'text')
      .addColumn('happened_at', integer, (column) => column.notNull())
      .addColumn('created_at', integer, (column) => column.notNull())
      .addColumn('expires_at', integer)
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('due_at', integer, (column) => column.notNull())
      .addColumn('tries', integer, (column) => column.notNull())
      .addColumn('leased_by', 'text')
      .addColumn('leased_until', integer)
      .addColumn('last_tried_at', integer)
      .addColumn('last_answer', 'text')
      .addColumn('digest_id', integer)
      .addUniqueConstraint('one_message', ['channel_id', 'subject'])
      .modifyEnd(strict)
      .execute()
    const indexes: Record<string, string[]> = {
      notifications_due: ['state', 'channel_id', 'due_at'],
      notifications_kinds: ['channel_id', 'printer_id', 'kind', 'happened_at'],
      notifications_digests: ['digest_id'],
    }
    for (const [name, columns] of Object.entries(indexes))
      await db.schema.createIndex(name).on('notifications').columns(columns).execute()
  },
}
