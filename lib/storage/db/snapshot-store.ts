import type { Kysely } from 'kysely'
import type { SnapshotStore } from '#lib/printers/ports.ts'
import type { Current, HistoryCursor, HistoryEntry } from '#lib/printers/types.ts'
import { type Database, maxParameters } from './database.ts'
import {
  isVisible,
  selectAnyHistory,
  selectNewest,
  selectNewestOfOthers,
  selectPage,
} from './history-queries.ts'
import { insertObservation } from './insert-observation.ts'
import type { DerivationQueue } from './prints/derivation-queue.ts'
import { jobColumns } from './prints/job-columns.ts'
import { isPublishing, toDate, toObservation, toReading, toSnapshot } from './rows.ts'
import type { Tables } from './schema.ts'

const noReport: Current = {
  observation: null,
  snapshot: null,
  snapshotReading: null,
  otherCameras: [],
  previousCapturedAt: null,
  withdrawnCapturedAt: null,
  intervalSeconds: null,
  lastReceivedAt: null,
}

export function createSnapshotStore(
  database: Database,
  derivation: DerivationQueue,
): SnapshotStore {
  return {
    insertObservation: (entry) => insertObservation(database, derivation, entry),
    getCurrent: (printerId) =>
      database.read(async (db) => (await listCurrent(db, printerId)).get(printerId) ?? noReport),
    listCurrent: () => database.read((db) => listCurrent(db, null)),
    listSnapshots: (printerId, page) =>
      database.read((db) => listSnapshots(db, printerId, page.before, page.limit)),
    hasSnapshot: (sha256) => database.read((db) => hasSnapshot(db, sha256)),
    isPublic: (sha256) => database.read((db) => isPublic(db, sha256)),
    isWithdrawn: (printerId, sha256) => database.read((db) => isWithdrawn(db, printerId, sha256)),
  }
}

export async function hasSnapshot(db: Kysely<Tables>, sha256: string): Promise<boolean> {
  const query = db.selectFrom('snapshots').select('id').where('sha256', '=', sha256).limit(1)
  return (await query.executeTakeFirst()) !== undefined
}

async function isPublic(db: Kysely<Tables>, sha256: string): Promise<boolean> {
  const query = db
    .selectFrom('snapshots')
    .innerJoin('printers', 'printers.id', 'snapshots.printer_id')
    .select('snapshots.id')
    .leftJoin('cameras', (join) =>
      join
        .onRef('cameras.printer_id', '=', 'snapshots.printer_id')
        .onRef('cameras.number', '=', 'snapshots.camera'),
    )
    .where('sha256', '=', sha256)
    .where(isVisible())
    .where(isPublishing())
    .where((eb) => eb.or([eb('cameras.id', 'is', null), eb('cameras.is_publishing', '=', 1)]))
  return (await query.limit(1).executeTakeFirst()) !== undefined
}

async function isWithdrawn(
  db: Kysely<Tables>,
  printerId: number,
  sha256: string,
): Promise<boolean> {
  const select = (table: 'snapshots' | 'deleted_pictures') =>
    db
      .selectFrom(table)
      .select('id')
      .where('sha256', '=', sha256)
      .where('printer_id', '=', printerId)
      .limit(1)
  const hidden = await select('snapshots').where(isVisible(false)).executeTakeFirst()
  return (hidden ?? (await select('deleted_pictures').executeTakeFirst())) !== undefined
}

/** Of one printer, or of all, in the same number of statements. */
async function listCurrent(
  db: Kysely<Tables>,
  printerId: number | null,
): Promise<Map<number, Current>> {
  const newest = await selectNewest(db, printerId).execute()
  const others = await selectNewestOfOthers(db, printerId).execute()
  const ids = (name: 'observation_id' | 'snapshot_id') => newest.flatMap((row) => row[name] ?? [])
  // What these rows contain never changes, so the three statements are consistent, also while one of them is hidden.
  const observations = await selectByIds(ids('observation_id'), (part) =>
    db
      .selectFrom('observations')
      .selectAll()
      .select(jobColumns())
      .where('id', 'in', part)
      .execute(),
  )
  const pictureIds = [...ids('snapshot_id'), ...others.flatMap((row) => row.snapshot_id ?? [])]
  const pictures = await selectByIds(pictureIds, (part) =>
    selectAnyHistory(db).where('snapshots.id', 'in', part).execute(),
  )
  return new Map(
    newest.map((row) => {
      const observation = observations.get(row.observation_id ?? 0)
      const picture = pictures.get(row.snapshot_id ?? 0)
      const reading = observation ? toReading(observation) : null
      const current = {
        observation: observation && reading ? { ...toObservation(observation), reading } : null,
        snapshot: picture ? toSnapshot(picture) : null,
        snapshotReading: picture ? toReading(picture) : null,
        otherCameras: others.flatMap(({ printer_id, number, snapshot_id }) => {
          const found = printer_id === row.id ? pictures.get(snapshot_id ?? 0) : undefined
          return found ? [{ number, snapshot: toSnapshot(found), reading: toReading(found) }] : []
        }),
        previousCapturedAt: toDate(row.previous_captured_at),
        withdrawnCapturedAt: toDate(findLater(row.hidden_captured_at, row.deleted_captured_at)),
        intervalSeconds: row.promised_seconds ?? row.interval_seconds,
        lastReceivedAt: toDate(row.last_received_at),
      }
      return [row.id, current]
    }),
  )
}

const findLater = (a: number | null, b: number | null) =>
  a === null || b === null ? (a ?? b) : Math.max(a, b)

async function selectByIds<Row extends { id: number }>(
  ids: readonly number[],
  select: (ids: readonly number[]) => Promise<Row[]>,
): Promise<Map<number, Row>> {
  const rows: Row[] = []
  for (let start = 0; start < ids.length; start += maxParameters)
    rows.push(...(await select(ids.slice(start, start + maxParameters))))
  return new Map(rows.map((row) => [row.id, row]))
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
