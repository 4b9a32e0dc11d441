import { existsSync, lstatSync, statSync } from 'node:fs'
import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import type { BlobStore } from '#lib/images/blob-store.ts'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { makeDurableFolder, syncPath } from '#lib/storage/blobs/filesystem.ts'
import { openTemporaryFolder } from '#lib/storage/blobs/temporary-folder.ts'
import { released } from '#lib/storage/db/migrate.ts'
import { openSqlite } from '#lib/storage/db/open-sqlite.ts'
import { createStore } from '#lib/storage/db/open-store.ts'
import { addKeys, keyFileName, readKeyFile } from '#lib/storage/db/secrets/key-file.ts'
import { createKeyring } from '#lib/storage/db/secrets/keyring.ts'
import type { SecretsKey } from '#lib/storage/db/secrets/secrets-key.ts'
import { copyPicture } from './copy-picture.ts'
import { copyRows } from './copy-rows.ts'
import { listPictures } from './delete-old-backups.ts'
import {
  databaseName,
  formatBackupName,
  listBackups,
  type Manifest,
  readManifest,
} from './manifest.ts'
import { noteBackup } from './note-backup.ts'
import { openArchive } from './open-archive.ts'
import { getDatabaseFile, openBlobs, openDatabase, type StoreLocation } from './open-parts.ts'

export interface RestoreResult extends Manifest {
  name: string
  pictures: number
  /** Pictures that are missing or damaged in the backup. */
  lost: string[]
  /** Channels whose secrets neither the backup's key file nor the environment decrypts. */
  unreadable: string[]
}

/**
 * Restores a backup into an empty store: SQLite or Postgres, whichever the backup is from. Copies the pictures first and the rows
 * last, so that no site serves a half-restored store, and an interrupted restore can be repeated.
 * @param path a folder of backups, or the archive of one
 * @param name of the backup; `null` for the newest
 * @param options `movesAside`: an existing SQLite database is kept in another folder instead of being in the way
 * @throws Error when there is no such backup, it is damaged, or the store isn't empty or in use; nothing has changed then
 */
export async function restoreBackup(
  location: StoreLocation,
  path: string,
  name: string | null,
  { movesAside = false } = {},
): Promise<RestoreResult> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    return await restoreFrom(location, { folder: path, name, movesAside })
  const archive = await openArchive(path, await openTemporaryFolder(location.dataDir))
  try {
    return await restoreFrom(location, { ...archive, name, movesAside })
  } finally {
    await archive.close()
  }
}

interface Source {
  folder: string
  /** Its pictures, where they aren't in the folder. */
  blobs?: Pick<BlobStore, 'openFile'>
  name: string | null
  movesAside: boolean
}

async function restoreFrom(
  location: StoreLocation,
  { folder, blobs, name, movesAside }: Source,
): Promise<RestoreResult> {
  const names = existsSync(folder) ? await listBackups(folder) : []
  const chosen = name === null ? names.at(-1) : names.find((each) => each === name)
  if (chosen === undefined)
    throw new Error(
      names.length === 0
        ? `There is no backup in ${folder}.`
        : `There is no backup "${name}" in ${folder}, but: ${names.join(', ')}.`,
    )
  const backup = join(folder, chosen)
  const manifest = await readManifest(backup)
  const keys = await readKeyFile(backup)
  if (movesAside && location.database.kind === 'sqlite') await moveAside(location.dataDir)
  else await requireEmpty(location)

  const hashes = listPictures(backup)
  const from = blobs ?? (await openDiskBlobs(folder))
  const to = await openBlobs(location)
  const temporaryDir = await openTemporaryFolder(location.dataDir)
  const lost: string[] = []
  for (const sha256 of hashes) {
    const result = await copyPicture(sha256, from, to, temporaryDir)
    if (result === 'missing' || result === 'damaged') lost.push(sha256)
  }
  if (location.database.kind === 'sqlite') {
    await addKeys(location.dataDir, keys)
    await restoreSqlite(location, backup)
  } else await restorePostgres(location, backup)
  const unreadable = await sealRestored(location, keys)
  await noteBackup(location, lost.length, new Date(manifest.createdAt))
  return { ...manifest, name: chosen, pictures: hashes.length, lost, unreadable }
}

/**
 * Encrypts the secrets as this store has them: with its own key, or with none. A backup of an earlier version keeps its tables, for a
 * rollback: the next start of the site encrypts its secrets.
 */
async function sealRestored(
  location: StoreLocation,
  keys: readonly SecretsKey[],
): Promise<string[]> {
  const { database: options, dataDir, secretsKeys = [] } = location
  if (options.kind === 'sqlite' && !isMigrated(getDatabaseFile(dataDir))) return []
  const database = await openDatabase(location)
  const folder = options.kind === 'sqlite' ? dataDir : null
  const store = createStore(database, createKeyring(database, secretsKeys, folder, keys))
  return await store.notifications
    .sealSecrets()
    .then(({ unreadable }) => unreadable)
    .finally(store.close)
}

function isMigrated(file: string): boolean {
  const rows = new BetterSqlite(file, { readonly: true })
  try {
    return rows.prepare('select max(number) from migrations').pluck().get() === released.length
  } finally {
    rows.close()
  }
}

/** @throws Error when the store has data: a restore never overwrites, there is no option for it */
async function requireEmpty(location: StoreLocation): Promise<void> {
  if (location.database.kind === 'sqlite') {
    const file = getDatabaseFile(location.dataDir)
    for (const each of [file, `${file}-wal`, `${file}-shm`])
      if (existsSync(each))
        throw new Error(
          `${each} exists. Nothing was changed. Stop the site and repeat this with --move-aside, or set DATA_DIR to an empty folder.`,
        )
    await readKeyFile(location.dataDir)
    return
  }
  const database = await openDatabase(location)
  try {
    for (const [table, what] of [
      ['printers', 'printers'],
      ['owner', 'an owner'],
    ] as const) {
      const any = await database.read((db) =>
        db.selectFrom(table).select('id').limit(1).executeTakeFirst(),
      )
      if (any !== undefined)
        throw new Error(
          `The database of DATABASE_URL has ${what} already. Nothing was changed. Restore into an empty database.`,
        )
    }
  } finally {
    await database.close()
  }
}

/** Its pictures stay: they are named by their content. Its keys, too, where they are readable. @throws Error while another process has the database open */
async function moveAside(dataDir: string): Promise<void> {
  const file = getDatabaseFile(dataDir)
  const keys = await readKeyFile(dataDir).catch(() => null)
  const all = [`${file}-shm`, `${file}-wal`, file]
  if (keys === null) all.push(join(dataDir, keyFileName))
  const moved = all.filter((each) => lstatSync(each, { throwIfNoEntry: false }) !== undefined)
  if (moved.length === 0) return
  if (existsSync(file) && isOpenElsewhere(file))
    throw new Error(`${file} is in use. Nothing was changed. Stop the site, then repeat this.`)
  const folder = join(dataDir, `replaced-${formatBackupName(new Date())}`)
  await makeDurableFolder(folder)
  for (const each of moved) await rename(each, join(folder, basename(each)))
  if (keys !== null) await addKeys(folder, keys)
  await syncPath(dataDir)
}

function isOpenElsewhere(file: string): boolean {
  try {
    const database = new BetterSqlite(file, { timeout: 0 })
    try {
      database.pragma('locking_mode = exclusive')
      database.exec('begin exclusive; rollback')
    } finally {
      database.close()
    }
    return false
  } catch (error) {
    // A damaged one is moved aside too.
    return error instanceof BetterSqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')
  }
}

async function restoreSqlite({ dataDir }: StoreLocation, backup: string): Promise<void> {
  await makeDurableFolder(dataDir)
  const file = getDatabaseFile(dataDir)
  const draft = `${file}.restoring`
  await copyFile(join(backup, databaseName), draft)
  await syncPath(draft)
  await rename(draft, file)
  await syncPath(dataDir)
}

async function restorePostgres(location: StoreLocation, backup: string): Promise<void> {
  // Opens a copy, because opening a database migrates it to this version.
  const folder = await mkdtemp(join(await openTemporaryFolder(location.dataDir), 'restore-'))
  try {
    await copyFile(join(backup, databaseName), getDatabaseFile(folder))
    await copyRows(await openSqlite({ dataDir: folder }), await openDatabase(location))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
