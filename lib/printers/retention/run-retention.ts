import type { EventEmitter } from 'node:events'
import type { PrinterEvents } from '../events.ts'
import type { PictureArchive, Store, StoredSnapshot } from '../ports.ts'
import { chooseExpiredSnapshots } from './choose-expired.ts'

/** An upload with its row takes much less time: older bytes without a row never get one. */
const orphanAfterMs = 60 * 60 * 1000

interface RetentionParts {
  store: Store
  pictures: Pick<PictureArchive, 'remove'>
  /** All blobs by key: `original/<sha256>` and `variant/<sha256>/...`, including animations. */
  blobs: {
    list(prefix: string): AsyncIterable<{ key: string; bytes: number; modifiedAt: Date }>
  }
  events: EventEmitter<PrinterEvents>
  now: Date
  /** Budget for all pictures with their variants. */
  maxBytes: number
}

interface RetentionReport {
  deletedSnapshots: number
  /** Hashes whose blobs were removed, including orphans of crashes. */
  removedPictures: number
  keptBytes: number
}

interface StoredBlobs {
  bytes: number
  newestAt: number
}

/**
 * Deletes expired snapshots, then the blobs that no snapshot has.
 *
 * Rows first, bytes second: a crash in between leaves orphans for the next sweep, never a row whose picture is missing. Uploads and
 * the retention of another process may run at the same time.
 *
 * @throws DomainError `storage-unavailable`, `insufficient-storage`; deletions before the error are final
 */
export async function runRetention(parts: RetentionParts): Promise<RetentionReport> {
  const { store, now, maxBytes } = parts
  const found = await listBlobs(parts)
  const histories = new Map<number, StoredSnapshot[]>()
  for (const { id } of await store.printers.listPrinters())
    histories.set(id, await listWithSizes(store, id, found))

  const animations = await chooseAnimations(parts, found)
  const budget = { maxBytes: maxBytes - animations.bytes }
  const expired = new Set(chooseExpiredSnapshots([...histories.values()], now, budget))
  const orphans = await store.retention.deleteSnapshots([...expired].map((snapshot) => snapshot.id))
  emitEvents(parts.events, histories, expired)

  const kept = [...histories.values()].flat().filter((snapshot) => !expired.has(snapshot))
  const named = new Set(kept.map((snapshot) => snapshot.sha256))
  // Animations with an expired picture are among the orphans.
  for (const sha256 of animations.kept) if (!orphans.includes(sha256)) named.add(sha256)
  const candidates = new Set(orphans)
  for (const [sha256, { newestAt }] of found)
    if (!named.has(sha256) && now.getTime() - newestAt > orphanAfterMs) candidates.add(sha256)

  let removedPictures = 0
  for (const sha256 of candidates) {
    if ((await parts.pictures.remove([sha256], store.retention.deleteUnreferenced)) === 0) continue
    found.delete(sha256)
    removedPictures++
  }
  const keptBytes = [...found.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  return { deletedSnapshots: expired.size, removedPictures, keptBytes }
}

async function listBlobs({ blobs }: RetentionParts): Promise<Map<string, StoredBlobs>> {
  const found = new Map<string, StoredBlobs>()
  for (const prefix of ['original/', 'variant/'])
    for await (const { key, bytes, modifiedAt } of blobs.list(prefix)) {
      const sha256 = key.split('/')[1] ?? ''
      const before = found.get(sha256) ?? { bytes: 0, newestAt: 0 }
      found.set(sha256, {
        bytes: before.bytes + bytes,
        newestAt: Math.max(before.newestAt, modifiedAt.getTime()),
      })
    }
  return found
}

/** They can be rendered again, pictures can't: a tenth of the budget, the newest first. */
async function chooseAnimations(
  { store, maxBytes }: RetentionParts,
  found: ReadonlyMap<string, StoredBlobs>,
): Promise<{ kept: string[]; bytes: number }> {
  const kept: string[] = []
  let bytes = 0
  for (const sha256 of await store.prints.listFlipbooks()) {
    const size = found.get(sha256)?.bytes ?? 0
    if (bytes + size > maxBytes / 10) break
    kept.push(sha256)
    bytes += size
  }
  return { kept, bytes }
}

/** Each picture with its bytes on disk, including its variants. */
async function listWithSizes(
  store: Store,
  printerId: number,
  found: ReadonlyMap<string, StoredBlobs>,
): Promise<StoredSnapshot[]> {
  const kept = await store.retention.listStored(printerId)
  return kept.map((snapshot) => ({
    ...snapshot,
    bytes: found.get(snapshot.sha256)?.bytes ?? snapshot.bytes,
  }))
}

function emitEvents(
  events: RetentionParts['events'],
  histories: ReadonlyMap<number, StoredSnapshot[]>,
  expired: ReadonlySet<StoredSnapshot>,
): void {
  if (expired.size === 0) return
  for (const [printerId, history] of histories)
    if (history.some((snapshot) => expired.has(snapshot))) events.emit('changed', printerId)
  events.emit('pictures-deleted')
}
