import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type BlobStore, parseKey } from '#lib/images/blob-store.ts'
import { keyFileName } from '#lib/storage/db/secrets/key-file.ts'
import { databaseName, manifestName, toPicturePath } from './manifest.ts'
import { extractEntry, listTarEntries, type TarEntry } from './tar.ts'

export interface OpenArchive {
  /** With the rows and the manifest of the archive's backups, as a folder of backups. */
  folder: string
  /** Its pictures, each in a temporary file while it is open. */
  blobs: Pick<BlobStore, 'openFile'>
  close(): Promise<void>
}

/**
 * Opens the archive of a backup, as the admin area makes it, so that it needs no second copy on the disk.
 * @param temporaryDir for what is read of it
 * @throws Error when it isn't one, or is incomplete
 */
export async function openArchive(path: string, temporaryDir: string): Promise<OpenArchive> {
  const file = await open(path)
  const folder = await mkdtemp(join(temporaryDir, 'archive-'))
  const close = async () => {
    await file.close()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const pictures = new Map<string, TarEntry>()
    for (const entry of await listTarEntries(file)) {
      const [name = '', parent = ''] = entry.name.split('/').toReversed()
      if (/^[0-9a-f]{64}$/.test(name) && entry.name.endsWith(`/${toPicturePath(name)}`))
        pictures.set(name, entry)
      if (![databaseName, manifestName, keyFileName].includes(name)) continue
      await mkdir(join(folder, basename(parent)), { recursive: true })
      await extractEntry(file, entry, join(folder, basename(parent), name))
    }
    return {
      folder,
      close,
      blobs: {
        async openFile(key) {
          const entry = pictures.get(parseKey(key).sha256)
          if (entry === undefined) return null
          const copy = join(folder, randomUUID())
          await extractEntry(file, entry, copy)
          return { path: copy, release: () => rm(copy, { force: true }) }
        },
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
