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
import {
  assertIntact,
  assertLocalFilesystem,
  assertSqliteVersion,
  hasDatabaseFile,
} from './sqlite-preconditions.ts'

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
    const writeConnection = new BetterSqlite(file, { timeout: busyTimeoutMs })
    try {
      if (isExisting) assertIntact(writeConnection, file)
      assertSqliteVersion(String(writeConnection.prepare('select sqlite_version()').pluck().get()))
      setPragmas(writeConnection)
      if (writeConnection.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
        throw new Error(`The filesystem of ${file} can't hold a database in WAL mode; use another.`)
      const writer = toKysely(writeConnection)
      await transact(writer, busyTimeoutMs, (db) => migrate(db, sqliteDialect.columns))
      writeConnection.pragma('busy_timeout = 0')
      // A second connection for reads: a page must not wait for a write that waits for another process.
      const readConnection = new BetterSqlite(file, { timeout: readTimeoutMs })
      setPragmas(readConnection)
      const reader = toKysely(readConnection)
      return {
        dialect: sqliteDialect,
        read: (work) => mapDriverErrors(() => work(reader)),
        write: (work) => mapDriverErrors(() => transact(writer, busyTimeoutMs, work)),
        close: async () => {
          // After the writes that are already queued.
          await writer.connection().execute(async () => readConnection.close())
          writeConnection.close()
        },
      }
    } catch (error) {
      writeConnection.close()
      throw error
    }
  })
}

function setPragmas(database: BetterSqlite.Database): void {
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  // Shrinks the log again after a purge or a long read has made it grow.
  database.pragma('journal_size_limit = 16000000')
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

/** More than the site uses; lists of ids have one statement for each length. */
const maxStatements = 200

/**
 * Compiles each statement once: a page of the archive runs a dozen, and compiling takes nearly as long as running them. SQLite
 * recompiles a statement by itself after a change of the tables.
 */
export function cacheStatements(database: BetterSqlite.Database): Pick<
  BetterSqlite.Database,
  'close'
> & {
  prepare(sql: string): BetterSqlite.Statement
} {
  const statements = new Map<string, BetterSqlite.Statement>()
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = statements.get(sql) ?? database.prepare(sql)
      // Least recently used first.
      statements.delete(sql)
      statements.set(sql, statement)
      const [oldest] = statements.keys()
      if (statements.size > maxStatements && oldest !== undefined) statements.delete(oldest)
      return statement
    },
  }
}
