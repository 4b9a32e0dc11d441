import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { makeDurableFolder, syncPath } from '#lib/storage/blobs/durable.ts'
import { openTemporaryFolder } from '#lib/storage/blobs/temporary-folder.ts'
import { openSqlite } from '#lib/storage/db/open-sqlite.ts'
import { copyPicture } from './copy-picture.ts'
import { copyRows } from './copy-rows.ts'
import { listPictures } from './keep-backups.ts'
import { databaseName, listBackups, type Manifest, readManifest } from './manifest.ts'
import { getDatabaseFile, openBlobs, openDatabase, type StoreLocation } from './open-parts.ts'

export interface RestoreResult extends Manifest {
  name: string
  pictures: number
  /** In the backup's rows, but not or damaged in its pictures. */
  faults: string[]
}

/**
 * Brings a backup into an empty store, of either kind, whichever it came from. Pictures first, rows last: until then there is
 * no site to see half of it, and the same command can be given again.
 * @param name of the backup; `null` for the newest
 * @throws Error where there is no such backup, it is damaged, or the store isn't empty; nothing has changed then
 */
export async function restoreBackup(
  place: StoreLocation,
  folder: string,
  name: string | null,
): Promise<RestoreResult> {
  const names = existsSync(folder) ? await listBackups(folder) : []
  const chosen = name === null ? names.at(-1) : names.find((each) => each === name)
  if (chosen === undefined)
    throw new Error(
      names.length === 0
        ? `There is no backup in ${folder}.`
        : `There is no backup "${name}" in ${folder}. There are: ${names.join(', ')}.`,
    )
  const backup = join(folder, chosen)
  const manifest = await readManifest(backup)
  await refuseFull(place)

  const hashes = listPictures(backup)
  const from = await openDiskBlobs(folder)
  const to = await openBlobs(place)
  const temporaryDir = await openTemporaryFolder(place.dataDir)
  const faults: string[] = []
  for (const sha256 of hashes) {
    const fate = await copyPicture(sha256, from, to, temporaryDir)
    if (fate === 'missing' || fate === 'damaged') faults.push(sha256)
  }
  if (place.database.kind === 'sqlite') await placeSqlite(place, backup)
  else await fillPostgres(place, backup)
  return { ...manifest, name: chosen, pictures: hashes.length, faults }
}

/** What is there is never overwritten, not even on request: whoever means it moves it away. */
async function refuseFull(place: StoreLocation): Promise<void> {
  if (place.database.kind === 'sqlite') {
    const file = getDatabaseFile(place.dataDir)
    for (const each of [file, `${file}-wal`, `${file}-shm`])
      if (existsSync(each))
        throw new Error(
          `${each} is there. Nothing was changed. Stop the site, move it away with its -wal and -shm, or set DATA_DIR to an empty folder.`,
        )
    return
  }
  const database = await openDatabase(place)
  try {
    const any = await database.read((db) =>
      db.selectFrom('printers').select('id').limit(1).executeTakeFirst(),
    )
    if (any !== undefined)
      throw new Error(
        'The database of DATABASE_URL has printers already. Nothing was changed. Restore into an empty one.',
      )
  } finally {
    await database.close()
  }
}

async function placeSqlite({ dataDir }: StoreLocation, backup: string): Promise<void> {
  await makeDurableFolder(dataDir)
  const file = getDatabaseFile(dataDir)
  const making = `${file}.restoring`
  await copyFile(join(backup, databaseName), making)
  await syncPath(making)
  await rename(making, file)
  await syncPath(dataDir)
}

async function fillPostgres(place: StoreLocation, backup: string): Promise<void> {
  // A copy, because opening it brings its tables to this version.
  const folder = await mkdtemp(join(await openTemporaryFolder(place.dataDir), 'restore-'))
  try {
    await copyFile(join(backup, databaseName), getDatabaseFile(folder))
    const source = await openSqlite({ dataDir: folder })
    const target = await openDatabase(place)
    try {
      await copyRows(source, target)
    } finally {
      await Promise.all([source.close(), target.close()])
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
