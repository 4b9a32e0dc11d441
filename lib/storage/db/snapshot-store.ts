import type { Kysely } from 'kysely'
import type { SnapshotStore } from '#lib/printers/ports.ts'
import type { Current, HistoryCursor, HistoryEntry } from '#lib/printers/types.ts'
import type { Database } from './database.ts'
import { selectHistory, selectNewest, selectPage } from './history-queries.ts'
import { insertObservation } from './insert-observation.ts'
import { toObservation, toReading, toSnapshot } from './rows.ts'
import type { Tables } from './schema.ts'

export function createSnapshotStore(database: Database): SnapshotStore {
  return {
    insertObservation: (entry) => insertObservation(database, entry),
    getCurrent: (printerId) => database.read((db) => getCurrent(db, printerId)),
    listSnapshots: (printerId, page) =>
      database.read((db) => listSnapshots(db, printerId, page.before, page.limit)),
    hasSnapshot: (sha256) => database.read((db) => hasSnapshot(db, sha256)),
  }
}

export async function hasSnapshot(db: Kysely<Tables>, sha256: string): Promise<boolean> {
  const query = db.selectFrom('snapshots').select('id').where('sha256', '=', sha256).limit(1)
  return (await query.executeTakeFirst()) !== undefined
}

async function getCurrent(db: Kysely<Tables>, printerId: number): Promise<Current> {
  const newest = await selectNewest(db, printerId).executeTakeFirst()
  // Rows are never changed, only deleted, so the three statements are consistent.
  const observation =
    newest?.observation_id != null
      ? await db
          .selectFrom('observations')
          .selectAll()
          .where('id', '=', newest.observation_id)
          .executeTakeFirst()
      : undefined
  const picture =
    newest?.snapshot_id != null
      ? await selectHistory(db).where('snapshots.id', '=', newest.snapshot_id).executeTakeFirst()
      : undefined
  const reading = observation ? toReading(observation) : null
  return {
    observation: observation && reading ? { ...toObservation(observation), reading } : null,
    snapshot: picture ? toSnapshot(picture) : null,
    snapshotReading: picture ? toReading(picture) : null,
    intervalSeconds: newest?.promised_seconds ?? null,
    lastReceivedAt: newest?.last_received_at != null ? new Date(newest.last_received_at) : null,
  }
}

async function listSnapshots(
  db: Kysely<Tables>,
  printerId: number,
  before: HistoryCursor | null,
  limit: number,
): Promise<HistoryEntry[]> {
  const rows = await selectPage(db, printerId, before, limit).execute()
  return rows.map((row) => ({ snapshot: toSnapshot(row), reading: toReading(row) }))
}
