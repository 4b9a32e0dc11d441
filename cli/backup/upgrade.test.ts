import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { describe, expect, test } from 'vitest'
import { sqliteDialect } from '#lib/storage/db/database.ts'
import { migrate, released } from '#lib/storage/db/migrate.ts'
import type { Tables } from '#lib/storage/db/schema.ts'
import { noon } from '#lib/storage/db/testing/samples.ts'
import { makeBackup } from './make-backup.ts'
import { getDatabaseFile } from './open-parts.ts'
import { restoreBackup } from './restore-backup.ts'
import { makeFolder, makeLocation, openSite } from './site.fixture.ts'

/** Opens a database as the version with the first `steps` migrations does. */
async function openWith(dataDir: string, steps: number): Promise<BetterSqlite.Database> {
  const database = new BetterSqlite(getDatabaseFile(dataDir))
  database.pragma('journal_mode = WAL')
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  try {
    await migrate(db, sqliteDialect.columns, released.slice(0, steps))
  } catch (error) {
    database.close()
    throw error
  }
  return database
}

const countPrinters = (database: BetterSqlite.Database) =>
  database.prepare('select count(*) from printers').pluck().get()

describe.each(released.slice(1).map((_, index) => [index + 1]))('from step %i', (steps) => {
  test('an upgrade keeps everything; a rollback is refused until the backup is restored', async () => {
    const [location, backups] = [await makeLocation(), await makeFolder()]
    const { dataDir } = location
    const t = noon.getTime()
    const earlier = await openWith(dataDir, steps)
    earlier.exec(`insert into printers (id, name, is_publishing, publishes_temperatures,
      publishes_job_name, created_at, revision) values (1, 'Maker Select', 1, 1, 1, ${t}, 1)`)
    earlier.exec(`insert into observations (printer_id, credential_id, observed_at, received_at,
      has_reading, state) values (1, 1, ${t}, ${t}, 1, 'idle')`)
    earlier.close()
    // Back up first.
    await makeBackup(location, backups)

    const site = await openSite(location)
    expect(await site.store.printers.listPrinters()).toMatchObject([{ name: 'Maker Select' }])
    expect((await site.store.snapshots.getCurrent(1)).observation?.reading?.state).toBe('idle')
    const sha256 = await site.report(60)
    expect(await site.store.snapshots.hasSnapshot(sha256)).toBe(true)
    await site.store.close()

    await expect(openWith(dataDir, steps)).rejects.toThrow(
      /newer version.*restore the backup from before the upgrade/,
    )
    await restoreBackup(location, backups, null, { movesAside: true })
    const again = await openWith(dataDir, steps)
    expect(countPrinters(again)).toBe(1)
    again.close()
    // What came after the backup is still there.
    const [replaced = ''] = readdirSync(dataDir).filter((name) => name.startsWith('replaced-'))
    expect(readFileSync(join(dataDir, replaced, 'paparazza.sqlite')).length).toBeGreaterThan(0)
  })
})
