import { access, constants, mkdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { StartError } from '#lib/core/start-error.ts'
import { keyFileName } from '#lib/storage/db/secrets/key-file.ts'
import { describePermission } from './describe-permission.ts'

/** What the site writes there. Of its folders one file each would prove more, and cost a write to the disk at each start. */
const parts = ['', 'paparazza.sqlite', keyFileName, 'blobs', 'tmp']

/**
 * Makes DATA_DIR, and tells whether the site can use it: later it would start and reject every report. A full disk is no reason, since
 * it may have space again.
 * @throws StartError that says what to do
 */
export async function requireDataDir(dataDir: string): Promise<void> {
  const folder = resolve(dataDir)
  try {
    await mkdir(folder, { recursive: true })
    if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' })
    for (const part of parts)
      await access(join(folder, part), constants.R_OK | constants.W_OK).catch(unlessAbsent)
  } catch (error) {
    const reason = explain(error as NodeJS.ErrnoException, folder) // Node throws nothing else
    if (reason === null) return
    throw new StartError(`DATA_DIR (${folder}) can't be used: ${reason}.`)
  }
}

function unlessAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

function explain({ code }: NodeJS.ErrnoException, folder: string): string | null {
  if (code === 'EACCES' || code === 'EPERM') return describePermission(folder)
  if (code === 'EROFS')
    return 'its disk is read-only. Mount a writable one, or set DATA_DIR to another folder'
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'it is not a folder. Set DATA_DIR to one'
  if (code === 'ENOENT')
    return 'it leads to a folder that doesn’t exist. Create that one, or correct the link'
  return null
}
