import { createHash, randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DomainError } from '#lib/core/errors.ts'
import type { BlobStore } from './blob-store.ts'
import type { ImageQueue } from './image-queue.ts'
import { isSha256, originalKey, variantKey } from './keys.ts'

/** More would make the image process hold more than 70 MB, and the animation longer than anybody watches. */
export const maxFlipbookFrames = 96
const width = 640
/** Raised when the same frames shall make other bytes. */
const version = 1
const playMs = 12_000
const maxWaiting = 3
const maxStrikes = 2

export interface Flipbooks {
  /**
   * The pictures one after another as an animated WebP, made on the first request, once, and kept by what is in it: as a variant of
   * a picture whose hash is the order's. What `remember` doesn't take is given out and not kept, so that nothing purged stays in one.
   * `null` where fewer than two of the pictures are there.
   * @throws DomainError `image-process-unavailable`, `busy`, and what the blob store throws; RangeError above `maxFlipbookFrames`
   */
  getFlipbook(sha256s: readonly string[]): Promise<Buffer | null>
}

export function createFlipbooks(options: {
  blobs: BlobStore
  tempDir: string
  workshop: Pick<ImageQueue, 'animate'>
  /** Told of each that was made, and of the pictures in it; `false` where one of them is gone meanwhile. */
  remember(made: { sha256: string; frames: readonly string[] }): Promise<boolean>
}): Flipbooks {
  const { blobs, tempDir, workshop, remember } = options
  const making = new Map<string, Promise<Buffer | null>>()
  const strikes = new Map<string, number>()

  async function getOrMake(name: string, sha256s: readonly string[]): Promise<Buffer | null> {
    const key = variantKey(name, width, 'webp')
    const kept = await blobs.get(key)
    if (kept) return kept
    if ((strikes.get(key) ?? 0) >= maxStrikes)
      throw new DomainError(
        'image-process-unavailable',
        'This animation can not be made. Look at the pictures one by one.',
      )
    const opened: { path: string; sha256: string; release(): Promise<void> }[] = []
    const outPath = join(/* turbopackIgnore: true */ tempDir, `${randomUUID()}.webp`)
    try {
      for (const sha256 of sha256s) {
        const file = await blobs.openFile(originalKey(sha256))
        if (file) opened.push({ ...file, sha256 })
      }
      if (opened.length < 2) return null
      const bytes = await make(key, opened, outPath)
      const frames = opened.map(({ sha256 }) => sha256)
      // Bytes first, row second; a crash in between leaves an orphan for the sweep.
      if (bytes && !(await remember({ sha256: name, frames }))) await blobs.delete(key)
      return bytes
    } finally {
      await rm(outPath, { force: true })
      for (const file of opened) await file.release()
    }
  }

  async function make(
    key: string,
    opened: readonly { path: string; sha256: string }[],
    outPath: string,
  ): Promise<Buffer | null> {
    const frames = opened.map(({ path, sha256 }) => ({ path, sha256 }))
    const delayMs = Math.round(Math.min(500, Math.max(80, playMs / frames.length)))
    // Seconds of work: uploads and single pictures go first.
    const order = { frames, width, delayMs, lastDelayMs: 2000, outPath, urgency: 'nobody' } as const
    const { kind } = await workshop.animate({ ...order }).catch((error: unknown) => {
      const isPoison = error instanceof DomainError && error.code === 'image-process-unavailable'
      if (isPoison) strikes.set(key, (strikes.get(key) ?? 0) + 1)
      throw error
    })
    if (kind !== 'made') return null
    const bytes = await readFile(outPath)
    await blobs.putFile(key, outPath)
    return bytes
  }

  return {
    async getFlipbook(sha256s) {
      if (sha256s.length > maxFlipbookFrames)
        throw new RangeError(`A flipbook has at most ${maxFlipbookFrames} frames.`)
      if (sha256s.length < 2 || !sha256s.every(isSha256)) return null
      const name = nameOf(sha256s)
      const already = making.get(name)
      if (already) return already
      if (making.size >= maxWaiting)
        throw new DomainError('busy', 'Other animations are being made. Try again in a minute.', {
          retryAfterSeconds: 60,
        })
      const bytes = getOrMake(name, sha256s).finally(() => making.delete(name))
      making.set(name, bytes)
      return bytes
    },
  }
}

function nameOf(sha256s: readonly string[]): string {
  const order = `flipbook ${version} ${width}\n${sha256s.join('\n')}`
  return createHash('sha256').update(order).digest('hex')
}
