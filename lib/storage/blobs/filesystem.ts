import { mkdir, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { DomainError } from '#lib/core/errors.ts'
import { singleton } from '#lib/core/singleton.ts'

/** Full disk, exceeded quota, or the process's file size limit. */
const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** Temporary, or fixable by an operator: read-only, broken, no permission, out of handles. */
const unavailableCodes = new Set([
  'EROFS',
  'EIO',
  'EACCES',
  // The folder is gone, or can't be created, as in /proc.
  'ENOENT',
  'ENOTDIR',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'ENODEV',
  'ENXIO',
  'ESTALE',
  'ETIMEDOUT',
  'ENOTCONN',
])

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** Runs file operations, and maps the disk's errors to DomainErrors. */
export async function withDiskErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (fullCodes.has(code))
      throw new DomainError(
        'insufficient-storage',
        'The server’s disk is full, which only the site’s owner can fix. Nothing was stored. Send the picture again later.',
        { cause: error, retryAfterSeconds: 600 },
      )
    if (unavailableCodes.has(code)) throw diskUnavailable(error)
    throw error
  }
}

export function diskUnavailable(cause: unknown): DomainError {
  return new DomainError(
    'storage-unavailable',
    'The disk of the pictures is unavailable. Nothing was changed. Try again in a few seconds.',
    { cause, retryAfterSeconds: 5 },
  )
}

/** Of Node's four threads for files: on a slow disk the others still read files and compress pages. */
const maxSlow = 2

/** Runs work that may wait for a slow disk, in its turn. */
export async function takeTurn<T>(work: () => Promise<T>): Promise<T> {
  const turns = singleton('disk-turns', () => ({ running: 0, waiting: [] as (() => void)[] }))
  if (turns.running >= maxSlow)
    await new Promise<void>((resolve) => {
      turns.waiting.push(resolve)
    })
  else turns.running += 1
  try {
    return await work()
  } finally {
    const next = turns.waiting.shift()
    if (next) next()
    else turns.running -= 1
  }
}

/** Flushes a file's bytes, or a folder's entries, to disk. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await takeTurn(() => handle.sync())
  } finally {
    await handle.close()
  }
}

function ignoreExisting(error: unknown): void {
  if (!hasCode(error, 'EEXIST')) throw error
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
      // Not again: a filesystem such as /proc reports this for every new folder.
      await mkdir(folder).catch(ignoreExisting)
    } else ignoreExisting(error)
  }
  // Also if it existed: another process may have just created it without a sync so far.
  await syncPath(parent)
}
