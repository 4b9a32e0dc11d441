import type { Kysely } from 'kysely'
import type { MadeFlipbook } from '#lib/printers/prints/print-store.ts'
import type { Database, Dialect } from './database.ts'
import type { Tables } from './schema.ts'

/** More would be gigabytes on a small board's card: an animation is 1 to 4 MB. */
export const maxFlipbooks = 100

/** @returns `false`, and nothing is remembered, where one of its pictures is gone already */
export function insertFlipbook(database: Database, made: MadeFlipbook): Promise<boolean> {
  return database.write(async (db) => {
    if (!(await areKept(db, database.dialect, made.frames))) return false
    const row = { sha256: made.sha256, frames: made.frames.join(' '), made_at: made.at.getTime() }
    await db
      .insertInto('flipbooks')
      .values(row)
      .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ made_at: row.made_at }))
      .execute()
    const newest = selectFlipbooks(db).limit(maxFlipbooks)
    await db.deleteFrom('flipbooks').where('sha256', 'not in', newest).execute()
    return true
  })
}

/** Newest first. */
export function selectFlipbooks(db: Kysely<Tables>) {
  return db.selectFrom('flipbooks').select('sha256').orderBy('made_at', 'desc').orderBy('sha256')
}

/** Held until the end of the transaction: a picture can't go between the question and the row. SQLite has one writer anyway. */
async function areKept(
  db: Kysely<Tables>,
  dialect: Dialect,
  frames: readonly string[],
): Promise<boolean> {
  const wanted = new Set(frames)
  const rows = await db
    .selectFrom('snapshots')
    .select('sha256')
    .where('sha256', 'in', [...wanted])
    .$if(dialect === 'postgres', (query) => query.forShare())
    .execute()
  return new Set(rows.map((row) => row.sha256)).size === wanted.size
}

/** Forgets the animations that one of these pictures is in. @returns their hashes */
export async function deleteFlipbooks(
  db: Kysely<Tables>,
  gone: ReadonlySet<string>,
): Promise<string[]> {
  if (gone.size === 0) return []
  const rows = await db.selectFrom('flipbooks').select(['sha256', 'frames']).execute()
  const touched = rows
    .filter(({ frames }) => frames.split(' ').some((sha256) => gone.has(sha256)))
    .map(({ sha256 }) => sha256)
  if (touched.length > 0) await db.deleteFrom('flipbooks').where('sha256', 'in', touched).execute()
  return touched
}
