import { type Expression, expressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import type {
  ArchiveFilter,
  ArchiveStore,
  ReadingPoint,
} from '#lib/printers/archive/archive-store.ts'
import type { HistoryCursor } from '#lib/printers/types.ts'
import type { Database } from '../database.ts'
import { selectPage, selectPageAfter } from '../history-queries.ts'
import { toReading, toSnapshot } from '../rows.ts'
import type { Tables } from '../schema.ts'
import { parseTemperatures } from './print-observations.ts'
import { selectFrames } from './print-queries.ts'

const quarterMs = 15 * 60 * 1000

export function createArchiveStore(database: Database): ArchiveStore {
  return {
    listArchive: (printerId, page, filter) =>
      database.read(async (db) => {
        const rows = await selectArchive(db, printerId, page, filter).execute()
        if (page.after) rows.reverse()
        return rows.map((row) => ({ snapshot: toSnapshot(row), reading: toReading(row) }))
      }),
    countByQuarterHour: (printerId, filter) =>
      database.read(async (db) => {
        const rows = await selectQuarters(db, printerId, filter).execute()
        return rows.map(({ quarter, count }) => ({
          startsAt: new Date(quarter * quarterMs),
          count: Number(count),
        }))
      }),
    listReadings: (printerId, span, limit) =>
      database.read((db) => listReadings(db, printerId, span, limit)),
  }
}

/** Snapshots before a cursor, newest first; or those after one, oldest first. */
export function selectArchive(
  db: Kysely<Tables>,
  printerId: number,
  { before, after, limit }: { before: HistoryCursor | null; after?: HistoryCursor; limit: number },
  filter: ArchiveFilter,
) {
  const page = after
    ? selectPageAfter(db, printerId, after, limit)
    : selectPage(db, printerId, before, limit)
  return page.where(matches(db, printerId, filter))
}

function matches(
  db: Kysely<Tables>,
  printerId: number,
  { from, to, state, frames }: ArchiveFilter,
): Expression<SqlBool> {
  const { and, eb } = expressionBuilder<Tables, 'snapshots'>()
  const conditions: Expression<SqlBool>[] = []
  if (from !== null) conditions.push(eb('snapshots.captured_at', '>=', from.getTime()))
  if (to !== null) conditions.push(eb('snapshots.captured_at', '<', to.getTime()))
  if (state !== null) conditions.push(eb('snapshots.pictured_state', '=', state))
  if (frames !== null)
    conditions.push(
      eb('snapshots.captured_at', '>=', frames.from.getTime()),
      eb('snapshots.captured_at', '<=', frames.to.getTime()),
      eb('snapshots.id', 'in', selectFrames(db, printerId, frames).select('snapshots.id')),
    )
  return and(conditions)
}

export function selectQuarters(db: Kysely<Tables>, printerId: number, filter: ArchiveFilter) {
  const quarter = sql<number>`captured_at / ${sql.lit(quarterMs)}`
  return db
    .selectFrom('snapshots')
    .select(quarter.as('quarter'))
    .select((eb) => eb.fn.countAll().as('count'))
    .where('printer_id', '=', printerId)
    .where(matches(db, printerId, filter))
    .groupBy(quarter)
    .orderBy('quarter')
}

const pointColumns = [
  'observed_at',
  'state',
  'progress',
  'temperatures',
  'promised_seconds',
] as const

async function listReadings(
  db: Kysely<Tables>,
  printerId: number,
  span: { from: Date; to: Date },
  limit: number,
): Promise<ReadingPoint[]> {
  const within = db
    .selectFrom('observations')
    .where('printer_id', '=', printerId)
    .where('has_reading', '=', 1)
    .where('observed_at', '>=', span.from.getTime())
    .where('observed_at', '<=', span.to.getTime())
  const { all } = await within.select((eb) => eb.fn.countAll().as('all')).executeTakeFirstOrThrow()
  const partMs = Math.max(1, Math.ceil((span.to.getTime() - span.from.getTime() + 1) / limit))
  const part = sql`(observed_at - ${sql.lit(span.from.getTime())}) / ${sql.lit(partMs)}`
  const ranked = within
    .select(pointColumns)
    .select(
      sql<number>`row_number() over (partition by ${part} order by observed_at desc, id desc)`.as(
        'rank',
      ),
    )
  const rows =
    Number(all) <= limit
      ? await within.select(pointColumns).orderBy('observed_at').orderBy('id').execute()
      : await db
          .selectFrom(ranked.as('ranked'))
          .select(pointColumns)
          .where('rank', '=', 1)
          .orderBy('observed_at')
          .execute()
  return rows.map((row) => ({
    observedAt: new Date(row.observed_at),
    // The casts: see `createReading`.
    state: row.state as ReadingPoint['state'],
    progress: row.progress,
    temperatures: parseTemperatures(row.temperatures),
    intervalSeconds: row.promised_seconds,
  }))
}
