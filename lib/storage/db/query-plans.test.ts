import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Compilable, CompiledQuery, type Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from './database.ts'
import { isVisible, selectNewest, selectNewestOfOthers, selectPage } from './history-queries.ts'
import { openSqlite } from './open-sqlite.ts'
import { selectArrivals } from './overview-store.ts'
import { selectNearest, selectPictures } from './picture-store.ts'

import { selectArchive, selectLastOfParts, selectQuarters } from './prints/archive-store.ts'
import { selectFormer } from './prints/former.ts'
import { selectLastPrintObservation, selectPrintObservations } from './prints/print-observations.ts'
import {
  selectEvenFrames,
  selectFollowing,
  selectFrames,
  selectPrintNames,
  selectPrintPage,
} from './prints/print-queries.ts'
import { selectStored } from './retention-store.ts'
import type { Tables } from './schema.ts'
import { later, noon } from './testing/samples.ts'

type Build = (db: Kysely<Tables>) => Compilable

describe('SQLite uses an index, however long the history is', () => {
  let dataDir: string
  let database: Database
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'plans-'))
    database = await openSqlite({ dataDir })
  })
  afterAll(async () => {
    await database.close()
    await rm(dataDir, { recursive: true })
  })
  const explain = (build: Build) =>
    database.read(async (db) => {
      const { sql, parameters } = build(db).compile()
      const plan = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters])
      const { rows } = await db.executeQuery<{ detail: string }>(plan)
      return rows.map((row) => row.detail)
    })

  const queries: Record<string, Build> = {
    'the current state': (db) => selectNewest(db, 1),
    'the first page of history': (db) => selectPage(db, 1, null, 50),
    'a later page': (db) => selectPage(db, 1, { capturedAt: noon, id: 7 }, 50),
    'the arrivals of a day': (db) => selectArrivals(db, 1, noon.getTime(), 5000),
    'the newest pictures of other cameras': (db) => selectNewestOfOthers(db, 1),
    'whether a picture exists': (db) =>
      db.selectFrom('snapshots').select('id').where('sha256', '=', 'x').limit(1),
  }
  test.each(Object.entries(queries))('%s', async (_, build) => {
    const plan = await explain(build)
    expect(plan.filter((step) => step.startsWith('SEARCH')).length).toBeGreaterThan(0)
    expect(plan.filter((step) => step.startsWith('SCAN ') && !step.includes('CONSTANT'))).toEqual(
      [],
    )
    // Only rows with the same time may need sorting.
    expect(plan.filter((step) => /TEMP B-TREE FOR (ORDER BY|DISTINCT)/.test(step))).toEqual([])
  })

  const page = { before: { capturedAt: noon, id: 7 }, limit: 50 }
  const none = { from: null, to: null, state: null, frames: null }
  const span = { from: noon, to: later(3600), jobName: 'a' }
  const at = noon.getTime()
  const printQueries: Record<string, [Build, RegExp]> = {
    'a page of prints': [(db) => selectPrintPage(db, 1, page), /prints_by_time/],
    'a page of published prints': [
      (db) => selectPrintPage(db, 1, { ...page, isPublished: true }),
      /prints_published/,
    ],
    'the names of prints': [(db) => selectPrintNames(db, 1, 10_000), /prints_by_time/],
    'evenly spaced pictures of a print': [
      (db) => selectEvenFrames(db, 1, span, { firstAt: at, lastAt: at + 9, limit: 240 }),
      /snapshots_history/,
    ],
    'evenly spaced readings of a span': [
      (db) => selectLastOfParts(db, 1, { from: 0, to: at, limit: 2_880, first: 500, count: 500 }),
      /observations_newest_reading .*observed_at[><]/,
    ],
    'a page of stored pictures': [
      (db) =>
        selectStored(
          db,
          { printerId: 1, isHidden: false, camera: 1 },
          { captured_at: at, received_at: at, id: 7 },
        ),
      /snapshots_history .*captured_at>/,
    ],
    'a page of hidden pictures': [
      (db) => selectPictures(db, 1, page, { from: noon, to: later(9), isHidden: true, camera: 1 }),
      /snapshots_hidden .*captured_at[><]/,
    ],
    'the pictures of a day, for the owner': [
      (db) => selectPictures(db, 1, page, { from: noon, to: later(9), isHidden: false, camera: 1 }),
      /snapshots_history .*captured_at[><]/,
    ],
    'the day with pictures before one': [
      (db) => selectNearest(db, { printerId: 1, camera: 1, isHidden: false }, 'before', noon),
      /COVERING INDEX snapshots_history .*captured_at</,
    ],
    'the number of hidden pictures': [
      (db) =>
        db
          .selectFrom('snapshots')
          .select((eb) => eb.fn.countAll().as('count'))
          .where('printer_id', '=', 1)
          .where(isVisible(false)),
      /COVERING INDEX snapshots_hidden/,
    ],
    'the archive of a print': [
      (db) => selectArchive(db, 1, page, { ...none, frames: span }),
      /snapshots_history .*captured_at[><]/,
    ],
    'the prints that were joined into others': [
      (db) => selectFormer(db, 1, { from: 0, to: at }),
      /prints_former/,
    ],
    'whether a job is a hidden print’s': [
      (db) => selectArchive(db, 1, page, none),
      /prints_hidden[\s\S]*prints_by_time/,
    ],
    'the next print': [
      (db) => selectFollowing(db, 1, { first_seen_at: at, number: 7 }),
      /prints_by_time/,
    ],
    'the last observation': [
      (db) => selectLastPrintObservation(db, 1, at),
      /observations_sightings/,
    ],
    'a span of observations': [
      (db) => selectPrintObservations(db, 1, { observedAt: at, id: 0 }, at + 1, 9),
      /observations_sightings/,
    ],
    'the last pictures of a print': [
      (db) => selectFrames(db, 1, span).select('snapshots.id').orderBy('captured_at', 'desc'),
      /snapshots_history/,
    ],
    'the archive of a state': [
      (db) => selectArchive(db, 1, page, { ...none, state: 'error' }),
      /snapshots_of_state/,
    ],
    'the archive of a state on a day': [
      (db) =>
        selectArchive(db, 1, page, { ...none, state: 'error', from: later(-86_400), to: noon }),
      /snapshots_of_state .*pictured_state=.*captured_at/,
    ],
    'the days of a state': [
      (db) => selectQuarters(db, 1, { ...none, state: 'error', from: later(-86_400), to: noon }),
      /snapshots_of_state .*pictured_state=.*captured_at/,
    ],
    'the newer pages of the archive': [
      (db) => selectArchive(db, 1, { before: null, after: page.before, limit: 48 }, none),
      /snapshots_history/,
    ],
    'the archive of a day': [
      (db) => selectArchive(db, 1, page, { ...none, from: noon, to: later(86_400) }),
      /snapshots_history/,
    ],
    'the days of a month': [
      (db) => selectQuarters(db, 1, { ...none, ...span }),
      /COVERING INDEX snapshots_history/,
    ],
  }
  test.each(Object.entries(printQueries))('%s', async (_, [build, index]) => {
    const plan = await explain(build)
    expect(plan.join('\n')).toMatch(index)
    expect(plan.filter((step) => /^SCAN (observations|snapshots|prints)/.test(step))).toEqual([])
    // All of a printer's history.
    expect(plan.filter((step) => /snapshots_history \(printer_id=\?\)$/.test(step))).toEqual([])
  })

  test('all printers are read without their histories', async () => {
    const plan = await explain((db) => selectNewest(db, null))
    for (const index of ['newest_reading', 'newest_promise'])
      expect(plan.join('\n')).toContain(`observations_${index} (printer_id=?`)
    expect(plan.filter((step) => step.includes('snapshots_history (printer_id=?'))).toHaveLength(2)
    expect(plan.filter((step) => /^SCAN (?!printers)/.test(step))).toEqual([])
    expect(plan.filter((step) => step.startsWith('SEARCH')).length).toBeGreaterThan(3)
  })
})
