import type { Kysely } from 'kysely'
import type { MadeFlipbook } from '#lib/printers/prints/print-store.ts'
import type { Database, Dialect } from './database.ts'
import { isVisible } from './history-queries.ts'
import type { Tables } from './schema.ts'

/** An animation has 1 to 4 MB: more of them would fill a small board's SD card. */
export const maxFlipbooks = 100

/** @returns `false`, without inserting it, if one of its pictures has been deleted or hidden */
export function insertFlipbook(database: Database, flipbook: MadeFlipbook): Promise<boolean> {
  return database.write(async (db) => {
    if (!(await areStored(db, database.dialect, flipbook.frames))) return false
    const row = {
      sha256: flipbook.sha256,
      frames: flipbook.frames.join(' '),
      made_at: flipbook.at.getTime(),
    }
    await db
      .insertInto('flipbooks')
      .values(row)
      .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ made_at: row.made_at }))
      .execute()
    await db.deleteFrom('pictures_to_remove').where('sha256', '=', row.sha256).execute()
    const newest = selectFlipbooks(db).limit(maxFlipbooks)
    await db.deleteFrom('flipbooks').where('sha256', 'not in', newest).execute()
    return true
  })
}

/** Newest first. */
export function selectFlipbooks(db: Kysely<Tables>) {
  return db.selectFrom('flipbooks').select('sha256').orderBy('made_at', 'desc').orderBy('sha256')
}

/** Locks the snapshots until the end of the transaction, so that none is deleted before the flipbook is inserted. */
async function areStored(
  db: Kysely<Tables>,
  dialect: Dialect,
  frames: readonly string[],
): Promise<boolean> {
  const hashes = new Set(frames)
  const rows = await db
    .selectFrom('snapshots')
    .select('sha256')
    .where('sha256', 'in', [...hashes])
    .where(isVisible())
    .$if(dialect.hasRowLocks, (query) => query.forShare())
    .execute()
  return new Set(rows.map((row) => row.sha256)).size === hashes.size
}

/** Deletes the animations that contain one of these pictures. @returns their hashes */
export async function deleteFlipbooks(
  db: Kysely<Tables>,
  pictures: ReadonlySet<string>,
): Promise<string[]> {
  if (pictures.size === 0) return []
  const rows = await db.selectFrom('flipbooks').select(['sha256', 'frames']).execute()
  const affected = rows
    .filter(({ frames }) => frames.split(' ').some((sha256) => pictures.has(sha256)))
    .map(({ sha256 }) => sha256)
  if (affected.length > 0)
    await db.deleteFrom('flipbooks').where('sha256', 'in', affected).execute()
  return affected
}
