import { createHash, randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DomainError } from '#lib/core/errors.ts'
import { type BlobStore, isSha256, originalKey, variantKey } from './blob-store.ts'
import type { ImageQueue } from './image-queue.ts'
import { type Claims, oncePerCluster } from './once-per-cluster.ts'
import { createOncePerKey } from './once-per-key.ts'

/** More frames would need more than 70 MB in the image process, and make the animation too long. */
export const maxFlipbookFrames = 96
const width = 640
/** Incremented when the same frames are to be encoded differently. */
const version = 1
const playMs = 12_000
const maxRunning = 3
const maxFailures = 2

interface Flipbooks {
  /**
   * The pictures as an animated WebP, rendered on the first request and stored as a variant under a hash of its frames' hashes. It
   * isn't stored if `remember` returns false, so that deleted pictures don't survive in it.
   * `null` if fewer than two of the pictures exist.
   * @throws DomainError `image-process-unavailable`, `busy`, and errors of the blob store; RangeError above `maxFlipbookFrames`
   */
  getFlipbook(sha256s: readonly string[]): Promise<Buffer | null>
}

export function createFlipbooks(options: {
  blobs: BlobStore
  tempDir: string
  queue: Pick<ImageQueue, 'animate'>
  /** As in `PicturesOptions`. */
  claims?: Claims | null
  /** Called with each rendered animation and its pictures; returns `false` if one of them has been deleted. */
  remember(flipbook: { sha256: string; frames: readonly string[] }): Promise<boolean>
}): Flipbooks {
  const { blobs, tempDir, queue, claims = null, remember } = options
  const oncePerKey = createOncePerKey<Buffer | null>({ maxFailures })

  const getOrMake = (name: string, sha256s: readonly string[]): Promise<Buffer | null> => {
    const key = variantKey(name, width, 'webp')
    const [find, make] = [() => blobs.get(key), () => makeFlipbook(key, name, sha256s)]
    return oncePerCluster(claims, key, { find, make })
  }

  async function makeFlipbook(
    key: string,
    name: string,
    sha256s: readonly string[],
  ): Promise<Buffer | null> {
    if (oncePerKey.hasFailed(name))
      throw new DomainError(
        'image-process-unavailable',
        'This animation can’t be rendered. Look at the pictures one by one.',
      )
    const opened: { path: string; sha256: string; release(): Promise<void> }[] = []
    const outPath = join(/* turbopackIgnore: true */ tempDir, `${randomUUID()}.webp`)
    try {
      for (const sha256 of sha256s) {
        const file = await blobs.openFile(originalKey(sha256))
        if (file) opened.push({ ...file, sha256 })
      }
      if (opened.length < 2) return null
      const bytes = await render(key, opened, outPath)
      const frames = opened.map(({ sha256 }) => sha256)
      // Bytes first, row second; a crash in between leaves an orphan for the sweep.
      if (bytes && !(await remember({ sha256: name, frames }))) await blobs.delete(key)
      return bytes
    } finally {
      await rm(outPath, { force: true })
      for (const file of opened) await file.release()
    }
  }

  async function render(
    key: string,
    opened: readonly { path: string; sha256: string }[],
    outPath: string,
  ): Promise<Buffer | null> {
    const frames = opened.map(({ path, sha256 }) => ({ path, sha256 }))
    const delayMs = Math.round(Math.min(500, Math.max(80, playMs / frames.length)))
    // Takes seconds: uploads and single pictures go first.
    const priority = 'background'
    const order = { frames, width, delayMs, lastDelayMs: 2000, outPath, priority } as const
    const { kind } = await queue.animate({ ...order })
    if (kind !== 'rendered') return null
    const bytes = await readFile(outPath)
    await blobs.putFile(key, outPath)
    return bytes
  }

  return {
    async getFlipbook(sha256s) {
      if (sha256s.length > maxFlipbookFrames)
        throw new RangeError(`A flipbook has at most ${maxFlipbookFrames} frames.`)
      if (sha256s.length < 2 || !sha256s.every(isSha256)) return null
      const name = hashFrames(sha256s)
      if (!oncePerKey.isRunning(name) && oncePerKey.countRunning() >= maxRunning)
        throw new DomainError(
          'busy',
          'Other animations are being rendered. Try again in a minute.',
          {
            retryAfterSeconds: 60,
          },
        )
      return oncePerKey.run(name, () => getOrMake(name, sha256s))
    },
  }
}

function hashFrames(sha256s: readonly string[]): string {
  const order = `flipbook ${version} ${width}\n${sha256s.join('\n')}`
  return createHash('sha256').update(order).digest('hex')
}
