import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'

/*
 * A folder of backups:
 *
 *   2026-11-22T04-23-00Z/database.sqlite   all rows, from SQLite or Postgres
 *   2026-11-22T04-23-00Z/manifest.json     written last: a folder without it is an unfinished backup
 *   blobs/original/<2 hex>/<sha256>        the pictures of all backups, each stored once
 *
 * An archive has these of one backup, in one folder.
 */

export const databaseName = 'database.sqlite'
export const manifestName = 'manifest.json'
const namePattern = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/

const manifest = z.object({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  database: z.object({ sha256: z.string(), from: z.enum(['sqlite', 'postgres']) }),
  printers: z.number(),
  snapshots: z.number(),
})

export type Manifest = z.output<typeof manifest>

/** Where a picture is in a folder of backups. */
export function toPicturePath(sha256: string): string {
  return `blobs/original/${sha256.slice(0, 2)}/${sha256}`
}

export function formatBackupName(time: Date): string {
  return `${time.toISOString().slice(0, 19).replaceAll(':', '-')}Z`
}

/** Names of the finished backups, oldest first. */
export async function listBackups(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => namePattern.test(name)).sort()
  const files = await Promise.all(names.map((name) => readdir(join(folder, name))))
  return names.filter((_, index) => files[index]?.includes(manifestName))
}

/**
 * Reads a backup's manifest and verifies the hash of its database.
 * @throws Error when the manifest has another format or the database was changed
 */
export async function readManifest(backup: string): Promise<Manifest> {
  const text = await readFile(join(backup, manifestName), 'utf8')
  const parsed = manifest.safeParse(JSON.parse(text))
  if (!parsed.success)
    throw new Error(
      `${join(backup, manifestName)} has a format that this version doesn't know. Restore with the version that wrote it.`,
    )
  const actual = await hashFile(join(backup, databaseName))
  if (actual !== parsed.data.database.sha256)
    throw new Error(
      `${join(backup, databaseName)} was changed after the backup. Nothing was restored. Use an older backup (--backup).`,
    )
  return parsed.data
}

export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
