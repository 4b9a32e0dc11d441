import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat, statfs, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { sql } from 'kysely'
import { DomainError } from '#lib/core/errors.ts'
import { openTemporaryFolder } from '#lib/storage/blobs/temporary-folder.ts'
import { keyFileName } from '#lib/storage/db/secrets/key-file.ts'
import { readPicture } from './copy-picture.ts'
import { type BackupResult, copyPictures, writeDatabase, writeManifest } from './make-backup.ts'
import { databaseName, formatBackupName, manifestName, toPicturePath } from './manifest.ts'
import { getDatabaseFile, openBlobs, openDatabase, type StoreLocation } from './open-parts.ts'
import { createTarWriter } from './tar.ts'

/** For what the site itself writes meanwhile. */
const reserveBytes = 64 * 1024 * 1024

const touchEveryMs = 10 * 60 * 1000

const readme = `A backup of a Paparazza site: its database and the pictures as they were sent. It contains what is private.

  npm run restore -- --from THIS_FILE.tar

restores it into an empty data folder. Unpacked, the folder is one of those that "npm run backup -- --to" makes.
`

/**
 * Writes a backup of a running site as one archive. Its files are those of a folder of backups, the manifest last: an archive that was
 * interrupted is none. Only the database is copied to the disk first.
 * @throws DomainError `insufficient-storage` before anything is written; Error when the archive is no longer read
 */
export async function writeArchive(
  location: StoreLocation,
  out: Writable,
  now: Date = new Date(),
): Promise<Omit<BackupResult, 'path' | 'keyProblem'>> {
  await requireSpace(location)
  const draft = await mkdtemp(join(await openTemporaryFolder(location.dataDir), 'backup-'))
  try {
    const name = formatBackupName(now)
    const tar = createTarWriter(out, now)
    const folder = `paparazza-${name}`
    await tar.addBytes(`${folder}/README.txt`, Buffer.from(readme))
    const keyProblem = await writeDatabase(location, draft)
    if (keyProblem !== null) throw new DomainError('storage-unavailable', keyProblem)
    const from = await openBlobs(location)
    const pictures = await copyPictures(location, draft, async (sha256) => {
      await keepYoung(draft)
      const bytes = await readPicture(sha256, from)
      if (typeof bytes === 'string') return bytes
      await tar.addBytes(`${folder}/${toPicturePath(sha256)}`, bytes)
      return 'copied'
    })
    const counts = await writeManifest(location, draft, now)
    for (const file of [keyFileName, databaseName, manifestName]) {
      const path = join(draft, file)
      if (!existsSync(path)) continue
      await tar.addFile(`${folder}/${name}/${file}`, path, (await stat(path)).size)
    }
    await tar.end()
    return { ...counts, ...pictures }
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** The folder of temporary files is cleared of what is an hour old. */
async function keepYoung(draft: string): Promise<void> {
  const { mtimeMs } = await stat(draft)
  if (Date.now() - mtimeMs > touchEveryMs) await utimes(draft, new Date(), new Date())
}

/** @throws DomainError `insufficient-storage` */
async function requireSpace(location: StoreLocation): Promise<void> {
  const { bavail, bsize } = await statfs(location.dataDir)
  const needed = (await measureDatabase(location)) + reserveBytes
  const free = bavail * bsize
  if (free >= needed) return
  const format = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`
  throw new DomainError(
    'insufficient-storage',
    `A backup needs ${format(needed)} of free disk for a copy of the database, and there are ${format(free)}. Free some, or run on the server: npm run backup -- --to FOLDER, a folder on another disk.`,
  )
}

/** What its copy takes at most. */
async function measureDatabase(location: StoreLocation): Promise<number> {
  if (location.database.kind === 'sqlite') {
    const file = getDatabaseFile(location.dataDir)
    const sizes = [file, `${file}-wal`].map((each) => stat(each).catch(() => ({ size: 0 })))
    return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0)
  }
  const database = await openDatabase(location)
  try {
    const { rows } = await database.read((db) =>
      sql<{ bytes: string }>`select pg_database_size(current_database()) as bytes`.execute(db),
    )
    return Number(rows[0]?.bytes ?? 0)
  } finally {
    await database.close()
  }
}
