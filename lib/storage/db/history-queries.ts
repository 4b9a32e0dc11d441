import { type Expression, expressionBuilder, type Kysely, type SqlBool } from 'kysely'
import type { HistoryCursor } from '#lib/printers/types.ts'
import { jobColumns } from './prints/job-columns.ts'
import { readingColumns } from './rows.ts'
import type { Tables } from './schema.ts'

/* Queries of every page view. Each must read from the end of an index, however long the history is (`query-plans.test.ts`). */

/**
 * The newest rows of one printer, or of all, with the pictures of its first camera. One statement, so that a report inserted at the same time is in all of the result or in
 * none of it.
 */
export function selectNewest(db: Kysely<Tables>, printerId: number | null) {
  return db
    .selectFrom('printers')
    .$if(printerId !== null, (query) => query.where('printers.id', '=', printerId))
    .select((eb) => {
      const all = eb
        .selectFrom('snapshots')
        .whereRef('printer_id', '=', 'printers.id')
        .where('camera', '=', 1)
        .orderBy('captured_at', 'desc')
      const snapshots = all.where(isVisible())
      const observations = eb
        .selectFrom('observations')
        .whereRef('printer_id', '=', 'printers.id')
        .orderBy('observed_at', 'desc')
        .orderBy('received_at', 'desc')
      return [
        'printers.id',
        'printers.last_received_at',
        'printers.interval_seconds',
        observations
          .select('observations.id')
          .where('has_reading', '=', 1)
          .orderBy('observations.id', 'desc')
          .limit(1)
          .as('observation_id'),
        snapshots
          .select('snapshots.id')
          .orderBy('received_at', 'desc')
          .orderBy('snapshots.id', 'desc')
          .limit(1)
          .as('snapshot_id'),
        snapshots.select('captured_at').offset(1).limit(1).as('previous_captured_at'),
        all.select('captured_at').where(isVisible(false)).limit(1).as('hidden_captured_at'),
        eb
          .selectFrom('deleted_pictures')
          .select('captured_at')
          .whereRef('printer_id', '=', 'printers.id')
          .where('camera', '=', 1)
          .orderBy('captured_at', 'desc')
          .limit(1)
          .as('deleted_captured_at'),
        observations
          .select('promised_seconds')
          .where('promised_seconds', 'is not', null)
          .limit(1)
          .as('promised_seconds'),
      ]
    })
}

/** The newest pictures of the cameras after the first, of one printer or of all. */
export function selectNewestOfOthers(db: Kysely<Tables>, printerId: number | null) {
  return db
    .selectFrom('cameras')
    .$if(printerId !== null, (query) => query.where('printer_id', '=', printerId))
    .where('number', '>', 1)
    .select((eb) => [
      'cameras.printer_id',
      'cameras.number',
      eb
        .selectFrom('snapshots')
        .select('snapshots.id')
        .whereRef('snapshots.printer_id', '=', 'cameras.printer_id')
        .whereRef('snapshots.camera', '=', 'cameras.number')
        .where(isVisible())
        .orderBy('captured_at', 'desc')
        .orderBy('received_at', 'desc')
        .orderBy('snapshots.id', 'desc')
        .limit(1)
        .as('snapshot_id'),
    ])
    .orderBy('number')
}

/** Snapshots that are public, or those that the owner has hidden. */
export function isVisible(is = true): Expression<SqlBool> {
  return expressionBuilder<Tables, 'snapshots'>()('snapshots.hidden_at', is ? 'is' : 'is not', null)
}

/** Public snapshots, each with the reading of its observation. */
export function selectHistory(db: Kysely<Tables>) {
  return selectAnyHistory(db).where(isVisible())
}

/** Hidden ones too: for the owner alone. */
export function selectAnyHistory(db: Kysely<Tables>) {
  return db
    .selectFrom('snapshots')
    .innerJoin('observations', 'observations.id', 'snapshots.observation_id')
    .selectAll('snapshots')
    .select(readingColumns)
    .select(jobColumns())
}

/** Newest first. */
export function selectPage(
  db: Kysely<Tables>,
  printerId: number,
  before: HistoryCursor | null,
  limit: number,
  camera = 1,
) {
  return selectHistory(db)
    .where('snapshots.printer_id', '=', printerId)
    .where('snapshots.camera', '=', camera)
    .$if(before !== null, (query) => query.where(isBeyond('<', before ?? never)))
    .orderBy('snapshots.captured_at', 'desc')
    .orderBy('snapshots.id', 'desc')
    .limit(checkPageLimit(limit))
}

/** The page of newer snapshots nearest to the cursor, oldest first. */
export function selectPageAfter(
  db: Kysely<Tables>,
  printerId: number,
  after: HistoryCursor,
  limit: number,
  camera = 1,
) {
  return selectHistory(db)
    .where('snapshots.printer_id', '=', printerId)
    .where('snapshots.camera', '=', camera)
    .where(isBeyond('>', after))
    .orderBy('snapshots.captured_at')
    .orderBy('snapshots.id')
    .limit(checkPageLimit(limit))
}

const never: HistoryCursor = { capturedAt: new Date(0), id: 0 }

/** A cursor before all snapshots of a time. */
export const startOf = (at: number): HistoryCursor => ({ capturedAt: new Date(at), id: 0 })

/**
 * Snapshots older or newer than a cursor. The time alone is for Postgres, which can't estimate how many rows a pair excludes and would
 * read all observations instead.
 */
export function isBeyond(
  direction: '<' | '>',
  { capturedAt, id }: HistoryCursor,
): Expression<SqlBool> {
  const { and, eb, refTuple, tuple } = expressionBuilder<Tables, 'snapshots'>()
  const at = capturedAt.getTime()
  return and([
    eb('snapshots.captured_at', `${direction}=`, at),
    eb(refTuple('snapshots.captured_at', 'snapshots.id'), direction, tuple(at, id)),
  ])
}

/** @throws RangeError */
export function checkPageLimit(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    throw new RangeError(`A page has 1 to 200 entries, not ${limit}.`)
  return limit
}
