import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { makeDurableFolder, syncPath } from '#lib/storage/blobs/filesystem.ts'
import { keepPrivate } from '#lib/storage/blobs/keep-private.ts'
import { openTemporaryFolder } from '#lib/storage/blobs/temporary-folder.ts'
import type { Database } from '#lib/storage/db/database.ts'
import { openSqlite } from '#lib/storage/db/open-sqlite.ts'
import { addKeys, readKeyFile } from '#lib/storage/db/secrets/key-file.ts'
import { type CopyResult, copyPicture } from './copy-picture.ts'
import { copyRows, notCopied } from './copy-rows.ts'
import {
  databaseName,
  formatBackupName,
  hashFile,
  type Manifest,
  manifestName,
} from './manifest.ts'
import { getDatabaseFile, openBlobs, openDatabase, type StoreLocation } from './open-parts.ts'

export interface BackupResult {
  /** Folder of this backup. */
  path: string
  printers: number
  pictures: number
  /** Pictures that no backup had yet. */
  copied: number
  /** Pictures that the site has lost; the backup has only their rows. */
  lost: { sha256: string; problem: 'missing' | 'damaged' }[]
  /** Why it lacks the keys of the channels' secrets. */
  keyProblem: string | null
}

/** An unfinished backup of this age was interrupted. */
const abandonedAfterMs = 24 * 60 * 60 * 1000

/**
 * Backs up a running site. Copies the rows as of one moment first, then their pictures. The site writes in the opposite order (bytes
 * before row), so every row's picture exists, unless retention deleted both meanwhile; then the row is deleted from the backup too.
 *
 * Durable when resolved; until then no backup of this name exists.
 * @throws Error, DomainError when the store can't be read or the folder can't be written
 */
export async function makeBackup(
  location: StoreLocation,
  folder: string,
  now: Date = new Date(),
): Promise<BackupResult> {
  await keepPrivate(folder)
  await makeDurableFolder(folder)
  await clearAbandoned(folder, now)
  const name = formatBackupName(now)
  const draft = join(folder, `making-${name}`)
  await mkdir(draft)
  try {
    const keyProblem = await writeDatabase(location, draft)
    const pictures = await writePictures(location, folder, draft)
    const counts = await writeManifest(location, draft, now)
    await syncPath(draft)
    const path = join(folder, name)
    await rename(draft, path)
    await syncPath(folder)
    return { path, keyProblem, ...counts, ...pictures }
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

/**
 * With the file of its keys, where there is one.
 * @param draft the folder of the copy
 * @returns why the keys are missing, or `null`
 */
export async function writeDatabase(
  location: StoreLocation,
  draft: string,
): Promise<string | null> {
  const file = join(draft, databaseName)
  if (location.database.kind === 'sqlite') {
    // SQLite's own way to copy a database in use. A copy of the file would lack what is in the write-ahead log.
    const source = new BetterSqlite(getDatabaseFile(location.dataDir), {
      readonly: true,
      fileMustExist: true,
      timeout: 10_000,
    })
    try {
      source.prepare('vacuum into ?').run(file)
    } finally {
      source.close()
    }
    deleteSessions(file)
    // After the rows: whatever they are encrypted with is in the file by then.
    const keys = await readKeyFile(location.dataDir).catch((error: Error) => error.message)
    if (typeof keys === 'string') return keys
    await addKeys(draft, keys)
    return null
  }
  await copyRows(await openDatabase(location), await openSqlite({ dataDir: draft }))
  await rename(getDatabaseFile(draft), file)
  return null
}

/** As in a copy of the rows: what begins a session, or is one, may have been ended before it is restored. */
function deleteSessions(file: string): void {
  const rows = new BetterSqlite(file)
  const tables = rows.prepare("select name from sqlite_schema where type = 'table'").pluck().all()
  for (const table of notCopied) if (tables.includes(table)) rows.exec(`delete from ${table}`)
  rows.close()
}

async function writePictures(location: StoreLocation, folder: string, draft: string) {
  const from = await openBlobs(location)
  const to = await openDiskBlobs(folder)
  const temporaryDir = await openTemporaryFolder(folder)
  return await copyPictures(location, draft, (sha256) =>
    copyPicture(sha256, from, to, temporaryDir),
  )
}

/** Hashes that are in memory at the same time. */
const pageLength = 1000

/**
 * Copies the pictures of a backup's rows. The rows of those that the site has deleted meanwhile are deleted too.
 * @param draft the folder with the rows
 */
export async function copyPictures(
  location: StoreLocation,
  draft: string,
  copy: (sha256: string) => Promise<CopyResult>,
): Promise<Pick<BackupResult, 'pictures' | 'copied' | 'lost'>> {
  const rows = new BetterSqlite(join(draft, databaseName))
  const page = rows
    .prepare('select distinct sha256 from snapshots where sha256 > ? order by sha256 limit ?')
    .pluck()
  const lost: BackupResult['lost'] = []
  let [pictures, copied, last] = [0, 0, '']
  let live: Database | null = null
  try {
    for (;;) {
      const hashes = page.all(last, pageLength) as string[] // text, by the table
      for (const sha256 of hashes) {
        const result = await copy(sha256)
        if (result === 'copied') copied++
        if (result !== 'missing' && result !== 'damaged') continue
        live ??= await openDatabase(location)
        if (await hasSnapshot(live, sha256)) lost.push({ sha256, problem: result })
        else rows.prepare('delete from snapshots where sha256 = ?').run(sha256)
      }
      pictures += hashes.length
      last = hashes.at(-1) ?? ''
      if (hashes.length < pageLength) break
    }
    rows.pragma('journal_mode = DELETE')
    return { pictures, copied, lost }
  } finally {
    rows.close()
    await live?.close()
  }
}

async function hasSnapshot(database: Database, sha256: string): Promise<boolean> {
  const row = await database.read((db) =>
    db
      .selectFrom('snapshots')
      .select('id')
      .where('sha256', '=', sha256)
      .limit(1)
      .executeTakeFirst(),
  )
  return row !== undefined
}

/** @param draft the folder with the rows, which don't change any more */
export async function writeManifest(location: StoreLocation, draft: string, now: Date) {
  const file = join(draft, databaseName)
  const rows = new BetterSqlite(file, { readonly: true })
  const count = (table: string) =>
    Number(rows.prepare(`select count(*) from ${table}`).pluck().get())
  const counts = { printers: count('printers'), snapshots: count('snapshots') }
  rows.close()
  await syncPath(file)
  const manifest: Manifest = {
    format: 1,
    createdAt: now.toISOString(),
    database: { sha256: await hashFile(file), from: location.database.kind },
    ...counts,
  }
  await writeFile(join(draft, manifestName), `${JSON.stringify(manifest, null, 2)}\n`)
  await syncPath(join(draft, manifestName))
  return counts
}

async function clearAbandoned(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('making-')) continue
    const path = join(folder, name)
    if (now.getTime() - (await stat(path)).mtimeMs > abandonedAfterMs)
      await rm(path, { recursive: true, force: true })
  }
}
