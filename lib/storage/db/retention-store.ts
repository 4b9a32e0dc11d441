import { setImmediate } from 'node:timers/promises'
import { type Kysely, type Selectable, sql } from 'kysely'
import { activeStates } from '#lib/api/states.ts'
import {
  maxClockLeadMs,
  mentionsRevisionId,
  type RetentionStore,
  type StoredSnapshot,
} from '#lib/printers/ports.ts'
import { correctTimes } from './correct-times.ts'
import { type Database, maxParameters } from './database.ts'
import { isVisible } from './history-queries.ts'
import { incrementRevision } from './increment-revision.ts'
import { lockPicture } from './insert-observation.ts'
import { lockPrinter } from './printer-store.ts'
import type { DerivationQueue } from './prints/derivation-queue.ts'
import { collectOrphans, purge } from './purge.ts'
import { recountTotals } from './recount-totals.ts'
import { toRevision } from './rows.ts'
import type { SnapshotTable, Tables } from './schema.ts'
import { hasSnapshot } from './snapshot-store.ts'
import { hasAvatar } from './web-mentions/avatar-store.ts'

export function createRetentionStore(
  database: Database,
  derivation: DerivationQueue,
): Omit<RetentionStore, 'close'> {
  return {
    listStored: (printerId, isHidden = false, camera = 1) =>
      listStored(database, { printerId, isHidden, camera }),
    listTotals: () =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('printers')
          .select(['id', 'picture_count as pictures', 'picture_bytes as bytes'])
          .orderBy('id')
          .execute()
        return new Map(rows.map(({ id, ...totals }) => [id, totals]))
      }),
    recountTotals: () => database.write(recountTotals),
    deleteSnapshots: (ids) => database.write((db) => deleteSnapshots(db, ids)),
    purge: (printerId, span, entry) => purge(database, derivation, printerId, span, entry),
    listOrphans: (limit) =>
      database.read(async (db) => {
        const rows = db.selectFrom('pictures_to_remove').select('sha256').limit(limit)
        return (await rows.execute()).map(({ sha256 }) => sha256)
      }),
    forgetOrphans: (hashes) =>
      database.write(async (db) => {
        for (let start = 0; start < hashes.length; start += maxParameters)
          await db
            .deleteFrom('pictures_to_remove')
            .where('sha256', 'in', hashes.slice(start, start + maxParameters))
            .execute()
      }),
    deleteUnreferenced: (sha256, deleteBlob) =>
      database.write(async (db) => {
        await lockPicture(db, database.dialect, sha256)
        if ((await hasSnapshot(db, sha256)) || (await hasAvatar(db, sha256))) return false
        await deleteBlob()
        return true
      }),
    countReferences: (hashes) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('snapshots')
          .select((eb) => ['sha256', eb.fn.countAll().as('count')])
          .where('sha256', 'in', hashes)
          .groupBy('sha256')
          .unionAll(
            db
              .selectFrom('web_mention_avatars')
              .select((eb) => [
                eb.ref('sha256').$castTo<string>().as('sha256'),
                eb.fn.countAll().as('count'),
              ])
              .where('sha256', 'in', hashes)
              .groupBy('sha256'),
          )
          .execute()
        return new Map(rows.map(({ sha256, count }) => [sha256, Number(count)]))
      }),
    listRevisions: () =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('printers')
          .select(['id', 'revision', 'paused_until'])
          .unionAll(
            db
              .selectFrom('web_mention_settings')
              .select([
                sql.lit(mentionsRevisionId).as('id'),
                'revision',
                sql<number | null>`cast(null as bigint)`.as('paused_until'),
              ]),
          )
          .execute()
        return new Map(rows.map((row) => [row.id, toRevision(row)]))
      }),
    correctTimes: (now) => correctAll(database, derivation, now.getTime()),
    checkWritable: () =>
      database.write(async (db) => {
        // A real write: a full or read-only disk still grants the lock.
        await db.updateTable('write_checks').set({ checked_at: Date.now() }).execute()
      }),
  }
}

async function correctAll(
  database: Database,
  derivation: DerivationQueue,
  now: number,
): Promise<void> {
  const ahead = await database.read((db) =>
    db
      .selectFrom('printers')
      .select('id')
      .where('last_received_at', '>', now + maxClockLeadMs)
      .execute(),
  )
  for (const { id } of ahead) {
    await database.write(async (db) =>
      correctTimes(db, id, now, await lockPrinter(db, database.dialect, id)),
    )
    derivation.start(id)
  }
}

const pageLength = 500

/** In pages, between which other work runs: a history may be longer than fits into memory. */
async function* listStored(
  database: Database,
  history: HistoryOf,
): AsyncGenerator<StoredSnapshot, void> {
  let last: StoredRow | undefined
  const active: ReadonlySet<string | null> = activeStates
  do {
    const page = await database.read((db) => selectStored(db, history, last).execute())
    for (const row of page)
      yield {
        id: row.id,
        printerId: history.printerId,
        sha256: row.sha256,
        bytes: row.bytes,
        capturedAt: new Date(row.captured_at),
        jobName: active.has(row.state) ? row.job_name : null,
      }
    last = page.length < pageLength ? undefined : page.at(-1)
    await setImmediate()
  } while (last !== undefined)
}

interface HistoryOf {
  printerId: number
  isHidden: boolean
  camera: number
}

type StoredRow = Pick<Selectable<SnapshotTable>, 'id' | 'captured_at' | 'received_at'>

/** A page, oldest first. At equal capture times the one received later is newer, as on the pages of the site. */
export function selectStored(
  db: Kysely<Tables>,
  { printerId, isHidden, camera }: HistoryOf,
  last?: StoredRow,
) {
  const all = db
    .selectFrom('snapshots')
    .innerJoin('observations', 'observations.id', 'snapshots.observation_id')
    .select(['snapshots.id', 'sha256', 'bytes', 'captured_at', 'snapshots.received_at'])
    .select(['job_name', 'state'])
    .where('snapshots.printer_id', '=', printerId)
    .where('snapshots.camera', '=', camera)
    .where(isVisible(!isHidden))
  const newer = last
    ? all
        // For the index, which has no time of receipt.
        .where('captured_at', '>=', last.captured_at)
        .where(({ eb, refTuple, tuple }) =>
          eb(
            refTuple('captured_at', 'snapshots.received_at', 'snapshots.id'),
            '>',
            tuple(last.captured_at, last.received_at, last.id),
          ),
        )
    : all
  return newer
    .orderBy('captured_at')
    .orderBy('snapshots.received_at')
    .orderBy('snapshots.id')
    .limit(pageLength)
}

async function deleteSnapshots(db: Kysely<Tables>, ids: readonly number[]): Promise<string[]> {
  const hashes = new Set<string>()
  const parts = Array.from({ length: Math.ceil(ids.length / maxParameters) }, (_, index) =>
    ids.slice(index * maxParameters, (index + 1) * maxParameters),
  )
  const printerIds = new Set<number>()
  for (const part of parts) {
    const query = db.selectFrom('snapshots').select('printer_id').distinct()
    for (const row of await query.where('id', 'in', part).execute()) printerIds.add(row.printer_id)
  }
  // First, and in this order: what the owner changes at the same moment locks its printer before its pictures.
  for (const id of [...printerIds].sort((a, b) => a - b)) await incrementRevision(db, id)
  for (const part of parts) {
    const deletion = db.deleteFrom('snapshots').where('id', 'in', part).returning('sha256')
    for (const { sha256 } of await deletion.execute()) hashes.add(sha256)
    await setImmediate()
  }
  return await collectOrphans(db, [...hashes])
}
