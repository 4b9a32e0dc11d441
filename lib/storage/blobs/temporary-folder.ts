import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDurableFolder } from './durable.ts'
import { hasCode, withDiskErrors } from './filesystem-errors.ts'

/** Nothing that is still wanted is this old: an upload and what is made of it are done in minutes. */
const leftoverAfterMs = 60 * 60 * 1000

/** Where uploads and half-made files lie until they are moved in: on the blobs' own filesystem, so that the move is a rename. */
export function getTemporaryFolder(dataDir: string): string {
  return join(dataDir, 'tmp')
}

/**
 * Makes the temporary folder and clears away what crashes have left in it; other processes' work of the last hour stays.
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
        await rm(path, { recursive: true, force: true })
    }
    return folder
  })
}

async function getModifiedAt(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs
  } catch (error) {
    // Another process has finished with it meanwhile.
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}
