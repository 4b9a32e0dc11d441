import type { PictureArchive, Store } from '../ports.ts'

interface Parts {
  store: Pick<Store, 'retention'>
  pictures: Pick<PictureArchive, 'remove'>
}

const batchLength = 200

/**
 * Removes the bytes of pictures whose rows were just deleted.
 * @returns how many were removed; another row may have the same picture again
 */
export async function removeOrphans(
  { store: { retention }, pictures }: Parts,
  hashes: readonly string[],
): Promise<number> {
  if (hashes.length === 0) return 0
  const removed = await pictures.remove(hashes, retention.deleteUnreferenced)
  await retention.forgetOrphans(hashes)
  return removed
}

/** Removes what a crash has left of earlier deletions, also by `npm run printers`. Without any it costs one query. */
export async function removeLeftovers(parts: Parts): Promise<number> {
  let removed = 0
  for (;;) {
    const hashes = await parts.store.retention.listOrphans(batchLength)
    if (hashes.length === 0) return removed
    removed += await removeOrphans(parts, hashes)
  }
}
