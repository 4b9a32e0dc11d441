import { rm } from 'node:fs/promises'
import type { AvatarImages, AvatarStore, DueAvatar, FetchedPhoto } from './ports.ts'

const minute = 60_000
const hour = 60 * minute
/** After each failed try; then only when a mention that names the photo is read again. */
const retryMs = [5 * minute, hour, 24 * hour]
/** Longer than fetching and making the copy take. */
const leaseMs = 3 * minute

export interface AvatarWorkerParts {
  store: AvatarStore
  images: AvatarImages
  fetch(url: string): Promise<FetchedPhoto>
  now(): Date
  /** What pages show has changed. */
  onChanged(): void
}

/**
 * Fetches the photos of those whose mentions are shown. A mention never waits for its photo.
 * @returns fetches all that is due, one after the other; a second call at the same time does nothing
 */
export function createAvatarWorker(parts: AvatarWorkerParts): () => Promise<void> {
  const { store, images, now } = parts
  let isRunning = false

  async function work(): Promise<void> {
    for (;;) {
      const due = await store.claimAvatar(now(), leaseMs)
      if (due === null) return
      const sha256 = await look(due).catch(() => undefined)
      const retry = sha256 === undefined ? retryMs[due.tries - 1] : undefined
      const result = {
        ...(sha256 !== undefined && { sha256 }),
        fetchedAt: now(),
        dueAt: retry === undefined ? null : new Date(now().getTime() + retry),
      }
      if (await store.finishAvatar(due.url, result)) parts.onChanged()
      if (typeof sha256 === 'string') await images.restoreDeleted(sha256)
    }
  }

  /** @returns `undefined` where nothing is known */
  async function look({ url }: DueAvatar): Promise<string | null | undefined> {
    const found = await parts.fetch(url)
    if (found.kind !== 'file') return found.kind === 'absent' ? null : undefined
    try {
      return await images.store(found.path)
    } finally {
      await rm(found.path, { force: true })
    }
  }

  return async () => {
    if (isRunning) return
    isRunning = true
    await work().finally(() => {
      isRunning = false
    })
  }
}
