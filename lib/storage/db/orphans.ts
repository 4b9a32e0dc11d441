import type { Kysely } from 'kysely'
import { deleteFlipbooks } from './flipbooks.ts'
import type { Tables } from './schema.ts'

/** Below every database's limit of values in one statement. */
export const chunkLength = 500

/** Those of the hashes that no snapshot names, and the animations that are made of them, which are forgotten. */
export async function listOrphans(
  db: Kysely<Tables>,
  hashes: readonly string[],
): Promise<string[]> {
  const orphans = new Set(hashes)
  for (let start = 0; start < hashes.length; start += chunkLength) {
    const named = await db
      .selectFrom('snapshots')
      .select('sha256')
      .distinct()
      .where('sha256', 'in', hashes.slice(start, start + chunkLength))
      .execute()
    for (const { sha256 } of named) orphans.delete(sha256)
  }
  return [...orphans, ...(await deleteFlipbooks(db, orphans))]
}
