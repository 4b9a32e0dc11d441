import type { Kysely } from 'kysely'
import type { KeeperStore, KeptSnapshot } from '#lib/printers/ports.ts'
import { activeStates } from '#lib/printers/wire/states.ts'
import type { Database } from './database.ts'
import { chunkLength, listOrphans } from './orphans.ts'
import { purge } from './purge.ts'
import { bumpRevision } from './revisions.ts'
import type { Tables } from './schema.ts'

export function createKeeperStore(database: Database): KeeperStore {
  return {
    listKept: (printerId) => database.read((db) => listKept(db, printerId)),
    deleteSnapshots: (ids) => database.write((db) => deleteSnapshots(db, ids)),
    purge: (printerId, span) => database.write((db) => purge(db, printerId, span)),
    listRevisions: () =>
      database.read(async (db) => {
        const rows = await db.selectFrom('printers').select(['id', 'revision']).execute()
        return new Map(rows.map((row) => [row.id, row.revision]))
      }),
    checkWritable: () =>
      database.write(async (db) => {
        // A real write: the lock alone is also granted on a disk that is full or has turned read-only.
        await db.updateTable('write_checks').set({ checked_at: Date.now() }).execute()
      }),
    close: () => database.close(),
  }
}

async function listKept(db: Kysely<Tables>, printerId: number): Promise<KeptSnapshot[]> {
  const rows = await db
    .selectFrom('snapshots')
    .innerJoin('observations', 'observations.id', 'snapshots.observation_id')
    .select(['snapshots.id', 'sha256', 'bytes', 'captured_at', 'job_name', 'state'])
    .where('snapshots.printer_id', '=', printerId)
    .orderBy('captured_at')
    .orderBy('snapshots.received_at')
    .orderBy('snapshots.id')
    .execute()
  const active: ReadonlySet<string | null> = activeStates
  return rows.map((row) => ({
    id: row.id,
    sha256: row.sha256,
    bytes: row.bytes,
    capturedAt: new Date(row.captured_at),
    jobName: active.has(row.state) ? row.job_name : null,
  }))
}

async function deleteSnapshots(db: Kysely<Tables>, ids: readonly number[]): Promise<string[]> {
  const hashes = new Set<string>()
  const printerIds = new Set<number>()
  for (let start = 0; start < ids.length; start += chunkLength) {
    const deleted = await db
      .deleteFrom('snapshots')
      .where('id', 'in', ids.slice(start, start + chunkLength))
      .returning(['sha256', 'printer_id'])
      .execute()
    for (const row of deleted) {
      hashes.add(row.sha256)
      printerIds.add(row.printer_id)
    }
  }
  for (const id of [...printerIds].sort((a, b) => a - b)) await bumpRevision(db, id)
  return await listOrphans(db, [...hashes])
}
