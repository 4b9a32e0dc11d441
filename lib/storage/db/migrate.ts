import { type Kysely, sql } from 'kysely'
import type { Dialect } from './database.ts'
import { firstTables } from './migrations/0001-first-tables.ts'
import { prints } from './migrations/0002-prints.ts'
import { publishingFilamentFlipbooks } from './migrations/0003-publishing-filament-flipbooks.ts'
import { columnTypesOf, type Migration } from './migrations/migration.ts'
import type { Tables } from './schema.ts'

const released: readonly Migration[] = [firstTables, prints, publishingFilamentFlipbooks]

/**
 * Brings a database to this version's tables. Must run inside a transaction that keeps every other opener out, so that two processes
 * that start together migrate once and a crash half way leaves nothing.
 * @throws Error where a newer version has been here: its tables are not ours to write
 */
export async function migrate(
  db: Kysely<Tables>,
  dialect: Dialect,
  migrations: readonly Migration[] = released,
): Promise<void> {
  const words = columnTypesOf[dialect]
  await db.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('number', words.integer, (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_at', words.integer, (column) => column.notNull())
    .modifyEnd(words.strict)
    .execute()
  const { newest } = await db
    .selectFrom('migrations')
    .select(sql<number>`coalesce(max(number), 0)`.as('newest'))
    .executeTakeFirstOrThrow()
  if (newest > migrations.length)
    throw new Error(
      `The database was made by a newer version of this site (its tables are at step ${newest}, this version knows ${migrations.length}). ` +
        'Nothing was changed. Start the newer version again, or restore the backup from before the upgrade.',
    )
  for (const [index, migration] of migrations.entries()) {
    const number = index + 1
    if (number <= newest) continue
    await migration.up(db, words)
    await db
      .insertInto('migrations')
      .values({ number, name: migration.name, applied_at: Date.now() })
      .execute()
  }
}
