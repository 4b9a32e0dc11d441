import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '#lib/storage/db/database.ts'
import type { Tables } from '#lib/storage/db/schema.ts'

/**
 * In the order of their foreign keys. Not copied: the tables of migrations and checks, which each database writes itself, animations,
 * which are rendered again, and `notCopied`.
 */
const copied = [
  'printers',
  'credentials',
  'observations',
  'snapshots',
  'deleted_pictures',
  'cameras',
  'prints',
  'print_facts',
  'owner',
  'passkeys',
  'owner_log',
  'notification_channels',
  'push_keys',
  'web_mentions',
  'web_mention_blocks',
  'web_mention_settings',
] as const
/**
 * Sessions, what begins them, and apps: a restored one may have been ended since. Messages: what was waiting then has been sent since.
 * Visitors' subscriptions, which are to be forgotten. Photos of authors, which are fetched again. And what is true of one store only, with addresses.
 */
export const notCopied = [
  'sessions',
  'sign_in_links',
  'challenges',
  'apps',
  'notifications',
  'push_subscriptions',
  'push_facts',
  'refusals',
  'storage_samples',
  'backups',
  'pictures_to_remove',
  'hub_feeds',
  'sent_mention_sources',
  'sent_mentions',
  'web_mention_avatars',
] as const
/** Rows times columns stay below the limit of parameters in one statement. */
const pageLength = 500

/**
 * Copies all rows with their ids as of one moment, also while the site writes, then closes both databases.
 * @param to an empty database with this version's tables; it stays empty after an error
 */
export async function copyRows(from: Database, to: Database): Promise<void> {
  try {
    await from.read((db) =>
      inSnapshot(db, from.dialect, (source) =>
        to.write(async (target) => {
          for (const table of copied) await copyTable(source, target, table)
          if (to.dialect.name === 'postgres')
            for (const table of copied) await moveSequence(target, table)
        }),
      ),
    )
  } finally {
    await Promise.all([from.close(), to.close()])
  }
}

/** Any transaction of SQLite reads a snapshot, one of Postgres only with this isolation level. */
function inSnapshot<T>(
  db: Kysely<Tables>,
  dialect: Database['dialect'],
  work: (source: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  const transaction = db.transaction()
  return dialect.name === 'sqlite'
    ? transaction.execute(work)
    : transaction
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (source) => {
          // While the target writes a page, this transaction is idle; the server's timeout would end it.
          await sql`set local idle_in_transaction_session_timeout = '10min'`.execute(source)
          return await work(source)
        })
}

async function copyTable(
  source: Kysely<Tables>,
  target: Kysely<Tables>,
  table: (typeof copied)[number],
): Promise<void> {
  let lastId = 0
  for (;;) {
    const rows = await source
      .selectFrom(table)
      .selectAll()
      .where('id', '>', lastId)
      .orderBy('id')
      .limit(pageLength)
      .execute()
    if (rows.length === 0) return
    lastId = rows.at(-1)?.id ?? lastId
    // Kysely's type is a union of all these tables' rows; each row goes into the table it came from.
    await target
      .insertInto(table)
      .values(rows.map(clearTotals) as Selectable<Tables['printers']>[])
      .execute()
  }
}

/** The target's triggers count the snapshots as they are inserted. */
function clearTotals<T extends object>(row: T): T {
  return 'picture_count' in row ? { ...row, picture_count: 0, picture_bytes: 0 } : row
}

/** The rows were inserted with their ids, so the sequence must continue behind them. */
async function moveSequence(db: Kysely<Tables>, table: string): Promise<void> {
  await sql`select setval(pg_get_serial_sequence(${table}, 'id'),
    coalesce((select max(id) from ${sql.table(table)}), 0) + 1, false)`.execute(db)
}
