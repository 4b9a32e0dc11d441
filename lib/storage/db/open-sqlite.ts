import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import BetterSqlite from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { makeDurableFolder } from '#lib/storage/blobs/durable.ts'
import type { Database } from './database.ts'
import { mapDriverErrors } from './driver-errors.ts'
import { migrate } from './migrate.ts'
import type { Tables } from './schema.ts'
import {
  assertIntact,
  assertLocalFilesystem,
  assertSqliteVersion,
  hasDatabaseFile,
} from './sqlite-preconditions.ts'
import { cacheStatements } from './statement-cache.ts'

export interface SqliteOptions {
  dataDir: string
  /** How long a write waits for another process's, milliseconds. */
  busyTimeoutMs?: number
  getFilesystemType?: (folder: string) => Promise<number>
}

/**
 * Milliseconds. Readers are kept out only for the moment in which another process recovers a log after a crash; the driver
 * waits for it inside the event loop, where nobody else is served meanwhile.
 */
const readTimeoutMs = 250

/**
 * Opens `DATA_DIR/paparazza.sqlite`, made and migrated where needed. Other processes may have it open.
 * @throws Error where it is damaged, newer than this version, or on a network filesystem; DomainError `storage-unavailable`,
 *   `insufficient-storage`
 */
export async function openSqlite(options: SqliteOptions): Promise<Database> {
  const { dataDir, busyTimeoutMs = 5000 } = options
  return await mapDriverErrors(async () => {
    if (!existsSync(dataDir)) await makeDurableFolder(dataDir)
    await assertLocalFilesystem(dataDir, options.getFilesystemType)
    const file = join(dataDir, 'paparazza.sqlite')
    const isExisting = await hasDatabaseFile(file)
    const writing = new BetterSqlite(file, { timeout: busyTimeoutMs })
    try {
      if (isExisting) assertIntact(writing, file)
      assertSqliteVersion(String(writing.prepare('select sqlite_version()').pluck().get()))
      setPragmas(writing)
      if (writing.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
        throw new Error(`The filesystem of ${file} can't hold a database in WAL mode; use another.`)
      const writer = toKysely(writing)
      await transact(writer, busyTimeoutMs, (db) => migrate(db, 'sqlite'))
      writing.pragma('busy_timeout = 0')
      // A connection for readers: a page must not wait for a write that waits for another process.
      const reading = new BetterSqlite(file, { timeout: readTimeoutMs })
      setPragmas(reading)
      const reader = toKysely(reading)
      return {
        dialect: 'sqlite',
        read: (work) => mapDriverErrors(() => work(reader)),
        write: (work) => mapDriverErrors(() => transact(writer, busyTimeoutMs, work)),
        close: async () => {
          // Behind the writes that wait already.
          await writer.connection().execute(async () => reading.close())
          writing.close()
        },
      }
    } catch (error) {
      writing.close()
      throw error
    }
  })
}

function setPragmas(database: BetterSqlite.Database): void {
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  // A log that has once grown, by a purge or a reader that stood in the way, doesn't stay that large.
  database.pragma('journal_size_limit = 16000000')
}

function toKysely(database: BetterSqlite.Database): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: cacheStatements(database) }) })
}

/**
 * `begin immediate` takes the write lock before anything is read: a transaction that first reads and then writes is refused at
 * once where another process wrote in between. The wait for the lock is asynchronous, and the time in this process's own
 * queue counts, so that callers of a locked database all hear so within the timeout.
 */
async function transact<T>(
  writer: Kysely<Tables>,
  busyTimeoutMs: number,
  work: (db: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  const deadline = performance.now() + busyTimeoutMs
  return await writer.connection().execute(async (db) => {
    await begin(db, deadline)
    try {
      const result = await work(db)
      await sql`commit`.execute(db)
      return result
    } catch (error) {
      // SQLite may have rolled back by itself (full disk); a second rollback is then refused, and the first cause counts.
      await sql`rollback`.execute(db).catch(() => undefined)
      throw error
    }
  })
}

async function begin(db: Kysely<Tables>, deadline: number): Promise<void> {
  for (;;) {
    try {
      await sql`begin immediate`.execute(db)
      return
    } catch (error) {
      const isBusy =
        error instanceof Error && 'code' in error && /^SQLITE_BUSY/.test(String(error.code))
      if (!isBusy || performance.now() >= deadline) throw error
      await sleep(10 + Math.random() * 20)
    }
  }
}
