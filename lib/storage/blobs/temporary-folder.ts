import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode, makeDurableFolder, withDiskErrors } from './filesystem.ts'

/** Files in use are younger: an upload and its processing take minutes. */
const leftoverAfterMs = 60 * 60 * 1000

/** For uploads and unfinished files. On the same filesystem as the blobs, so that storing one is a rename. */
export function getTemporaryFolder(dataDir: string): string {
  return join(dataDir, 'tmp')
}

/**
 * Creates the temporary folder and deletes files left behind by crashes; files of the last hour may belong to other processes.
 * @returns its path
 * @throws DomainError `storage-unavailable`, `insufficient-storage`
 */
export function openTemporaryFolder(dataDir: string, now: Date = new Date()): Promise<string> {
  return withDiskErrors(async () => {
    const folder = getTemporaryFolder(dataDir)
    await makeDurableFolder(folder)
    for (const name of await readdir(folder)) {
      const path = join(folder, name)
      const modifiedAt = await getModifiedAt(path)
      if (modifiedAt !== null && now.getTime() - modifiedAt > leftoverAfterMs)
        // A read-only disk is no reason not to start.
        await rm(path, { recursive: true, force: true }).catch(() => undefined)
    }
    return folder
  })
}

async function getModifiedAt(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs
  } catch (error) {
    // Another process has deleted it meanwhile.
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}
