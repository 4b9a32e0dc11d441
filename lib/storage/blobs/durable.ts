import { mkdir, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { hasCode } from './filesystem-errors.ts'

/** Flushes a file's bytes, or a folder's entries, to disk. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Creates a folder with its parents; it survives a power failure when resolved. One level at a time, since Node's recursive `mkdir`
 * reports a read-only disk as ENOENT.
 */
export async function makeDurableFolder(path: string): Promise<void> {
  const folder = resolve(path)
  const parent = dirname(folder)
  try {
    await mkdir(folder)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      await makeDurableFolder(parent)
      return await makeDurableFolder(folder)
    }
    if (!hasCode(error, 'EEXIST')) throw error
  }
  // Also if it existed: another process may have just created it without a sync so far.
  await syncPath(parent)
}
