import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { parseKey } from '#lib/images/blob-store.ts'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { syncPath } from '#lib/storage/blobs/filesystem.ts'
import { databaseName, listBackups } from './manifest.ts'

/** A younger picture may belong to a backup that is not finished yet. */
const youngMs = 24 * 60 * 60 * 1000

/**
 * Deletes all but the newest `keep` backups, with the pictures that no remaining backup refers to.
 * @returns the names of the deleted backups
 */
export async function deleteOldBackups(
  folder: string,
  keep: number,
  now: Date = new Date(),
): Promise<string[]> {
  const names = await listBackups(folder)
  const old = names.slice(0, Math.max(0, names.length - keep))
  if (old.length === 0) return []
  for (const name of old) await rm(join(folder, name), { recursive: true, force: true })
  await syncPath(folder)

  const remaining = new Set<string>()
  for (const name of await listBackups(folder))
    for (const sha256 of listPictures(join(folder, name))) remaining.add(sha256)
  const blobs = await openDiskBlobs(folder)
  for await (const { key, modifiedAt } of blobs.list('original/'))
    if (!remaining.has(parseKey(key).sha256) && now.getTime() - modifiedAt.getTime() > youngMs)
      await blobs.delete(key)
  return old
}

/** Hashes of the pictures that a backup's rows refer to. */
export function listPictures(backup: string): string[] {
  const rows = new BetterSqlite(join(backup, databaseName), { readonly: true })
  try {
    return rows.prepare('select distinct sha256 from snapshots').pluck().all() as string[] // text, by the table
  } finally {
    rows.close()
  }
}
