import { randomUUID } from 'node:crypto'
import { access, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type BlobStore, checkPrefix, parseKey } from '#lib/images/blob-store.ts'
import { hasCode, makeDurableFolder, syncPath, takeTurn, withDiskErrors } from './filesystem.ts'
import { openTemporaryFolder } from './temporary-folder.ts'

/**
 * Stores blobs below `DATA_DIR/blobs`: `original/<2 hex>/<sha256>` and `variant/<2 hex>/<sha256>.<width>.<format>`.
 * The 256 folders of each kind are never deleted, so no upload can move a file into a folder that is being removed.
 * @throws DomainError `storage-unavailable`, `insufficient-storage`
 */
export async function openDiskBlobs(dataDir: string): Promise<BlobStore> {
  const root = join(dataDir, 'blobs')
  const temporary = await openTemporaryFolder(dataDir)
  await withDiskErrors(() => makeDurableFolder(root))
  const folders = new Map<string, Promise<void>>()

  /** Once per folder and process; retried at the next call after a failure. */
  function prepareFolder(folder: string): Promise<void> {
    const existing = folders.get(folder)
    if (existing) return existing
    const created = makeDurableFolder(join(root, folder, '..')).then(() =>
      makeDurableFolder(join(root, folder)),
    )
    folders.set(folder, created)
    created.catch(() => folders.delete(folder))
    return created
  }

  return {
    putFile: (key, temporaryPath) =>
      withDiskErrors(async () => {
        const { folder, path } = locate(root, key)
        await syncPath(temporaryPath)
        await prepareFolder(folder)
        await takeTurn(() => rename(temporaryPath, path)).catch((error: unknown) => {
          // The folder may have been removed meanwhile: the next call creates it again.
          folders.delete(folder)
          throw error
        })
        await syncPath(join(root, folder))
      }),
    get: (key) => withDiskErrors(() => orNull(readFile(locate(root, key).path))),
    openFile: (key) =>
      withDiskErrors(async () => {
        const { path } = locate(root, key)
        if ((await orNull(access(path))) === null) return null
        return { path, release: async () => undefined }
      }),
    has: (key) =>
      withDiskErrors(async () => (await orNull(access(locate(root, key).path))) !== null),
    delete: (key) => withDiskErrors(() => rm(locate(root, key).path, { force: true })),
    list: (prefix) => list(root, prefix),
    checkWritable: () => withDiskErrors(() => checkWritable(temporary)),
  }
}

function locate(root: string, key: string): { folder: string; path: string } {
  const { kind, sha256, name } = parseKey(key)
  const folder = join(kind, sha256.slice(0, 2))
  // The comment keeps the build from tracing every folder that this could be.
  return {
    folder,
    path: join(
      /* turbopackIgnore: true */ root,
      folder,
      name === '' ? sha256 : `${sha256}.${name}`,
    ),
  }
}

async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

async function* list(root: string, prefix: string): ReturnType<BlobStore['list']> {
  checkPrefix(prefix)
  for (const folder of await listFolders(root, prefix)) {
    const names = (await withDiskErrors(() => orNull(readdir(join(root, folder))))) ?? []
    for (const file of names) {
      const key = toKey(folder, file)
      const stats = key?.startsWith(prefix)
        ? await withDiskErrors(() => orNull(stat(join(root, folder, file))))
        : null
      if (key && stats) yield { key, bytes: stats.size, modifiedAt: stats.mtime }
    }
  }
}

async function listFolders(root: string, prefix: string): Promise<string[]> {
  const [kind, sha256] = prefix.split('/')
  if (kind && sha256) return [join(kind, sha256.slice(0, 2))]
  const folders: string[] = []
  for (const each of kind ? [kind] : ['original', 'variant'])
    for (const shard of (await withDiskErrors(() => orNull(readdir(join(root, each))))) ?? [])
      folders.push(join(each, shard))
  return folders
}

function toKey(folder: string, file: string): string | null {
  const key = folder.startsWith('original')
    ? `original/${file}`
    : `variant/${file.replace('.', '/')}`
  try {
    parseKey(key)
  } catch {
    // Not a blob: must not be listed, because the sweep deletes listed blobs.
    return null
  }
  return key
}

/** Writes bytes, since a full disk still creates empty files. */
async function checkWritable(temporary: string): Promise<void> {
  const path = join(temporary, `check-${randomUUID()}`)
  try {
    const handle = await open(path, 'wx')
    try {
      await handle.writeFile(Buffer.alloc(4096, 1))
      await takeTurn(() => handle.sync())
    } finally {
      await handle.close()
    }
  } finally {
    await rm(path, { force: true })
  }
}
