import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { activeStates } from '#lib/api/states.ts'
import type { RetentionStore, StoredSnapshot } from '#lib/printers/ports.ts'
import { type Database, maxParameters } from './database.ts'
import { lockPicture } from './insert-observation.ts'
import { incrementRevision } from './printer-store.ts'
import { collectOrphans, purge } from './purge.ts'
import type { Tables } from './schema.ts'
import { hasSnapshot } from './snapshot-store.ts'

export function createRetentionStore(database: Database): RetentionStore {
  return {
    listStored: (printerId) => listStored(database, printerId),
    deleteSnapshots: (ids) => database.write((db) => deleteSnapshots(db, ids)),
    purge: (printerId, span) =>
      database.write((db) => purge(db, printerId, span, database.dialect)),
    deleteUnreferenced: (sha256, deleteBlob) =>
      database.write(async (db) => {
        await lockPicture(db, database.dialect, sha256)
        if (await hasSnapshot(db, sha256)) return false
        await deleteBlob()
        return true
      }),
    listRevisions: () =>
      database.read(async (db) => {
        const rows = await db.selectFrom('printers').select(['id', 'revision']).execute()
        return new Map(rows.map((row) => [row.id, row.revision]))
      }),
    checkWritable: () =>
      database.write(async (db) => {
        // A real write: a full or read-only disk still grants the lock.
        await db.updateTable('write_checks').set({ checked_at: Date.now() }).execute()
      }),
    close: () => database.close(),
  }
}

async function listStored(database: Database, printerId: number): Promise<StoredSnapshot[]> {
  const limit = database.dialect.pageLengths.snapshots
  const rows: StoredRow[] = []
  for (;;) {
    const page = await database.read((db) =>
      selectStored(db, printerId, limit, rows.at(-1)).execute(),
    )
    for (const row of page) rows.push(row)
    if (page.length < limit) break
    await setImmediate()
  }
  // At equal capture times the one received later is newer, as on the pages.
  rows.sort((a, b) => a.captured_at - b.captured_at || a.received_at - b.received_at || a.id - b.id)
  const active: ReadonlySet<string | null> = activeStates
  return rows.map((row) => ({
    id: row.id,
    sha256: row.sha256,
    bytes: row.bytes,
    capturedAt: new Date(row.captured_at),
    jobName: active.has(row.state) ? row.job_name : null,
  }))
}

type StoredRow = Awaited<ReturnType<ReturnType<typeof selectStored>['executeTakeFirstOrThrow']>>

function selectStored(
  db: Kysely<Tables>,
  printerId: number,
  limit: number,
  last?: { captured_at: number; id: number },
) {
  const all = db
    .selectFrom('snapshots')
    .innerJoin('observations', 'observations.id', 'snapshots.observation_id')
    .select(['snapshots.id', 'sha256', 'bytes', 'captured_at', 'snapshots.received_at'])
    .select(['job_name', 'state'])
    .where('snapshots.printer_id', '=', printerId)
  const newer = last
    ? all.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('captured_at', 'snapshots.id'), '>', tuple(last.captured_at, last.id)),
      )
    : all
  return newer.orderBy('captured_at').orderBy('snapshots.id').limit(limit)
}

async function deleteSnapshots(db: Kysely<Tables>, ids: readonly number[]): Promise<string[]> {
  const hashes = new Set<string>()
  const printerIds = new Set<number>()
  for (let start = 0; start < ids.length; start += maxParameters) {
    const deleted = await db
      .deleteFrom('snapshots')
      .where('id', 'in', ids.slice(start, start + maxParameters))
      .returning(['sha256', 'printer_id'])
      .execute()
    for (const row of deleted) {
      hashes.add(row.sha256)
      printerIds.add(row.printer_id)
    }
    await setImmediate()
  }
  for (const id of [...printerIds].sort((a, b) => a - b)) await incrementRevision(db, id)
  return await collectOrphans(db, [...hashes])
}
