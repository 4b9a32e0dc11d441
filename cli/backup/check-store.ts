import { createHash } from 'node:crypto'
import type { BlobStore } from '#lib/images/blob-store.ts'
import { originalKey } from '#lib/images/keys.ts'
import type { Store } from '#lib/printers/ports.ts'
import { parseKey } from '#lib/storage/blobs/keys.ts'

export interface CheckResult {
  /** Different pictures that the rows name. */
  pictures: number
  missing: string[]
  damaged: string[]
  /** Keys that no row names: of uploads that were cut off, or of pictures that were just forgotten. Harmless. */
  orphans: { key: string; bytes: number }[]
}

/** An upload's bytes are there before its row: what is young may only be waiting for it. */
const youngMs = 60 * 60 * 1000

/**
 * Holds every row against its picture, read whole, and every blob against the rows. Changes nothing; the site may run.
 * @throws DomainError `storage-unavailable`: an outage is no finding
 */
export async function checkStore(
  {
    printers,
    snapshots,
    retention,
    prints,
  }: Pick<Store, 'printers' | 'snapshots' | 'retention' | 'prints'>,
  blobs: BlobStore,
  now: Date = new Date(),
): Promise<CheckResult> {
  const result: CheckResult = { pictures: 0, missing: [], damaged: [], orphans: [] }
  const named = new Set<string>()
  for (const { id } of await printers.listPrinters())
    for (const { sha256 } of await retention.listStored(id)) named.add(sha256)
  result.pictures = named.size
  for (const sha256 of named) {
    const fate = await checkPicture(blobs, sha256)
    // Forgotten while this ran: no row, no finding.
    if (fate !== null && (await snapshots.hasSnapshot(sha256))) result[fate].push(sha256)
  }
  for (const sha256 of await prints.listFlipbooks()) named.add(sha256)
  for (const prefix of ['original/', 'variant/'])
    for await (const { key, bytes, modifiedAt } of blobs.list(prefix)) {
      const { sha256 } = parseKey(key)
      const isYoung = now.getTime() - modifiedAt.getTime() < youngMs
      if (named.has(sha256) || isYoung || (await snapshots.hasSnapshot(sha256))) continue
      result.orphans.push({ key, bytes })
    }
  return result
}

async function checkPicture(
  blobs: BlobStore,
  sha256: string,
): Promise<'missing' | 'damaged' | null> {
  const file = await blobs.get(originalKey(sha256))
  if (file === null) return 'missing'
  return createHash('sha256').update(file).digest('hex') === sha256 ? null : 'damaged'
}
