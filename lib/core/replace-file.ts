import { chown, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** After a crash the temporary file of a change may be left; a change takes a moment. */
const abandonedMs = 10_000
const readOnlyCodes = ['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'ENOENT']

/** Whether an error says that a folder can't be written. */
export function isReadOnly(error: unknown): boolean {
  return readOnlyCodes.includes((error as NodeJS.ErrnoException).code ?? '') // all errors are objects
}

/**
 * Replaces a file at once: whoever reads it sees the old text or the new one. Mode and owner stay. The temporary file has one name, so
 * that of two changes at a time, from whichever process or replica, one is rejected.
 * @param isCurrent whether the file is still the one that was changed
 * @param record writes the entry of the log; called when nothing but the renaming can fail any more
 * @returns `changed` and `read-only`: nothing was written
 */
export async function replaceFile(
  target: string,
  text: string,
  isCurrent: () => Promise<boolean>,
  record: () => Promise<void> = async () => undefined,
): Promise<'written' | 'changed' | 'read-only'> {
  const temporary = join(dirname(target), `.${basename(target)}.new`)
  const before = await stat(target).catch(absentAsNull)
  await removeAbandoned(temporary)
  try {
    const file = await open(temporary, 'wx', 0o644)
    try {
      await file.writeFile(text)
      if (before !== null) await file.chmod(before.mode & 0o7777)
      await file.sync()
    } finally {
      await file.close()
    }
    // Only root may give a file away.
    const { uid, gid } = before ?? (await stat(dirname(target)))
    await chown(temporary, uid, gid).catch(() => undefined)
    const isStill = await isCurrent()
    if (isStill) {
      await record()
      await rename(temporary, target)
      return 'written'
    }
    await rm(temporary, { force: true }).catch(() => undefined)
    return 'changed'
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'changed'
    await rm(temporary, { force: true }).catch(() => undefined)
    if (isReadOnly(error)) return 'read-only'
    throw error
  }
}

async function removeAbandoned(temporary: string): Promise<void> {
  const found = await stat(temporary).catch(() => null)
  if (found !== null && Date.now() - found.mtimeMs > abandonedMs)
    await rm(temporary, { force: true }).catch(() => undefined)
}

export function absentAsNull(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
