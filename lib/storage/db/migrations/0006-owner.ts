import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, Migration } from '../database.ts'
import type { Tables } from '../schema.ts'

/** The site's owner, and how the owner signs in. A site that upgrades has no owner yet. */
export const owner: Migration = {
  name: 'owner',
  async up(db, types) {
    await createOwner(db, types)
    await createSignIn(db, types)
    await createLog(db, types)
  },
}

async function createOwner(db: Kysely<Tables>, types: ColumnTypes): Promise<void> {
  const { integer, strict } = types
  await db.schema
    .createTable('owner')
    .addColumn('id', integer, types.id)
    .addColumn('claimed_at', integer, (column) => column.notNull())
    .addCheckConstraint('one_owner', sql`id = 1`)
    .modifyEnd(strict)
    .execute()
  await db.schema
    .createTable('passkeys')
    .addColumn('id', integer, types.id)
    .addColumn('credential_id', 'text', (column) => column.notNull().unique())
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('counter', integer, (column) => column.notNull())
    .addColumn('transports', 'text', (column) => column.notNull())
    .addColumn('rp_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('last_used_at', integer)
    .modifyEnd(strict)
    .execute()
}

/** What expires, and is not in backups. */
async function createSignIn(db: Kysely<Tables>, types: ColumnTypes): Promise<void> {
  const { integer, strict } = types
  await db.schema
    .createTable('sign_in_links')
    .addColumn('id', integer, types.id)
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('expires_at', integer, (column) => column.notNull())
    .modifyEnd(strict)
    .execute()
  await db.schema
    .createTable('sessions')
    .addColumn('id', integer, types.id)
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('passkey_id', integer)
    .addColumn('user_agent', 'text')
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('last_seen_at', integer, (column) => column.notNull())
    .addColumn('expires_at', integer, (column) => column.notNull())
    .modifyEnd(strict)
    .execute()
  await db.schema
    .createTable('challenges')
    .addColumn('id', integer, types.id)
    .addColumn('value', 'text', (column) => column.notNull().unique())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('session_id', integer)
    .addColumn('expires_at', integer, (column) => column.notNull())
    .modifyEnd(strict)
    .execute()
}

async function createLog(db: Kysely<Tables>, types: ColumnTypes): Promise<void> {
  const { integer, strict } = types
  await db.schema
    .createTable('owner_log')
    .addColumn('id', integer, types.id)
    .addColumn('at', integer, (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('details', 'text', (column) => column.notNull())
    .addColumn('session_id', integer)
    .modifyEnd(strict)
    .execute()
  const isPostgres = types.integer === 'bigint'
  if (isPostgres)
    await sql
      .raw(`create function reject_log_change() returns trigger language plpgsql as $$ begin
        raise exception 'owner_log is append-only';
      end $$`)
      .execute(db)
  for (const event of ['update', 'delete'])
    await sql
      .raw(
        `create trigger owner_log_${event} before ${event} on owner_log ${
          isPostgres
            ? 'for each row execute function reject_log_change()'
            : `begin select raise(abort, 'owner_log is append-only'); end`
        }`,
      )
      .execute(db)
}
