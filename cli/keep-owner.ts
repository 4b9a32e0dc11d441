import { lchown, lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

interface Owner {
  uid: number
  gid: number
}

/**
 * Runs a command's work. As root, what it made in folders of another user belongs to that user afterwards, also after an error:
 * otherwise the site could no longer write there. New folders are root's.
 */
export async function keepOwner<T>(folders: readonly string[], work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return await work()
  const owners = await Promise.all(folders.map((folder) => stat(folder).catch(() => null)))
  try {
    return await work()
  } finally {
    for (const [index, folder] of folders.entries()) {
      const owner = owners[index]
      if (owner && owner.uid !== 0) await giveRootsFiles(folder, owner)
    }
  }
}

async function giveRootsFiles(folder: string, owner: Owner): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    // A running site may have deleted it meanwhile.
    const stats = await lstat(path).catch(() => null)
    if (stats?.uid === 0) await lchown(path, owner.uid, owner.gid)
    if (stats?.isDirectory()) await giveRootsFiles(path, owner)
  }
}
