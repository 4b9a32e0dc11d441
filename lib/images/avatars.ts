import { hash, randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { avatarPixels } from '#lib/api/limits.ts'
import { type BlobStore, isSha256, variantKey } from './blob-store.ts'
import type { ImageQueue } from './image-queue.ts'

export type Avatars = ReturnType<typeof createAvatars>

/** Small square copies of people's photos: variants without an original, named by a hash of their own bytes. */
export function createAvatars({
  blobs,
  queue,
  tempDir,
}: {
  blobs: BlobStore
  queue: Pick<ImageQueue, 'square'>
  tempDir: string
}) {
  /** The copy that was made last. */
  let newest: { sha256: string; bytes: Buffer } | null = null
  const keyOf = (sha256: string) => variantKey(sha256, avatarPixels, 'webp')
  // The comment keeps the build from tracing every folder that this could be.
  const makePath = () => join(/* turbopackIgnore: true */ tempDir, `${randomUUID()}.webp`)

  async function put(sha256: string, bytes: Buffer): Promise<void> {
    const path = makePath()
    try {
      await writeFile(path, bytes)
      await blobs.putFile(keyOf(sha256), path)
    } finally {
      await rm(path, { force: true })
    }
  }

  return {
    /**
     * Stores a copy of the photo in a file, which stays.
     * @returns its hash; `null` where the file is no picture, or too large a one
     * @throws DomainError `image-process-unavailable`, `busy`, and errors of the blob store
     */
    async store(path: string): Promise<string | null> {
      const outPath = makePath()
      try {
        if (!(await queue.square({ path, outPath, pixels: avatarPixels }))) return null
        const bytes = await readFile(outPath)
        newest = { sha256: hash('sha256', bytes), bytes }
      } finally {
        await rm(outPath, { force: true })
      }
      await put(newest.sha256, newest.bytes)
      return newest.sha256
    },

    /** Stores the copy that was made last again if it was deleted since. */
    async restoreDeleted(sha256: string): Promise<void> {
      if (newest?.sha256 === sha256 && !(await blobs.has(keyOf(sha256))))
        await put(sha256, newest.bytes)
    },

    /** `null`: no such copy. */
    get: async (sha256: string): Promise<Buffer | null> =>
      isSha256(sha256) ? await blobs.get(keyOf(sha256)) : null,
  }
}
