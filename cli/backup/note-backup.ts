import BetterSqlite from 'better-sqlite3'
import { createStore } from '#lib/storage/db/open-store.ts'
import { getDatabaseFile, openDatabase, type StoreLocation } from './open-parts.ts'

/**
 * Notes that a backup was made, for the owner's overview. A backup is none the worse without it, so a fault is only printed.
 * @param lost how many pictures it lacks
 * @param at when; a restored store knows the backup that it is from
 */
export async function noteBackup(
  location: StoreLocation,
  lost: number,
  at: Date = new Date(),
): Promise<void> {
  try {
    if (location.database.kind === 'sqlite')
      noteInSqlite(getDatabaseFile(location.dataDir), lost, at)
    else {
      const { overview, close } = createStore(await openDatabase(location))
      await overview.noteBackup({ kind: 'command', at, lost }).finally(close)
    }
  } catch (error) {
    console.error(`The site’s overview doesn’t know of this backup: ${String(error)}`)
  }
}

/** Without a migration: the site that runs may be of an earlier version, which has no such table. */
function noteInSqlite(file: string, lost: number, at: Date): void {
  const database = new BetterSqlite(file, { fileMustExist: true, timeout: 10_000 })
  try {
    database
      .prepare(
        `insert into backups (kind, at, lost) values ('command', ?, ?)
         on conflict (kind) do update set at = excluded.at, lost = excluded.lost`,
      )
      .run(at.getTime(), lost)
  } finally {
    database.close()
  }
}
