import { existsSync } from 'node:fs'
import { stat, statfs } from 'node:fs/promises'
import type SqliteDatabase from 'better-sqlite3'

/** `f_type` of statfs(2): systems whose locks and shared memory can't be trusted between machines. */
const networkFilesystems = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
])

/** 3.7.0 to 3.51.2 can corrupt a WAL database when it is reset: https://sqlite.org/wal.html#walresetbug */
const oldestVersion = [3, 51, 3] as const

async function getFilesystemType(folder: string): Promise<number> {
  return (await statfs(folder)).type >>> 0
}

/** @throws Error on a network filesystem */
export async function assertLocalFilesystem(
  folder: string,
  getType: (folder: string) => Promise<number> = getFilesystemType,
): Promise<void> {
  const name = networkFilesystems.get(await getType(folder))
  if (name === undefined) return
  throw new Error(
    `DATA_DIR (${folder}) is on a network filesystem (${name}), where SQLite's locks fail and databases break. ` +
      'Use a folder on a disk of this machine, or set DATABASE_URL to a Postgres.',
  )
}

/** @throws Error where the library is older than the fix that the data's safety rests on */
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
 * Is there a database already?
 * @throws Error where only its write-ahead log is left: opening would throw that away, with what was acknowledged
 */
export async function hasDatabaseFile(file: string): Promise<boolean> {
  const bytes = existsSync(file) ? (await stat(file)).size : 0
  if (bytes > 0) return true
  const log = `${file}-wal`
  if (existsSync(log) && (await stat(log)).size > 0)
    throw new Error(
      `${log} is there but ${file} is missing or empty. Nothing was changed. Put the database back beside its log, or move the log away to begin anew.`,
    )
  return false
}

/**
 * Reads the whole database once.
 * @throws Error that says what to do where it is damaged
 */
export function assertIntact(database: SqliteDatabase.Database, file: string): void {
  let found: unknown
  try {
    found = database.pragma('quick_check(1)', { simple: true })
  } catch (error) {
    // A locked or unreadable file is an outage, told as one by the caller.
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test(code)) throw error
    found = error instanceof Error ? error.message : error
  }
  if (found === 'ok') return
  throw new Error(
    `The database ${file} is damaged (${String(found).replace(/\s+/g, ' ')}). Nothing was changed. Stop the site, keep the file and its -wal and -shm aside together, ` +
      'and put a backup in their place; without one, "sqlite3 copy.sqlite .recover" (3.51.3 or newer, on a copy) saves what can be read.',
  )
}
