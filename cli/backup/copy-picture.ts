import { createHash, randomUUID } from 'node:crypto'
import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type BlobStore, originalKey } from '#lib/images/blob-store.ts'
import { hashFile } from './manifest.ts'

export type CopyResult = 'copied' | 'exists' | 'missing' | 'damaged'

/**
 * Copies an original picture, durable when resolved. Verifies its hash: a damaged picture is never copied.
 * @param temporaryDir on the disk of `to`
 * @param isReplacing whether to overwrite an existing, damaged picture
 */
export async function copyPicture(
  sha256: string,
  from: Pick<BlobStore, 'openFile'>,
  to: BlobStore,
  temporaryDir: string,
  isReplacing = false,
): Promise<CopyResult> {
  const key = originalKey(sha256)
  if (!isReplacing && (await to.has(key))) return 'exists'
  const source = await from.openFile(key)
  if (source === null) return 'missing'
  const temporaryPath = join(temporaryDir, `copy-${randomUUID()}`)
  try {
    await copyFile(source.path, temporaryPath)
    if ((await hashFile(temporaryPath)) !== sha256) return 'damaged'
    await to.putFile(key, temporaryPath)
    return 'copied'
  } finally {
    await source.release()
    await rm(temporaryPath, { force: true })
  }
}

/** An original picture, once its hash is verified. */
export async function readPicture(
  sha256: string,
  from: Pick<BlobStore, 'get'>,
): Promise<Buffer | 'missing' | 'damaged'> {
  const bytes = await from.get(originalKey(sha256))
  if (bytes === null) return 'missing'
  return createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : 'damaged'
}
