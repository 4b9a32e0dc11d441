import { type Compilable, CompiledQuery, type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres } from '../../../testing/postgres/postgres-server.ts'
import type { Database } from './database.ts'
import { selectNewest, selectPage } from './history-queries.ts'
import { openPostgres } from './open-postgres.ts'
import { createStore } from './open-store.ts'
import { selectArrivals } from './overview-store.ts'
import { selectNearest, selectPictures } from './picture-store.ts'

import { selectArchive, selectLastOfParts, selectQuarters } from './prints/archive-store.ts'
import { selectLastPrintObservation, selectPrintObservations } from './prints/print-observations.ts'
import { selectEvenFrames, selectFrames } from './prints/print-queries.ts'
import { selectStored } from './retention-store.ts'
import type { Tables } from './schema.ts'
import { fillHistory, historyEverySeconds } from './testing/long-history.ts'
import { startOrSkip } from './testing/real-server.ts'
import { insertSamplePrinter, later, noon } from './testing/samples.ts'

// Postgres plans by statistics, so the history must be long enough for an index to be cheaper than a scan.
const snapshots = 10_000
const server = await startOrSkip('Postgres', () =>
  startPostgres({ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
)

describe.skipIf(server === null)('Postgres uses an index, however long the history is', () => {
  let database: Database
  let printerId = 0
  beforeAll(async () => {
    database = await openPostgres({ url: (await server?.createDatabase()) ?? '' })
    printerId = (await insertSamplePrinter(createStore(database).printers)).id
    await fillHistory(database, printerId, { snapshots, startsAt: noon })
    await database.write((db) => sql`analyze`.execute(db))
  })
  afterAll(async () => {
    await database.close()
    await server?.stop()
  })

  const at = (index: number) => later(index * historyEverySeconds)
  const middle = { capturedAt: at(snapshots / 2), id: snapshots / 2 }
  const page = { before: middle, limit: 48 }
  const none = { from: null, to: null, state: null, frames: null }
  const span = { from: middle.capturedAt, to: at(snapshots / 2 + 50), jobName: 'job 3.gcode' }
  const seen = { firstAt: span.from, lastAt: span.to }
  const day = { from: middle.capturedAt, to: later(86_400, middle.capturedAt) }

  const ends = { firstAt: span.from.getTime(), lastAt: span.to.getTime(), limit: 240 }
  const parts = { from: 0, to: at(snapshots).getTime(), limit: 2_880, first: 500, count: 500 }
  const middleObservation = { observedAt: middle.capturedAt.getTime(), id: 0 }

  const queries: Record<string, (db: Kysely<Tables>) => Compilable> = {
    'the current state': (db) => selectNewest(db, printerId),
    'the arrivals of a day': (db) =>
      selectArrivals(db, printerId, at(snapshots - 100).getTime(), 5000),
    'a page of history': (db) => selectPage(db, printerId, middle, 50),
    'the archive': (db) => selectArchive(db, printerId, page, none),
    'the archive of a day': (db) => selectArchive(db, printerId, page, { ...none, ...day }),
    'the archive of a state without pictures': (db) =>
      selectArchive(db, printerId, page, { ...none, state: 'error' }),
    'the archive of a print': (db) => selectArchive(db, printerId, page, { ...none, frames: span }),
    'the archive of a print by its readings': (db) =>
      selectArchive(db, printerId, page, { ...none, frames: { ...span, seen } }),
    'the days of a print by its readings': (db) =>
      selectQuarters(db, printerId, { ...none, frames: { ...span, seen } }),
    'the days of a span': (db) => selectQuarters(db, printerId, { ...none, ...day }),
    'a print’s pictures': (db) => selectFrames(db, printerId, span).select('snapshots.id'),
    'evenly spaced pictures of a print': (db) => selectEvenFrames(db, printerId, span, ends),
    'evenly spaced readings of a span': (db) => selectLastOfParts(db, printerId, parts),
    'a page of stored pictures': (db) =>
      selectStored(
        db,
        { printerId, isHidden: false, camera: 1 },
        { captured_at: day.from.getTime(), received_at: 0, id: 7 },
      ),
    'a page of hidden pictures': (db) =>
      selectPictures(db, printerId, page, { ...day, isHidden: true, camera: 1 }),
    'the pictures of a day, for the owner': (db) =>
      selectPictures(db, printerId, page, { ...day, isHidden: false, camera: 1 }),
    'the day with pictures before one': (db) =>
      selectNearest(db, { printerId, camera: 1, isHidden: false }, 'before', day.from),
    'the current state of all printers': (db) => selectNewest(db, null),
    'the observations of a slice': (db) =>
      selectPrintObservations(db, printerId, middleObservation, null, 1).offset(500),
    'the last observation': (db) => selectLastPrintObservation(db, printerId, day.from.getTime()),
    'whether a picture exists': (db) =>
      db.selectFrom('snapshots').select('id').where('sha256', '=', 'x').limit(1),
  }
  const explain = (build: (db: Kysely<Tables>) => Compilable) =>
    database.read(async (db) => {
      const { sql: text, parameters } = build(db).compile()
      const explained = CompiledQuery.raw(`explain ${text}`, [...parameters])
      const { rows } = await db.executeQuery<{ 'QUERY PLAN': string }>(explained)
      return rows.map((row) => row['QUERY PLAN'])
    })

  test.each(Object.entries(queries))('%s', async (_, build) => {
    const plan = await explain(build)
    expect(plan.join('\n')).toMatch(/Index/)
    // The printers table has one row, so a scan of it is fine.
    expect(plan.filter((step) => /Seq Scan on (observations|snapshots)/.test(step))).toEqual([])
  })

  test('the newest announced interval of a sender that never announces one', async () => {
    await database.write((db) =>
      db.updateTable('observations').set({ promised_seconds: null }).execute(),
    )
    await database.write((db) => sql`analyze`.execute(db))
    const plan = await explain((db) => selectNewest(db, null))
    expect(plan.join('\n')).toContain('observations_newest_promise')
  })
})
