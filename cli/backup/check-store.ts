import { isDeepStrictEqual } from 'node:util'
import { cameraNumbers } from '#lib/api/cameras.ts'
import { type BlobStore, parseKey } from '#lib/images/blob-store.ts'
import type { Store } from '#lib/printers/ports.ts'
import { readPicture } from './copy-picture.ts'

export interface CheckResult {
  /** Distinct pictures that rows refer to. */
  pictures: number
  missing: string[]
  damaged: string[]
  /** Files without a row: of interrupted uploads, or of pictures that were just deleted. Harmless. */
  orphans: { key: string; bytes: number }[]
  /** Printers whose stored totals differ from their rows: something else has changed the database. */
  wrongTotals: number[]
}

/** An upload writes the bytes before the row, so a young file may get its row soon. */
const youngMs = 60 * 60 * 1000

/**
 * Checks that every row has its undamaged picture and every file a row. Changes nothing; the site may run meanwhile.
 * @throws DomainError `storage-unavailable`: an outage is not reported as a missing picture
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
  const result: CheckResult = {
    pictures: 0,
    missing: [],
    damaged: [],
    orphans: [],
    wrongTotals: [],
  }
  const referenced = new Set<string>()
  for (const { id } of await printers.listPrinters()) {
    const before = (await retention.listTotals()).get(id)
    const counted = { pictures: 0, bytes: 0 }
    for (const camera of cameraNumbers)
      for (const isHidden of [false, true])
        for await (const { sha256, bytes } of retention.listStored(id, isHidden, camera)) {
          referenced.add(sha256)
          counted.pictures += 1
          counted.bytes += bytes
        }
    const after = (await retention.listTotals()).get(id)
    // Reports that arrive meanwhile change the totals.
    if (isDeepStrictEqual(before, after) && !isDeepStrictEqual(counted, after))
      result.wrongTotals.push(id)
  }
  result.pictures = referenced.size
  for (const sha256 of referenced) {
    const problem = await readPicture(sha256, blobs)
    // Without a row any more, the picture was deleted meanwhile.
    if (typeof problem === 'string' && (await snapshots.hasSnapshot(sha256)))
      result[problem].push(sha256)
  }
  for (const sha256 of await prints.listFlipbooks()) referenced.add(sha256)
  for (const prefix of ['original/', 'variant/'])
    for await (const { key, bytes, modifiedAt } of blobs.list(prefix)) {
      const { sha256 } = parseKey(key)
      const isYoung = now.getTime() - modifiedAt.getTime() < youngMs
      if (referenced.has(sha256) || isYoung) continue
      if ((await retention.countReferences([sha256])).has(sha256)) continue
      result.orphans.push({ key, bytes })
    }
  return result
}
