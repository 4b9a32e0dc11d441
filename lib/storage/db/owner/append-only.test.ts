import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { startPostgres } from '../../../../testing/postgres/postgres-server.ts'
import { openPostgres } from '../open-postgres.ts'
import { openSqlite } from '../open-sqlite.ts'
import { startOrSkip } from '../testing/real-server.ts'
import { insertLogEntry } from './rows.ts'

const server = await startOrSkip('Postgres', startPostgres)
afterAll(() => server?.stop())

const open = {
  SQLite: async () => openSqlite({ dataDir: await mkdtemp(join(tmpdir(), 'log-')) }),
  Postgres: async () => openPostgres({ url: (await server?.createSchema()) ?? '' }),
}

test.each(['SQLite', 'Postgres'] as const)(
  'on %s nobody can change or delete what is in the owner’s log',
  async (kind) => {
    if (kind === 'Postgres' && server === null) return
    const database = await open[kind]()
    onTestFinished(() => database.close())
    const entry = { at: new Date(0), action: 'claimed', details: {}, sessionId: null }
    await database.write((db) => insertLogEntry(db, entry))
    const changes = [
      database.write((db) => db.updateTable('owner_log').set({ action: 'nothing' }).execute()),
      database.write((db) => db.deleteFrom('owner_log').execute()),
    ]
    for (const change of changes) await expect(change).rejects.toThrow('append-only')
    const rows = await database.read((db) => db.selectFrom('owner_log').select('action').execute())
    expect(rows).toEqual([{ action: 'claimed' }])
  },
)
