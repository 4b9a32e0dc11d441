import { chmod, lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** What the site makes in DATA_DIR and `npm run backup` in its folder. */
const ours =
  /^(?:blobs|tmp|compiled|paparazza\.sqlite(?:-wal|-shm)?|secrets\.key|making-.*|\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)$/

/**
 * From now on everything that this process creates is for its user alone (folders 0700, files 0600), and so is what an earlier version
 * has left in `folder`. The folder itself is only changed if nothing else is in it: it might be a shared one.
 */
export async function keepPrivate(folder: string): Promise<void> {
  process.umask(0o077)
  const names = await readdir(folder).catch(() => [])
  const own = names.filter((name) => ours.test(name))
  for (const name of own) await restrict(join(folder, name))
  if (own.length > 0 && own.length === names.length) await restrict(folder)
}

async function restrict(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => null)
  if (stats === null || stats.isSymbolicLink() || stats.uid !== process.getuid?.()) return
  // Some filesystems have no modes, and reject the change.
  if ((stats.mode & 0o077) !== 0) await chmod(path, stats.mode & 0o7700).catch(() => undefined)
}
