import { join } from 'node:path'
import type { Env } from '#lib/app-context/env.ts'
import type { BlobStore } from '#lib/images/blob-store.ts'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { openS3Blobs } from '#lib/storage/blobs/s3.ts'
import type { Database } from '#lib/storage/db/database.ts'
import { openPostgres } from '#lib/storage/db/open-postgres.ts'
import { openSqlite } from '#lib/storage/db/open-sqlite.ts'

/** The settings that locate the database and the pictures. */
export type StoreLocation = Pick<Env, 'dataDir' | 'database' | 'blobs'> &
  Partial<Pick<Env, 'secretsKeys'>>

export function getDatabaseFile(dataDir: string): string {
  return join(dataDir, 'paparazza.sqlite')
}

export function openDatabase({ database, dataDir }: StoreLocation): Promise<Database> {
  return database.kind === 'sqlite' ? openSqlite({ dataDir }) : openPostgres(database)
}

export function openBlobs({ blobs, dataDir }: StoreLocation): Promise<BlobStore> {
  return blobs.kind === 's3' ? openS3Blobs({ ...blobs, dataDir }) : openDiskBlobs(dataDir)
}
