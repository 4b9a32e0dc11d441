import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { sqliteDialect } from '../database.ts'
import { migrate } from '../migrate.ts'
import { firstTables } from '../migrations/0001-first-tables.ts'
import { openStore } from '../open-store.ts'
import type { Tables } from '../schema.ts'
import { later, makeReading, makeReport, noon, sha256Of } from '../testing/samples.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

/** A database as the first version wrote it: three reports with pictures, of a whole print. */
async function makeFirstDatabase(dataDir: string): Promise<void> {
  const database = new BetterSqlite(join(dataDir, 'paparazza.sqlite'))
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  await migrate(db, sqliteDialect.columns, [firstTables])
  const t = noon.getTime()
  database.exec(`insert into printers values (1, 'Maker Select', 1, 1, 1, null, ${t}, 1, ${t})`)
  for (const [index, state] of ['idle', 'printing', 'finished'].entries()) {
    const at = t + index * 600_000
    database.exec(`
      insert into observations (printer_id, credential_id, observed_at, received_at, has_reading, state, job_name)
        values (1, 1, ${at}, ${at}, 1, '${state}', 'old');
      insert into snapshots values (null, 1, ${index + 1}, '${sha256Of(state)}', 1, 64, 48, '', 9, ${at}, ${at}, 0)`)
  }
  await db.destroy()
}

test('the prints of a history from the first version are derived with the next report', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'upgrade-'))
  folders.push(dataDir)
  await makeFirstDatabase(dataDir)
  const store = await openStore({ database: { kind: 'sqlite', dataDir } })
  const filter = { from: null, to: null, state: 'printing', frames: null } as const
  const [picture] = await store.archive.listArchive(1, { before: null, limit: 9 }, filter)
  const shown = { sha256: sha256Of('printing'), sharpness: null, camera: 1 }
  expect(picture?.snapshot).toMatchObject(shown)

  const reading = makeReading({ state: 'printing', jobName: 'new', elapsedSeconds: 60 })
  await store.snapshots.insertObservation(makeReport(1, later(3600), { reading }))
  expect(await store.prints.listPrints(1, { before: null, limit: 9 })).toMatchObject([
    { number: 2, jobName: 'new', outcome: 'running' },
    { number: 1, jobName: 'old', outcome: 'finished', ended: { notAfter: later(1200) } },
  ])
  expect((await store.retention.listTotals()).get(1)?.pictures).toBe(4)
  await store.close()
})
