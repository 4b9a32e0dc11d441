import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { activeStates } from '#lib/api/states.ts'
import type { RetentionStore, StoredSnapshot } from '#lib/printers/ports.ts'
import type { Database, Dialect } from './database.ts'
import { chunkLength, listOrphans } from './orphans.ts'
import { purge } from './purge.ts'
import { bumpRevision } from './revisions.ts'
import type { Tables } from './schema.ts'

export function createRetentionStore(database: Database): RetentionStore {
  return {
    listStored: (printerId) => listKept(database, printerId),
    deleteSnapshots: (ids) => database.write((db) => deleteSnapshots(db, ids)),
    purge: (printerId, span) =>
      database.write((db) => purge(db, printerId, span, database.dialect)),
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

/**
 * SQLite's driver works inside the event loop, where visitors' polls wait meanwhile: few at a time. Postgres reads both tables for each
 * page (185 ms of them, at 100,000), and we only wait: as many as memory bears.
 */
const pageLengths = { sqlite: 500, postgres: 100_000 } as const satisfies Record<Dialect, number>

async function listKept(database: Database, printerId: number): Promise<StoredSnapshot[]> {
  const limit = pageLengths[database.dialect]
  const rows: KeptRow[] = []
  for (;;) {
    const page = await database.read((db) =>
      selectKept(db, printerId, limit, rows.at(-1)).execute(),
    )
    for (const row of page) rows.push(row)
    if (page.length < limit) break
    await setImmediate()
  }
  // Of two taken at one moment the later received is the newer, as for visitors.
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

type KeptRow = Awaited<ReturnType<ReturnType<typeof selectKept>['executeTakeFirstOrThrow']>>

function selectKept(
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
    await setImmediate()
  }
  for (const id of [...printerIds].sort((a, b) => a - b)) await bumpRevision(db, id)
  return await listOrphans(db, [...hashes])
}
