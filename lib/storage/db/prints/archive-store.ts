import { setImmediate } from 'node:timers/promises'
import {
  type Expression,
  expressionBuilder,
  type Kysely,
  type Selectable,
  type SqlBool,
  sql,
} from 'kysely'
import type {
  ArchiveFilter,
  ArchiveStore,
  ReadingPoint,
} from '#lib/printers/archive/archive-store.ts'
import type { HistoryCursor } from '#lib/printers/types.ts'
import type { Database } from '../database.ts'
import {
  isBeyond,
  isVisible,
  selectHistory,
  selectPage,
  selectPageAfter,
  startOf,
} from '../history-queries.ts'
import { selectParts } from '../parts.ts'
import { toReading, toSnapshot } from '../rows.ts'
import type { ObservationTable, Tables } from '../schema.ts'
import { parseTemperatures } from './print-observations.ts'
import { isFrameOf } from './print-queries.ts'

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
    listReadings: (printerId, span, limit) => listReadings(database, printerId, span, limit),
  }
}

type Page = { before: HistoryCursor | null; after?: HistoryCursor; limit: number }

/** Snapshots before a cursor, newest first; or those after one, oldest first. */
export function selectArchive(
  db: Kysely<Tables>,
  printerId: number,
  page: Page,
  filter: ArchiveFilter,
) {
  const { limit, after } = page
  const bounds = narrow(page, filter)
  const isWithin = isBetween(bounds)
  const { camera = 1 } = filter
  const query =
    after === undefined
      ? selectPage(db, printerId, null, limit, camera)
      : selectPageAfter(db, printerId, bounds.oldest ?? after, limit, camera)
  if (filter.state === null || filter.frames !== null)
    return query.where(isWithin).where(matches(filter))
  // Only the ids: all that they need is in the index of states, which SQLite doesn't prefer otherwise.
  const direction = after === undefined ? 'desc' : 'asc'
  const ids = db
    .selectFrom('snapshots')
    .select('snapshots.id')
    .where('printer_id', '=', printerId)
    .where('camera', '=', camera)
    .where(isVisible())
    .where(matches(filter))
    .where(isWithin)
    .orderBy('captured_at', direction)
    .orderBy('id', direction)
    .limit(limit)
  return selectHistory(db)
    .where('snapshots.id', 'in', ids)
    .orderBy('snapshots.captured_at', direction)
    .orderBy('snapshots.id', direction)
}

/**
 * The cursors between which all matching snapshots are. SQLite uses one bound on each side of an index, and must not get a wider one
 * as well: it could then read everything between the two.
 */
function narrow({ before, after }: Omit<Page, 'limit'>, { from, to, frames }: ArchiveFilter) {
  const upper = [before, to && startOf(to.getTime())]
  const lower = [after, from && startOf(from.getTime())]
  if (frames) {
    upper.push(startOf(frames.to.getTime() + 1))
    lower.push(startOf(frames.from.getTime()))
  }
  return {
    newest: upper.filter((cursor) => cursor != null).sort(compareCursors)[0] ?? null,
    oldest:
      lower
        .filter((cursor) => cursor != null)
        .sort(compareCursors)
        .at(-1) ?? null,
  }
}

function isBetween({ newest, oldest }: ReturnType<typeof narrow>): Expression<SqlBool> {
  const { and } = expressionBuilder<Tables, 'snapshots'>()
  return and([
    ...(newest === null ? [] : [isBeyond('<', newest)]),
    ...(oldest === null ? [] : [isBeyond('>', oldest)]),
  ])
}

function compareCursors(a: HistoryCursor, b: HistoryCursor): number {
  return a.capturedAt.getTime() - b.capturedAt.getTime() || a.id - b.id
}

/** For snapshots joined with their observations; without the filter's times. */
function matches({ state, frames }: ArchiveFilter): Expression<SqlBool> {
  const { and, eb } = expressionBuilder<Tables, 'snapshots'>()
  const conditions: Expression<SqlBool>[] = []
  if (state !== null) conditions.push(eb('snapshots.pictured_state', '=', state))
  if (frames !== null) conditions.push(isFrameOf(frames))
  return and(conditions)
}

export function selectQuarters(db: Kysely<Tables>, printerId: number, filter: ArchiveFilter) {
  const quarter = sql<number>`captured_at / ${sql.lit(quarterMs)}`
  const joined = db
    .selectFrom('snapshots')
    .innerJoin('observations', 'observations.id', 'snapshots.observation_id')
  // Without a print the index has all that is counted.
  const counted = filter.frames === null ? db.selectFrom('snapshots') : joined
  return counted
    .select(quarter.as('quarter'))
    .select((eb) => eb.fn.countAll().as('count'))
    .where('snapshots.printer_id', '=', printerId)
    .where('snapshots.camera', '=', filter.camera ?? 1)
    .where(isVisible())
    .where(isBetween(narrow({ before: null }, filter)))
    .where(matches(filter))
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

/** Looked up in one query, between which other work runs. */
const partsAtOnce = 500

async function listReadings(
  database: Database,
  printerId: number,
  { from, to }: { from: Date; to: Date },
  limit: number,
): Promise<ReadingPoint[]> {
  const span = { from: from.getTime(), to: to.getTime() }
  const all = await database.read((db) =>
    selectReadings(db, printerId, span)
      .orderBy('observed_at')
      .limit(limit + 1)
      .execute(),
  )
  if (all.length <= limit) return all.map(toPoint)
  const points: ReadingPoint[] = []
  for (let first = 0; first < limit; first += partsAtOnce) {
    const count = Math.min(partsAtOnce, limit - first)
    const rows = await database.read((db) =>
      selectLastOfParts(db, printerId, { ...span, limit, first, count }).execute(),
    )
    points.push(...rows.map(toPoint))
    await setImmediate()
  }
  return points
}

function selectReadings(db: Kysely<Tables>, printerId: number, span: { from: number; to: number }) {
  return db
    .selectFrom('observations')
    .select(pointColumns)
    .where('printer_id', '=', printerId)
    .where('has_reading', '=', 1)
    .where('observed_at', '>=', span.from)
    .where('observed_at', '<=', span.to)
}

/** The last reading of each of `count` parts of the span, from the `first` one; `limit` parts are all of it. */
export function selectLastOfParts(
  db: Kysely<Tables>,
  printerId: number,
  span: { from: number; to: number; limit: number; first: number; count: number },
) {
  const { from, to, limit, first, count } = span
  const partMs = Math.max(1, Math.ceil((to - from + 1) / limit))
  const start = sql<number>`${sql.lit(from)} + parts.n * ${sql.lit(partMs)}`
  const last = db
    .selectFrom('observations')
    .select('observations.id')
    .where('printer_id', '=', printerId)
    .where('has_reading', '=', 1)
    .where('observed_at', '>=', start)
    .where('observed_at', '<', sql<number>`${start} + ${sql.lit(partMs)}`)
    // Not for the index, which has a nearer bound.
    .where(sql<number>`observed_at + 0`, '<=', to)
    .orderBy('observed_at', 'desc')
    .orderBy('received_at', 'desc')
    .orderBy('observations.id', 'desc')
    .limit(1)
  return selectParts(db, first, count)
    .innerJoin('observations', (join) => join.on('observations.id', '=', last))
    .select(pointColumns)
    .orderBy('observed_at')
}

function toPoint(
  row: Pick<Selectable<ObservationTable>, (typeof pointColumns)[number]>,
): ReadingPoint {
  return {
    observedAt: new Date(row.observed_at),
    // The casts: see `createReading`.
    state: row.state as ReadingPoint['state'],
    progress: row.progress,
    temperatures: parseTemperatures(row.temperatures),
    intervalSeconds: row.promised_seconds,
  }
}
