import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import BetterSqlite from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { makeDurableFolder } from '#lib/storage/blobs/filesystem.ts'
import { type Database, sqliteDialect } from './database.ts'
import { mapDriverErrors } from './driver-errors.ts'
import { migrate } from './migrate.ts'
import type { Tables } from './schema.ts'
import { cacheStatements, setPragmas } from './sqlite-connection.js'
import {
  assertIntact,
  assertLocalFilesystem,
  assertSqliteVersion,
  hasDatabaseFile,
} from './sqlite-preconditions.ts'
import { createSqliteWriter } from './sqlite-writer.ts'

export interface SqliteOptions {
  dataDir: string
  /** How long a write waits for another process's write, milliseconds. */
  busyTimeoutMs?: number
  getFilesystemType?: (folder: string) => Promise<number>
}

/**
 * Milliseconds. A reader has to wait only while another process recovers the log after a crash; the driver waits synchronously and
 * blocks the event loop.
 */
const readTimeoutMs = 250

/** After the first responses, and before the first report. */
const startWriterAfterMs = 1_000

/**
 * Opens `DATA_DIR/paparazza.sqlite`, created and migrated if needed. Other processes may have it open.
 * @throws Error if it is damaged, newer than this version, or on a network filesystem; DomainError `storage-unavailable`,
 *   `insufficient-storage`
 */
export async function openSqlite(options: SqliteOptions): Promise<Database> {
  const { dataDir, busyTimeoutMs = 5000 } = options
  return await mapDriverErrors(async () => {
    if (!existsSync(dataDir)) await makeDurableFolder(dataDir)
    await assertLocalFilesystem(dataDir, options.getFilesystemType)
    const file = join(dataDir, 'paparazza.sqlite')
    const isExisting = await hasDatabaseFile(file)
    const connection = new BetterSqlite(file, { timeout: busyTimeoutMs })
    try {
      if (isExisting) assertIntact(connection, file)
      assertSqliteVersion(String(connection.prepare('select sqlite_version()').pluck().get()))
      setPragmas(connection)
      if (connection.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
        throw new Error(`The filesystem of ${file} can't hold a database in WAL mode; use another.`)
      const reader = toKysely(connection)
      await transact(reader, busyTimeoutMs, (db) => migrate(db, sqliteDialect.columns))
      // From here on it only reads. A page must wait neither for the disk nor for a write that waits for another process.
      connection.pragma('query_only = ON')
      connection.pragma(`busy_timeout = ${readTimeoutMs}`)
      const writer = createSqliteWriter(file)
      const warmUp = setTimeout(writer.start, startWriterAfterMs).unref()
      return {
        dialect: sqliteDialect,
        read: (work) => mapDriverErrors(() => work(reader)),
        write: (work) => mapDriverErrors(() => transact(writer.db, busyTimeoutMs, work)),
        close: async () => {
          clearTimeout(warmUp)
          // After the writes that are already queued. The writer closes last, because that moves the log into the database.
          await writer.db.connection().execute(async () => connection.close())
          await writer.close()
        },
      }
    } catch (error) {
      connection.close()
      throw error
    }
  })
}

function toKysely(database: BetterSqlite.Database): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: cacheStatements(database) }) })
}

/**
 * `begin immediate` takes the write lock before the first read: a transaction that reads before it writes fails at once if another
 * process wrote in between. The wait for the lock is asynchronous, and time in this process's own queue counts, so that all
 * callers get their error within the timeout while the database is locked.
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
      // After a full disk SQLite may already have rolled back; a second rollback fails then, and the first error matters.
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
