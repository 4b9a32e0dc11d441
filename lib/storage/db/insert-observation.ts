import { type ExpressionBuilder, type Kysely, type Selectable, sql } from 'kysely'
import type { NewObservation, NewSnapshot, Observation, Snapshot } from '#lib/printers/types.ts'
import { correctTimes } from './correct-times.ts'
import type { Database, Dialect } from './database.ts'
import { announceChanges } from './notifications/announce-report.ts'
import { lockPrinter } from './printer-store.ts'
import { derivePrintsAfter } from './prints/derivation.ts'
import type { DerivationQueue } from './prints/derivation-queue.ts'
import { fromReading, readingColumns, toFlag, toObservation, toSnapshot } from './rows.ts'
import type { ObservationTable, SnapshotTable, Tables } from './schema.ts'

/** How long after a status a picture without a reading may arrive and still belong to it. */
const joinWithinMs = 60_000

interface Inserted {
  observation: Observation
  snapshot: Snapshot | null
  isNew: boolean
}

/**
 * Inserts one report. `SnapshotStore` defines which reports are duplicates, and which picture joins which status.
 * @throws DomainError `printer-not-found`
 */
export async function insertObservation(
  database: Database,
  derivation: DerivationQueue,
  given: NewObservation,
): Promise<Inserted> {
  let isDeriving = false
  const inserted = await database.write(async (db) => {
    let printer = await lockPrinter(db, database.dialect, given.printerId)
    if (await correctTimes(db, given.printerId, given.receivedAt.getTime(), printer))
      printer = await lockPrinter(db, database.dialect, given.printerId)
    if (given.snapshot !== null) await lockPicture(db, database.dialect, given.snapshot.sha256)
    const entry = (await wasDeleted(db, given)) ? { ...given, snapshot: null } : given
    const duplicate = entry.snapshot && (await getDuplicate(db, entry.printerId, entry.snapshot))
    if (duplicate) return duplicate
    const repeated = await getRepeatedReading(db, entry)
    if (repeated && entry.snapshot === null)
      return { observation: toObservation(repeated), snapshot: null, isNew: false }
    const observation =
      repeated ??
      (await joinWaitingObservation(db, entry)) ??
      (await insertObservationRow(db, entry))
    const snapshot = entry.snapshot && (await insertSnapshotRow(db, observation, entry.snapshot))
    if (snapshot) await noteCamera(db, snapshot, entry.cameraName ?? null)
    isDeriving = await announceChanges(db, printer, entry, () =>
      derivePrintsAfter(db, entry, printer),
    )
    await db
      .updateTable('printers')
      .set((eb) => ({
        revision: eb('revision', '+', 1),
        last_received_at: Math.max(printer.last_received_at ?? 0, entry.receivedAt.getTime()),
      }))
      .where('id', '=', entry.printerId)
      .execute()
    return {
      observation: toObservation(observation),
      snapshot: snapshot && toSnapshot(snapshot),
      isNew: true,
    }
  })
  if (isDeriving) derivation.start(given.printerId)
  return inserted
}

/** Until the transaction ends, no other one inserts a snapshot with this picture or deletes its blob. */
export async function lockPicture(
  db: Kysely<Tables>,
  dialect: Dialect,
  sha256: string,
): Promise<void> {
  if (dialect.hasRowLocks)
    await sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 0))`.execute(db)
}

async function getDuplicate(
  db: Kysely<Tables>,
  printerId: number,
  { sha256, capturedAt, camera }: NewSnapshot,
): Promise<Inserted | null> {
  const snapshot = await db
    .selectFrom('snapshots')
    .selectAll()
    .where('sha256', '=', sha256)
    .where('printer_id', '=', printerId)
    .where('captured_at', '=', capturedAt.getTime())
    .where('camera', '=', camera)
    .executeTakeFirst()
  if (!snapshot) return null
  const observation = await db
    .selectFrom('observations')
    .selectAll()
    .where('id', '=', snapshot.observation_id)
    .executeTakeFirstOrThrow()
  return {
    observation: toObservation(observation),
    snapshot: toSnapshot(snapshot),
    isNew: false,
  }
}

/** The owner has deleted the picture of this report since it was first sent. */
async function wasDeleted(
  db: Kysely<Tables>,
  { printerId, snapshot }: NewObservation,
): Promise<boolean> {
  if (snapshot === null) return false
  const row = await db
    .selectFrom('deleted_pictures')
    .select('id')
    .where('sha256', '=', snapshot.sha256)
    .where('printer_id', '=', printerId)
    .where('captured_at', '=', snapshot.capturedAt.getTime())
    .executeTakeFirst()
  return row !== undefined
}

/**
 * The same reading of the same time from the same credential: a retry after a lost response. If the report has a picture, only a
 * reading without one of this camera, since two pictures of a camera have separate readings.
 */
async function getRepeatedReading(
  db: Kysely<Tables>,
  entry: NewObservation,
): Promise<Selectable<ObservationTable> | undefined> {
  if (entry.reading === null) return undefined
  const rows = await db
    .selectFrom('observations')
    .selectAll()
    .where('printer_id', '=', entry.printerId)
    .where('has_reading', '=', 1)
    .where('observed_at', '=', entry.observedAt.getTime())
    .where('credential_id', '=', entry.credentialId)
    .$if(entry.snapshot !== null, (query) => query.where(hasNoPicture(entry.snapshot?.camera ?? 1)))
    .execute()
  const columns = fromReading(entry.reading)
  return rows.find((row) => readingColumns.every((column) => row[column] === columns[column]))
}

/**
 * The status that this picture belongs to, if the snapper sends status and picture separately: the one of the same time, also of a
 * report that was delayed, or the one just before.
 */
async function joinWaitingObservation(
  db: Kysely<Tables>,
  entry: NewObservation,
): Promise<Selectable<ObservationTable> | undefined> {
  if (entry.reading !== null || entry.snapshot === null) return undefined
  const receivedAt = entry.receivedAt.getTime()
  const { camera } = entry.snapshot
  const ofTime = await selectWaiting(db, entry, camera)
    .where('observed_at', '=', entry.observedAt.getTime())
    .executeTakeFirst()
  if (ofTime) return ofTime
  // A spooled picture of this morning doesn't belong to a status of just now.
  if (receivedAt - entry.snapshot.capturedAt.getTime() > joinWithinMs) return undefined
  const waiting = await selectWaiting(db, entry, camera)
    .where('received_at', '>=', receivedAt - joinWithinMs)
    .where('received_at', '<=', receivedAt)
    .executeTakeFirst()
  if (waiting && entry.intervalSeconds !== null)
    await db
      .updateTable('observations')
      .set({ promised_seconds: entry.intervalSeconds })
      .where('id', '=', waiting.id)
      .execute()
  return waiting
}

function selectWaiting(db: Kysely<Tables>, entry: NewObservation, camera: number) {
  return db
    .selectFrom('observations')
    .selectAll()
    .where('printer_id', '=', entry.printerId)
    .where('credential_id', '=', entry.credentialId)
    .where('has_reading', '=', 1)
    .where(hasNoPicture(camera))
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
}

function hasNoPicture(camera: number) {
  return ({ not, exists, selectFrom }: ExpressionBuilder<Tables, 'observations'>) =>
    not(
      exists(
        selectFrom('snapshots')
          .select('snapshots.id')
          .whereRef('snapshots.observation_id', '=', 'observations.id')
          .where('snapshots.camera', '=', camera),
      ),
    )
}

/** The first camera needs a row only for its name. */
async function noteCamera(
  db: Kysely<Tables>,
  { printer_id, camera: number }: Selectable<SnapshotTable>,
  reportedName: string | null,
): Promise<void> {
  if (number === 1 && reportedName === null) return
  const name = reportedName === null ? {} : { reported_name: reportedName }
  await db
    .insertInto('cameras')
    .values({ printer_id, number, name: null, reported_name: reportedName })
    .onConflict((conflict) =>
      conflict.columns(['printer_id', 'number']).doUpdateSet({ number, ...name }),
    )
    .execute()
}

async function insertObservationRow(
  db: Kysely<Tables>,
  entry: NewObservation,
): Promise<Selectable<ObservationTable>> {
  return await db
    .insertInto('observations')
    .values({
      printer_id: entry.printerId,
      credential_id: entry.credentialId,
      promised_seconds: entry.intervalSeconds ?? entry.reading?.intervalSeconds ?? null,
      observed_at: entry.observedAt.getTime(),
      received_at: entry.receivedAt.getTime(),
      ...fromReading(entry.reading),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function insertSnapshotRow(
  db: Kysely<Tables>,
  observation: Selectable<ObservationTable>,
  snapshot: NewSnapshot,
): Promise<Selectable<SnapshotTable>> {
  return await db
    .insertInto('snapshots')
    .values({
      printer_id: observation.printer_id,
      observation_id: observation.id,
      camera: snapshot.camera,
      sha256: snapshot.sha256,
      bytes: snapshot.bytes,
      width: snapshot.width,
      height: snapshot.height,
      placeholder: snapshot.placeholder,
      luma: snapshot.luma,
      pictured_state: observation.state,
      sharpness: snapshot.sharpness,
      captured_at: snapshot.capturedAt.getTime(),
      received_at: snapshot.receivedAt.getTime(),
      is_clamped: toFlag(snapshot.isClamped),
      hidden_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}
