import { existsSync } from 'node:fs'
import { stat, statfs } from 'node:fs/promises'
import type SqliteDatabase from 'better-sqlite3'

/** `f_type` of statfs(2): filesystems whose locks and shared memory don't work between machines. */
const networkFilesystems = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
])

/** 3.7.0 to 3.51.2 can corrupt a WAL database when it is reset: https://sqlite.org/wal.html#walresetbug */
const oldestVersion = [3, 51, 3] as const

/** @throws Error on a network filesystem */
export async function assertLocalFilesystem(
  folder: string,
  getType = async (path: string): Promise<number> => (await statfs(path)).type >>> 0,
): Promise<void> {
  const name = networkFilesystems.get(await getType(folder))
  if (name === undefined) return
  throw new Error(
    `DATA_DIR (${folder}) is on a network filesystem (${name}), where SQLite's locks don't work and databases get corrupted. ` +
      'Use a local disk, or set DATABASE_URL to a Postgres database.',
  )
}

/** @throws Error if the library is older than the fix */
export function assertSqliteVersion(version: string): void {
  const numbers = version.split('.').map(Number)
  for (const [index, oldest] of oldestVersion.entries()) {
    const given = numbers[index] ?? 0
    if (given > oldest) return
    if (given < oldest)
      throw new Error(
        `SQLite ${version} can corrupt a database in WAL mode; ${oldestVersion.join('.')} or newer is needed. Run "npm install" again.`,
      )
  }
}

/**
 * Whether the database exists.
 * @throws Error if only its write-ahead log exists: opening would discard the acknowledged writes in it
 */
export async function hasDatabaseFile(file: string): Promise<boolean> {
  const bytes = existsSync(file) ? (await stat(file)).size : 0
  if (bytes > 0) return true
  const log = `${file}-wal`
  if (existsSync(log) && (await stat(log)).size > 0)
    throw new Error(
      `${log} exists but ${file} is missing or empty. Nothing was changed. Restore the database next to its log, or move the log away to start with an empty database.`,
    )
  return false
}

/** Read in a tenth of a second. */
const maxCheckedBytes = 64_000_000

/** Tables that grow with every report. */
const longTables = new Set(['observations', 'snapshots', 'prints'])

/**
 * Reads the whole database once; of one with more than `maxBytes` only the short tables, since a start would take longer with every
 * report. `npm run fsck` and each backup read all of it.
 * @throws Error that says what to do if it is damaged
 */
export function assertIntact(
  database: SqliteDatabase.Database,
  file: string,
  maxBytes = maxCheckedBytes,
): void {
  let result: unknown
  try {
    const bytes =
      Number(database.pragma('page_count', { simple: true })) *
      Number(database.pragma('page_size', { simple: true }))
    result = bytes <= maxBytes ? quickCheck(database, '1') : checkShortTables(database)
  } catch (error) {
    // The caller maps errors of a locked or unreadable file.
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test(code)) throw error
    result = error instanceof Error ? error.message : error
  }
  if (result === 'ok') return
  throw new Error(
    `The database ${file} is damaged (${String(result).replace(/\s+/g, ' ')}). Nothing was changed. Stop the site, move the file away together with its -wal and -shm, ` +
      'and restore a backup. Without a backup, "sqlite3 copy.sqlite .recover" (3.51.3 or newer, on a copy) recovers what is readable.',
  )
}

function quickCheck(database: SqliteDatabase.Database, argument: string): unknown {
  return database.pragma(`quick_check(${argument})`, { simple: true })
}

function checkShortTables(database: SqliteDatabase.Database): unknown {
  const names = database
    .prepare("select name from sqlite_schema where type = 'table'")
    .pluck()
    .all()
  const short = names.map(String).filter((name) => !longTables.has(name))
  return short.map((name) => quickCheck(database, name)).find((found) => found !== 'ok') ?? 'ok'
}
