import { mkdir, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { hasCode } from './filesystem-errors.ts'

/** Flushes a file's bytes, or a folder's entries, to the disk itself. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Makes a folder with its parents; it survives a power cut when resolved. Step by step, since node's recursive `mkdir` tells a read-only
 * disk as ENOENT.
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
  // Where it was there already, too: somebody may have made it a moment ago and not synced it yet.
  await syncPath(parent)
}
