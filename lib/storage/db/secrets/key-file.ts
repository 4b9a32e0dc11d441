import { randomUUID } from 'node:crypto'
import { lstat, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DomainError } from '#lib/core/errors.ts'
import { hasCode, syncPath } from '#lib/storage/blobs/filesystem.ts'
import { formatSecretsKey, parseSecretsKeys, type SecretsKey } from './secrets-key.ts'

/** In DATA_DIR, and in each backup: the keys of what the database has encrypted, one a line. */
export const keyFileName = 'secrets.key'

/** @returns none where there is no file @throws DomainError `storage-unavailable` where there is one that has or shows no keys: it must not be replaced */
export async function readKeyFile(folder: string): Promise<SecretsKey[]> {
  const path = join(folder, keyFileName)
  const text = await readFile(path, 'utf8').catch(async (cause: unknown) => {
    // A link to a file that isn't there, such as one on a disk that isn't mounted, is a file that can't be read.
    if (hasCode(cause, 'ENOENT') && (await lstat(path).catch(() => null)) === null) return null
    const reason = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
    throw new DomainError(
      'storage-unavailable',
      `${path} can’t be read${reason}. It has to be a file that the site’s user may read.`,
      { cause },
    )
  })
  if (text === null) return []
  const keys = parseSecretsKeys(text)
  if (keys !== null) return keys
  throw new DomainError(
    'storage-unavailable',
    `${path} is damaged. Put the one of a backup in its place; without one, remove it and enter the channels’ secrets again.`,
  )
}

/** Replaces it at once; on disk when resolved. */
export async function writeKeyFile(folder: string, keys: readonly SecretsKey[]): Promise<void> {
  const path = join(folder, keyFileName)
  const draft = `${path}.${randomUUID()}`
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(keys.map((key) => `${formatSecretsKey(key)}\n`).join(''))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    throw error
  }
  await syncPath(folder)
}

/** Adds the keys of a backup's file behind those that are there, which go on encrypting. */
export async function addKeys(folder: string, added: readonly SecretsKey[]): Promise<void> {
  const known = await readKeyFile(folder)
  const ids = known.map(({ id }) => id)
  const missing = added.filter(({ id }) => !ids.includes(id))
  if (missing.length > 0) await writeKeyFile(folder, [...known, ...missing])
}
