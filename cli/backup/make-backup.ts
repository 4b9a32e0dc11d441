import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { makeDurableFolder, syncPath } from '#lib/storage/blobs/durable.ts'
import { openTemporaryFolder } from '#lib/storage/blobs/temporary-folder.ts'
import type { Database } from '#lib/storage/db/database.ts'
import { openSqlite } from '#lib/storage/db/open-sqlite.ts'
import { copyPicture } from './copy-picture.ts'
import { copyRows } from './copy-rows.ts'
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
  /** Rows whose picture is lost or damaged where the site keeps it; they are in the backup without it. */
  faults: { sha256: string; fault: 'missing' | 'damaged' }[]
}

/** Nobody is still at work on what is this old. */
const abandonedAfterMs = 24 * 60 * 60 * 1000

/**
 * Backs a running site up. Rows first, as of one moment, then their pictures: the site does it the other way round (bytes before
 * row), so that every row's picture is there, or was forgotten meanwhile, which is then forgotten here, too.
 *
 * Durable when resolved; before that there is no backup of this name.
 * @throws Error, DomainError where the store can't be read or the folder can't be written
 */
export async function makeBackup(
  place: StoreLocation,
  folder: string,
  now: Date = new Date(),
): Promise<BackupResult> {
  await makeDurableFolder(folder)
  await clearAbandoned(folder, now)
  const name = formatBackupName(now)
  const making = join(folder, `making-${name}`)
  await mkdir(making)
  try {
    await writeDatabase(place, making)
    const pictures = await writePictures(place, folder, making)
    const facts = await writeManifest(place, making, now)
    await syncPath(making)
    const path = join(folder, name)
    await rename(making, path)
    await syncPath(folder)
    return { path, ...facts, ...pictures }
  } catch (error) {
    await rm(making, { recursive: true, force: true })
    throw error
  }
}

async function writeDatabase(place: StoreLocation, making: string): Promise<void> {
  const file = join(making, databaseName)
  if (place.database.kind === 'sqlite') {
    // SQLite's own copy of a database in use. Files that are copied beside it would miss what its log holds.
    const source = new BetterSqlite(getDatabaseFile(place.dataDir), {
      readonly: true,
      fileMustExist: true,
      timeout: 10_000,
    })
    try {
      source.prepare('vacuum into ?').run(file)
    } finally {
      source.close()
    }
    return
  }
  const source = await openDatabase(place)
  const target = await openSqlite({ dataDir: making })
  try {
    await copyRows(source, target)
  } finally {
    await Promise.all([source.close(), target.close()])
  }
  await rename(getDatabaseFile(making), file)
}

async function writePictures(place: StoreLocation, folder: string, making: string) {
  const from = await openBlobs(place)
  const to = await openDiskBlobs(folder)
  const temporaryDir = await openTemporaryFolder(folder)
  const rows = new BetterSqlite(join(making, databaseName))
  const faults: BackupResult['faults'] = []
  let copied = 0
  let live: Database | null = null
  try {
    const hashes = rows.prepare('select distinct sha256 from snapshots').pluck().all() as string[] // text, by the table
    for (const sha256 of hashes) {
      const fate = await copyPicture(sha256, from, to, temporaryDir)
      if (fate === 'copied') copied++
      if (fate !== 'missing' && fate !== 'damaged') continue
      live ??= await openDatabase(place)
      if (await hasSnapshot(live, sha256)) faults.push({ sha256, fault: fate })
      else rows.prepare('delete from snapshots where sha256 = ?').run(sha256)
    }
    rows.pragma('journal_mode = DELETE')
    return { pictures: hashes.length, copied, faults }
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

async function writeManifest(place: StoreLocation, making: string, now: Date) {
  const file = join(making, databaseName)
  const rows = new BetterSqlite(file, { readonly: true })
  const count = (table: string) =>
    Number(rows.prepare(`select count(*) from ${table}`).pluck().get())
  const facts = { printers: count('printers'), snapshots: count('snapshots') }
  rows.close()
  await syncPath(file)
  const manifest: Manifest = {
    format: 1,
    createdAt: now.toISOString(),
    database: { sha256: await hashFile(file), from: place.database.kind },
    ...facts,
  }
  await writeFile(join(making, manifestName), `${JSON.stringify(manifest, null, 2)}\n`)
  await syncPath(join(making, manifestName))
  return facts
}

async function clearAbandoned(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('making-')) continue
    const path = join(folder, name)
    if (now.getTime() - (await stat(path)).mtimeMs > abandonedAfterMs)
      await rm(path, { recursive: true, force: true })
  }
}
