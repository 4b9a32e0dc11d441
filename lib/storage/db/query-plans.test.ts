import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Compilable, CompiledQuery, type Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from './database.ts'
import { selectNewest, selectPage } from './history-queries.ts'
import { openSqlite } from './open-sqlite.ts'
import type { Tables } from './schema.ts'
import { noon } from './testing/samples.ts'

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
  const explain = (build: (db: Kysely<Tables>) => Compilable) =>
    database.read(async (db) => {
      const { sql, parameters } = build(db).compile()
      const plan = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters])
      const { rows } = await db.executeQuery<{ detail: string }>(plan)
      return rows.map((row) => row.detail)
    })

  const queries: Record<string, (db: Kysely<Tables>) => Compilable> = {
    'the current state': (db) => selectNewest(db, 1),
    'the first page of history': (db) => selectPage(db, 1, null, 50),
    'a later page': (db) => selectPage(db, 1, { capturedAt: noon, id: 7 }, 50),
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
})
