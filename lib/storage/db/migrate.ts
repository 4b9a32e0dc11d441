import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, Migration } from './database.ts'
import { firstTables } from './migrations/0001-first-tables.ts'
import { prints } from './migrations/0002-prints.ts'
import { publishingFilamentFlipbooks } from './migrations/0003-publishing-filament-flipbooks.ts'
import { totals } from './migrations/0004-totals.ts'
import { claims } from './migrations/0005-claims.ts'
import { owner } from './migrations/0006-owner.ts'
import { pausesAndTokens } from './migrations/0007-pauses-and-tokens.ts'
import { hiddenPictures } from './migrations/0009-hidden-pictures.ts'
import { printsOfTheOwner } from './migrations/0010-prints-of-the-owner.ts'
import { overview } from './migrations/0011-overview.ts'
import { notifications } from './migrations/0013-notifications.ts'
import { push } from './migrations/0014-push.ts'
import { webMentions } from './migrations/0016-web-mentions.ts'
import { namesOfHiddenPrints } from './migrations/0017-names-of-hidden-prints.ts'
import { picturesToRemove } from './migrations/0017-pictures-to-remove.ts'
import { apps } from './migrations/0018-apps.ts'
import { hubFeeds } from './migrations/0020-hub-feeds.ts'
import { sentMentions } from './migrations/0021-sent-mentions.ts'
import { avatars } from './migrations/0022-avatars.ts'
import { networksOfVisitors } from './migrations/0023-networks-of-visitors.ts'
import { cameras } from './migrations/0024-cameras.ts'
import { material } from './migrations/0026-material.ts'
import type { Tables } from './schema.ts'

/** In order; each version of the site has the first of them. */
export const released: readonly Migration[] = [
  firstTables,
  prints,
  publishingFilamentFlipbooks,
  totals,
  claims,
  owner,
  pausesAndTokens,
  hiddenPictures,
  printsOfTheOwner,
  overview,
  notifications,
  namesOfHiddenPrints,
  apps,
  picturesToRemove,
  push,
  hubFeeds,
  webMentions,
  sentMentions,
  avatars,
  cameras,
  networksOfVisitors,
  material,
]

/**
 * Migrates the tables to this version. Must run inside a transaction that excludes all other processes: two that start at the same
 * time migrate once, and a crash half way leaves no changes.
 * @throws Error if a newer version has migrated the database
 */
export async function migrate(
  db: Kysely<Tables>,
  types: ColumnTypes,
  migrations: readonly Migration[] = released,
): Promise<void> {
  await db.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('number', types.integer, (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_at', types.integer, (column) => column.notNull())
    .modifyEnd(types.strict)
    .execute()
  const newest = await readNewest(db, migrations)
  for (const [index, migration] of migrations.entries()) {
    const number = index + 1
    if (number <= newest) continue
    await migration.up(db, types)
    await db
      .insertInto('migrations')
      .values({ number, name: migration.name, applied_at: Date.now() })
      .execute()
  }
}

/** For a database that can only be read, such as a standby. @throws Error unless it has the tables of this version */
export async function assertMigrated(db: Kysely<Tables>): Promise<void> {
  const newest = await readNewest(db, released)
  if (newest < released.length)
    throw new Error(
      `The database is read-only and has the tables of an earlier version (step ${newest} of ${released.length}). ` +
        'Start this version once with a database that it can write.',
    )
}

/** @throws Error if a newer version has migrated the database */
async function readNewest(db: Kysely<Tables>, migrations: readonly Migration[]): Promise<number> {
  const { newest } = await db
    .selectFrom('migrations')
    .select(sql<number>`coalesce(max(number), 0)`.as('newest'))
    .executeTakeFirstOrThrow()
  if (newest > migrations.length)
    throw new Error(
      `A newer version of this site has migrated the database (to step ${newest}; this version has ${migrations.length}). ` +
        'Nothing was changed. Start the newer version again, or restore the backup from before the upgrade.',
    )
  return newest
}
