import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DomainError } from '#lib/core/errors.ts'
import { absentAsNull, replaceFile } from '#lib/core/replace-file.ts'
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

/**
 * Replaces `site.yaml` at once, see `replaceFile`; a symbolic link leads to the new file.
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
  const isCurrent = async () => (await readSettingsText(contentDir)).version === version
  const result = await replaceFile(target, text, isCurrent, record)
  if (result === 'changed') throw changedMeanwhile()
  return result === 'written'
}

/** Where the file is or will be, at the end of symbolic links; `null` where something else is there, such as a device. */
async function findTarget(contentDir: string): Promise<string | null> {
  const path = join(contentDir, settingsFile)
  const target = (await realpath(path).catch(() => null)) ?? path
  const found = await stat(target).catch(() => null)
  return found === null || found.isFile() ? target : null
}

export function changedMeanwhile(): DomainError {
  return new DomainError(
    'settings-changed',
    'site.yaml has changed since you opened it. Nothing was saved. Load the new state, then make your change again.',
  )
}
