import type { Kysely } from 'kysely'
import { cameraNumbers } from '#lib/api/cameras.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import { type Database, maxParameters } from './database.ts'
import { deleteFlipbooks } from './flipbooks.ts'
import { isVisible } from './history-queries.ts'
import { incrementRevision } from './increment-revision.ts'
import { insertLogEntry } from './owner/rows.ts'
import { lockPrinter } from './printer-store.ts'
import { markStale } from './prints/derivation.ts'
import type { DerivationQueue } from './prints/derivation-queue.ts'
import { deleteFactsWithin } from './prints/facts.ts'
import { deleteFormer } from './prints/former.ts'
import { fromReading } from './rows.ts'
import type { Tables } from './schema.ts'

/** Rows deleted in one transaction: few, so that uploads and pages hardly wait. */
const batchLength = 200

type Purged = { observations: number; snapshots: number; orphans: string[] }

/**
 * Deletes a span of a printer's history, pictures captured and readings observed in it, in batches. After a crash, the same call
 * deletes the rest. The entry is written with the first batch.
 * @throws DomainError `printer-not-found`
 */
export async function purge(
  database: Database,
  derivation: DerivationQueue,
  printerId: number,
  span: { from: Date; to: Date },
  entry?: NewLogEntry,
): Promise<Purged> {
  let unlogged = entry
  const [from, to] = [span.from.getTime(), span.to.getTime()]
  const purged: Purged = { observations: 0, snapshots: 0, orphans: [] }
  for (let isLeft = true; isLeft; ) {
    isLeft = await database.write(async (db) => {
      const printer = await lockPrinter(db, database.dialect, printerId)
      await incrementRevision(db, printerId)
      if (unlogged !== undefined) await insertLogEntry(db, unlogged)
      const pictures = await purgeSnapshots(db, printerId, from, to)
      const hashes = new Set(pictures.map((row) => row.sha256))
      purged.snapshots += pictures.length
      purged.orphans.push(...(await collectOrphans(db, [...hashes])))
      if (pictures.length === batchLength) return true
      // Observations after pictures, also those of pictures that have arrived since.
      const end = await findBatchEnd(db, printerId, from, to)
      purged.observations += await purgeObservations(db, printerId, from, end ?? to)
      // Prints without any observation left disappear too.
      await markStale(db, printerId, { from, to: end ?? to }, printer)
      if (end === null) await resetLastReceived(db, printerId)
      return end !== null
    })
    unlogged = undefined
  }
  await derivation.finish(printerId)
  await database.write(async (db) => {
    const within = { from: from, to: to - 1 }
    await deleteFactsWithin(db, printerId, within)
    await deleteFormer(db, printerId, within)
  })
  return purged
}

async function purgeSnapshots(db: Kysely<Tables>, printerId: number, from: number, to: number) {
  const deleted: { sha256: string }[] = []
  // Each kind has an index of its own.
  for (const [camera, isHidden] of cameraNumbers.flatMap(
    (number) =>
      [
        [number, true],
        [number, false],
      ] as const,
  )) {
    const batch = db
      .selectFrom('snapshots')
      .select('id')
      .where('printer_id', '=', printerId)
      .where('camera', '=', camera)
      .where(isVisible(!isHidden))
      .where('captured_at', '>=', from)
      .where('captured_at', '<', to)
      .orderBy('captured_at')
      .limit(batchLength - deleted.length)
    const query = db.deleteFrom('snapshots').where('id', 'in', batch).returning('sha256')
    deleted.push(...(await query.execute()))
  }
  return deleted
}

/** The first time after the next batch of observations; `null`: they are all in it. */
async function findBatchEnd(
  db: Kysely<Tables>,
  printerId: number,
  from: number,
  to: number,
): Promise<number | null> {
  const ends = []
  for (const hasReading of [0, 1] as const)
    ends.push(
      await db
        .selectFrom('observations')
        .select('observed_at')
        .where('printer_id', '=', printerId)
        .where('has_reading', '=', hasReading)
        .where('observed_at', '>=', from)
        .where('observed_at', '<', to)
        .orderBy('observed_at')
        .offset(batchLength)
        .limit(1)
        .executeTakeFirst(),
    )
  const times = ends.flatMap((end) => end?.observed_at ?? [])
  return times.length === 0 ? null : Math.min(...times) + 1
}

/** With both, the index of the newest reading finds all observations of a span. */
const flags = [0, 1] as const

async function purgeObservations(
  db: Kysely<Tables>,
  printerId: number,
  from: number,
  to: number,
): Promise<number> {
  // A picture outside the span stays, but loses the reading that was sent with it.
  const purged = db
    .selectFrom('observations')
    .select('id')
    .where('printer_id', '=', printerId)
    .where('has_reading', 'in', flags)
    .where('observed_at', '>=', from)
    .where('observed_at', '<', to)
  await db
    .updateTable('snapshots')
    .set({ pictured_state: null })
    .where('printer_id', '=', printerId)
    .where('observation_id', 'in', purged)
    .execute()
  const emptied = await db
    .updateTable('observations')
    .from('snapshots')
    .set((eb) => ({
      ...fromReading(null),
      promised_seconds: null,
      observed_at: eb.ref('snapshots.captured_at'),
    }))
    .whereRef('snapshots.observation_id', '=', 'observations.id')
    .where('observations.printer_id', '=', printerId)
    .where('has_reading', 'in', flags)
    .where('observed_at', '>=', from)
    .where('observed_at', '<', to)
    .executeTakeFirst()
  const deleted = await db
    .deleteFrom('observations')
    .where('printer_id', '=', printerId)
    .where('has_reading', 'in', flags)
    .where('observed_at', '>=', from)
    .where('observed_at', '<', to)
    .executeTakeFirst()
  return Number(emptied.numUpdatedRows + deleted.numDeletedRows)
}

/** The time of the last report is part of the history too. */
async function resetLastReceived(db: Kysely<Tables>, printerId: number): Promise<void> {
  const last = await db
    .selectFrom('observations')
    .leftJoin('snapshots', 'snapshots.observation_id', 'observations.id')
    .select(['observations.received_at as observed', 'snapshots.received_at as pictured'])
    .where('observations.printer_id', '=', printerId)
    .orderBy('observations.received_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  await db
    .updateTable('printers')
    .set({ last_received_at: last ? Math.max(last.observed, last.pictured ?? 0) : null })
    .where('id', '=', printerId)
    .execute()
}

/**
 * The hashes that no snapshot refers to any more. Deletes the flipbooks with any that no public snapshot has, and returns their hashes
 * too.
 */
export async function collectOrphans(
  db: Kysely<Tables>,
  hashes: readonly string[],
): Promise<string[]> {
  const orphans = new Set(hashes)
  const unseen = new Set(hashes)
  for (let start = 0; start < hashes.length; start += maxParameters) {
    const referenced = await db
      .selectFrom('snapshots')
      .select(['sha256', 'hidden_at'])
      .distinct()
      .where('sha256', 'in', hashes.slice(start, start + maxParameters))
      .execute()
    for (const { sha256, hidden_at } of referenced) {
      orphans.delete(sha256)
      if (hidden_at === null) unseen.delete(sha256)
    }
  }
  const removable = [...orphans, ...(await deleteFlipbooks(db, unseen))]
  for (let start = 0; start < removable.length; start += maxParameters)
    await db
      .insertInto('pictures_to_remove')
      .values(removable.slice(start, start + maxParameters).map((sha256) => ({ sha256 })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  return removable
}
