import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '#lib/storage/db/database.ts'
import type { Tables } from '#lib/storage/db/schema.ts'

/** In the order in which they refer to one another. What migrations and checks write is each database's own; animations are made anew. */
const copied = ['printers', 'credentials', 'observations', 'snapshots', 'prints'] as const
/** Rows times columns stay below what one statement may hold. */
const pageLength = 500

/**
 * Copies every row, ids and all, as they are at one moment: writers go on meanwhile, and nothing of theirs is seen.
 * @param to an empty database of this version's tables; a fault leaves it empty
 */
export async function copyRows(from: Database, to: Database): Promise<void> {
  await from.read((db) =>
    inOneMoment(db, from.dialect, (source) =>
      to.write(async (target) => {
        for (const table of copied) await copyTable(source, target, table)
        if (to.dialect.name === 'postgres')
          for (const table of copied) await moveSequence(target, table)
      }),
    ),
  )
}

/** SQLite reads one moment in any transaction, Postgres only when it is asked to. */
function inOneMoment<T>(
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
          // Between two pages the target writes; an idle transaction is otherwise ended by the server.
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
    // One union of five tables' rows to Kysely; each is put where it was taken from.
    await target
      .insertInto(table)
      .values(rows as Selectable<Tables['printers']>[])
      .execute()
  }
}

/** Rows came with their ids; the next one must not be given an id that is taken. */
async function moveSequence(db: Kysely<Tables>, table: string): Promise<void> {
  await sql`select setval(pg_get_serial_sequence(${table}, 'id'),
    coalesce((select max(id) from ${sql.table(table)}), 0) + 1, false)`.execute(db)
}
