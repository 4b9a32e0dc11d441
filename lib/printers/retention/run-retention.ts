import type { EventEmitter } from 'node:events'
import type { PrinterEvents } from '../events.ts'
import type { PictureArchive, Store, StoredSnapshot } from '../ports.ts'
import { chooseExpiredSnapshots } from './choose-expired.ts'

/** An upload is finished, row and all, long before its bytes are this old: what has no row by then never will. */
const orphanAfterMs = 60 * 60 * 1000

export interface RetentionParts {
  store: Store
  pictures: Pick<PictureArchive, 'remove'>
  /** Everything that is kept, by key: `original/<sha256>` and `variant/<sha256>/...`, animations among the variants. */
  blobs: {
    list(prefix: string): AsyncIterable<{ key: string; bytes: number; modifiedAt: Date }>
  }
  events: EventEmitter<PrinterEvents>
  now: Date
  /** Budget of everything kept, pictures with all that was made of them. */
  maxBytes: number
}

export interface RetentionReport {
  forgottenSnapshots: number
  /** Hashes whose blobs were removed, the crashes' leftovers among them. */
  removedPictures: number
  keptBytes: number
}

interface Found {
  bytes: number
  newestAt: number
}

/**
 * Forgets what retention no longer keeps, then removes the bytes that nothing names.
 *
 * Rows first, bytes second: a crash in between leaves orphans for the next sweep, never a row whose picture is missing. Safe beside
 * uploads and beside another process that does the same.
 *
 * @throws DomainError `storage-unavailable`, `insufficient-storage`; what was done until then stays done
 */
export async function runRetention(house: RetentionParts): Promise<RetentionReport> {
  const { store, now, maxBytes } = house
  const found = await listFound(house)
  const histories = new Map<number, StoredSnapshot[]>()
  for (const { id } of await store.printers.listPrinters())
    histories.set(id, await listSized(store, id, found))

  const animations = await chooseAnimations(house, found)
  const budget = { maxBytes: maxBytes - animations.bytes }
  const forgotten = new Set(chooseExpiredSnapshots([...histories.values()], now, budget))
  const orphans = await store.retention.deleteSnapshots(
    [...forgotten].map((snapshot) => snapshot.id),
  )
  tell(house.events, histories, forgotten)

  const kept = [...histories.values()].flat().filter((snapshot) => !forgotten.has(snapshot))
  const named = new Set(kept.map((snapshot) => snapshot.sha256))
  // Those of a picture that is forgotten are among the orphans.
  for (const sha256 of animations.kept) if (!orphans.includes(sha256)) named.add(sha256)
  const candidates = new Set(orphans)
  for (const [sha256, { newestAt }] of found)
    if (!named.has(sha256) && now.getTime() - newestAt > orphanAfterMs) candidates.add(sha256)

  let removedPictures = 0
  for (const sha256 of candidates) {
    // Asked again, at the last moment: the same picture may have come in meanwhile.
    if (await store.snapshots.hasSnapshot(sha256)) continue
    await house.pictures.remove([sha256])
    found.delete(sha256)
    removedPictures++
  }
  const keptBytes = [...found.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  return { forgottenSnapshots: forgotten.size, removedPictures, keptBytes }
}

async function listFound({ blobs }: RetentionParts): Promise<Map<string, Found>> {
  const found = new Map<string, Found>()
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

/** They can be made anew, pictures can't: a tenth of the budget, the newest first. */
async function chooseAnimations(
  { store, maxBytes }: RetentionParts,
  found: ReadonlyMap<string, Found>,
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

/** Each picture with the bytes that it takes on the disk, its variants included. */
async function listSized(
  store: Store,
  printerId: number,
  found: ReadonlyMap<string, Found>,
): Promise<StoredSnapshot[]> {
  const kept = await store.retention.listStored(printerId)
  return kept.map((snapshot) => ({
    ...snapshot,
    bytes: found.get(snapshot.sha256)?.bytes ?? snapshot.bytes,
  }))
}

function tell(
  events: RetentionParts['events'],
  histories: ReadonlyMap<number, StoredSnapshot[]>,
  forgotten: ReadonlySet<StoredSnapshot>,
): void {
  if (forgotten.size === 0) return
  for (const [printerId, history] of histories)
    if (history.some((snapshot) => forgotten.has(snapshot))) events.emit('changed', printerId)
  events.emit('pictures-deleted')
}
