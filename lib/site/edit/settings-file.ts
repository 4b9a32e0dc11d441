import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, chown, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DomainError } from '#lib/core/errors.ts'
import { settingsFile } from '../site.ts'

export interface SettingsText {
  /** Empty where there is no file. */
  text: string
  /** Of the bytes. */
  version: string
  /** If not, `text` has lost some of its letters. */
  isUtf8: boolean
}

/** @throws Error where the file is there and can't be read */
export async function readSettingsText(contentDir: string): Promise<SettingsText> {
  const bytes = await readFile(join(contentDir, settingsFile)).catch(absentAsNull)
  return {
    text: bytes?.toString('utf8') ?? '',
    isUtf8: bytes === null || isUtf8(bytes),
    version: createHash('sha256')
      .update(bytes ?? 'absent')
      .digest('base64url')
      .slice(0, 22),
  }
}

/** Whether the file can be replaced. */
export async function isWritable(contentDir: string): Promise<boolean> {
  const target = await findTarget(contentDir)
  if (target === null) return false
  const { W_OK, X_OK } = constants
  return await access(dirname(target), W_OK | X_OK).then(
    () => true,
    () => false,
  )
}

/** After a crash the temporary file of a change may be left; a change takes a moment. */
const abandonedMs = 10_000
const readOnlyCodes = ['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'ENOENT']

/**
 * Replaces `site.yaml` at once: whoever reads it sees the old text or the new one. Mode and owner stay; a symbolic link leads to the
 * new file. The temporary file has one name, so that of two changes at a time, from whichever process or replica, one is rejected.
 * @param version of the text that was changed
 * @param record writes the entry of the log; called when nothing but the renaming can fail any more
 * @returns `false`, with nothing changed, where the folder can't be written
 * @throws DomainError `settings-changed` where the file has another version by now or is being written
 */
export async function writeSettingsText(
  contentDir: string,
  text: string,
  version: string,
  record: () => Promise<void>,
): Promise<boolean> {
  const target = await findTarget(contentDir)
  if (target === null) return false
  const temporary = join(dirname(target), `.${settingsFile}.new`)
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
    if ((await readSettingsText(contentDir)).version !== version) throw changedMeanwhile()
    await record()
    await rename(temporary, target)
    return true
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException // all errors are objects
    if (code === 'EEXIST') throw changedMeanwhile()
    await rm(temporary, { force: true }).catch(() => undefined)
    if (readOnlyCodes.includes(code)) return false
    throw error
  }
}

/** Where the file is or will be, at the end of symbolic links; `null` where something else is there, such as a device. */
async function findTarget(contentDir: string): Promise<string | null> {
  const path = join(contentDir, settingsFile)
  const target = (await realpath(path).catch(() => null)) ?? path
  const found = await stat(target).catch(() => null)
  return found === null || found.isFile() ? target : null
}

async function removeAbandoned(temporary: string): Promise<void> {
  const found = await stat(temporary).catch(() => null)
  if (found !== null && Date.now() - found.mtimeMs > abandonedMs)
    await rm(temporary, { force: true }).catch(() => undefined)
}

function absentAsNull(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}

export function changedMeanwhile(): DomainError {
  return new DomainError(
    'settings-changed',
    'site.yaml has changed since you opened it. Nothing was saved. Load the new state, then make your change again.',
  )
}
