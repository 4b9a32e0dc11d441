import type { EventEmitter } from 'node:events'
import type { PrinterEvents } from '../events.ts'
import type { PictureArchive, Store, StoredSnapshot } from '../ports.ts'
import { listExpired, listOverBudget } from './choose-expired.ts'
import { removeLeftovers, removeOrphans } from './remove-orphans.ts'

/** An upload with its row takes much less time: older bytes without a row never get one. */
const orphanAfterMs = 60 * 60 * 1000
/** Rows deleted in one transaction, and hashes looked up in one query: few, so that uploads and pages hardly wait. */
const batchLength = 200

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

/**
 * Deletes expired snapshots, then the blobs that no snapshot has, then the oldest snapshots over the budget. It reads and deletes in
 * batches: its memory and what others wait for it don't depend on the length of the history.
 *
 * Rows first, bytes second: a crash in between leaves orphans for the next sweep, never a row whose picture is missing. Uploads and
 * the retention of another process may run at the same time.
 *
 * @throws DomainError `storage-unavailable`, `insufficient-storage`; deletions before the error are final
 */
export async function runRetention(parts: RetentionParts): Promise<RetentionReport> {
  const { store, now, maxBytes } = parts
  await store.retention.correctTimes(now)
  const report = { deletedSnapshots: 0, removedPictures: 0, keptBytes: 0 }
  report.removedPictures += await removeLeftovers(parts)
  const printers = await store.printers.listPrinters()
  // Hidden pictures apart: they must not be kept in place of public ones.
  const listHistories = () =>
    printers.flatMap(({ id, cameras }) =>
      [...new Set([1, ...cameras.map(({ number }) => number)])].flatMap((camera) =>
        [false, true].map((isHidden) => store.retention.listStored(id, isHidden, camera)),
      ),
    )
  for (const history of listHistories())
    await deleteInBatches(parts, listExpired(history, now), report)

  const animations = await chooseAnimations(parts)
  const pictureBytes = await sweep(parts, new Set(animations.kept), report)
  const budget = {
    excessBytes: pictureBytes - (maxBytes - animations.bytes),
    countReferences: async (sha256: string) =>
      (await store.retention.countReferences([sha256])).get(sha256) ?? 0,
    getBytes: async ({ sha256 }: StoredSnapshot) => {
      const { bytes } = await measure(parts, sha256)
      report.keptBytes -= bytes
      return bytes
    },
  }
  await deleteInBatches(parts, listOverBudget(listHistories(), budget), report)
  return report
}

async function deleteInBatches(
  parts: RetentionParts,
  snapshots: AsyncIterable<StoredSnapshot>,
  report: RetentionReport,
): Promise<void> {
  const { store, events } = parts
  for await (const batch of inBatches(snapshots)) {
    const orphans = await store.retention.deleteSnapshots(batch.map(({ id }) => id))
    report.deletedSnapshots += batch.length
    for (const id of new Set(batch.map(({ printerId }) => printerId))) events.emit('changed', id)
    events.emit('pictures-deleted')
    // Animations with a deleted picture are among the orphans.
    report.removedPictures += await removeOrphans(parts, orphans)
  }
}

const remove = ({ pictures, store }: RetentionParts, sha256: string) =>
  pictures.remove([sha256], store.retention.deleteUnreferenced)

/**
 * Removes the blobs that no snapshot has, and that aren't kept animations.
 * @returns the bytes of the pictures that stay
 */
async function sweep(
  parts: RetentionParts,
  animations: ReadonlySet<string>,
  report: RetentionReport,
): Promise<number> {
  let pictureBytes = 0
  const removed = new Set<string>()
  for (const prefix of ['original/', 'variant/'])
    for await (const batch of inBatches(parts.blobs.list(prefix))) {
      const hashes = new Set(batch.map(({ key }) => toHash(key)))
      const references = await parts.store.retention.countReferences([...hashes])
      for (const sha256 of hashes) {
        if (references.has(sha256) || animations.has(sha256) || removed.has(sha256)) continue
        const { newestAt } = await measure(parts, sha256)
        if (parts.now.getTime() - newestAt <= orphanAfterMs) continue
        if ((await remove(parts, sha256)) === 0) continue
        removed.add(sha256)
        report.removedPictures++
      }
      for (const { key, bytes } of batch) {
        const sha256 = toHash(key)
        if (!removed.has(sha256)) report.keptBytes += bytes
        if (references.has(sha256)) pictureBytes += bytes
      }
    }
  return pictureBytes
}

const toHash = (key: string) => key.split('/')[1] ?? ''

/** What a picture or an animation takes, with its variants. */
async function measure(
  { blobs }: RetentionParts,
  sha256: string,
): Promise<{ bytes: number; newestAt: number }> {
  let [total, newestAt] = [0, 0]
  for (const prefix of [`original/${sha256}`, `variant/${sha256}/`])
    for await (const { bytes, modifiedAt } of blobs.list(prefix)) {
      total += bytes
      newestAt = Math.max(newestAt, modifiedAt.getTime())
    }
  return { bytes: total, newestAt }
}

/** They can be rendered again, pictures can't: a tenth of the budget, the newest first. */
async function chooseAnimations(parts: RetentionParts): Promise<{ kept: string[]; bytes: number }> {
  const kept: string[] = []
  let total = 0
  for (const sha256 of await parts.store.prints.listFlipbooks()) {
    const { bytes } = await measure(parts, sha256)
    if (total + bytes > parts.maxBytes / 10) break
    kept.push(sha256)
    total += bytes
  }
  return { kept, bytes: total }
}

async function* inBatches<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < batchLength) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
