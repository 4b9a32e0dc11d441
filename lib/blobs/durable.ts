import { mkdir, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** Flushes a file's bytes, or a folder's entries, to the disk itself. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes a folder with its parents; it survives a power cut when resolved. */
export async function makeDurableFolder(path: string): Promise<void> {
  const folder = resolve(path)
  const firstMade = await mkdir(folder, { recursive: true })
  // A folder that was there may have been made a moment ago by somebody who hasn't synced it yet.
  const top = dirname(firstMade ?? folder)
  for (let parent = dirname(folder); ; parent = dirname(parent)) {
    await syncPath(parent)
    if (parent === top || parent === dirname(parent)) return
  }
}
