import type { Migration } from '../database.ts'

/** A pause that ends by itself; several tokens of a printer, with names. Earlier credentials never expire. */
export const pausesAndTokens: Migration = {
  name: 'pauses and tokens',
  async up(db, { integer }) {
    await db.schema.alterTable('printers').addColumn('paused_until', integer).execute()
    const credentials = () => db.schema.alterTable('credentials')
    await credentials().addColumn('name', 'text').execute()
    await credentials()
      .addColumn('scope', 'text', (column) => column.notNull().defaultTo('report'))
      .execute()
    await credentials().addColumn('expires_at', integer).execute()
    await credentials().addColumn('last_used_at', integer).execute()
    await credentials().addColumn('replaced_at', integer).execute()
  },
}
