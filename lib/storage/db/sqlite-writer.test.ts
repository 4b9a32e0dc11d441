import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { openSqlite } from './open-sqlite.ts'
import { createStore } from './open-store.ts'
import { insertSamplePrinter, later, makeReport } from './testing/samples.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'writer-'))
  return () => rm(dataDir, { recursive: true })
})

test('a transaction whose thread ends stores nothing and is an outage, and the next one is stored', async () => {
  const threads: Worker[] = []
  const remember = (thread: Worker) => threads.push(thread)
  process.on('worker', remember)
  onTestFinished(() => void process.off('worker', remember))
  const database = await openSqlite({ dataDir })
  const store = createStore(database)
  await insertSamplePrinter(store.printers)
  const outage = { code: 'storage-unavailable', retryAfterSeconds: 5 }
  for (const isWaiting of [false, true]) {
    const cut = database.write(async (db) => {
      const update = db.updateTable('printers').set({ name: 'never stored' })
      await update.execute()
      const terminated = threads.at(-1)?.terminate()
      if (!isWaiting) await terminated
      await update.execute()
    })
    const next = store.snapshots.insertObservation(makeReport(1, later(isWaiting ? 60 : 120)))
    await expect(cut).rejects.toMatchObject(outage)
    expect((await next).isNew).toBe(true)
    expect((await store.printers.getPrinter(1))?.name).not.toBe('never stored')
  }
  expect(threads).toHaveLength(3)
  await store.close()
})

test("statements of one transaction may be sent at once, and errors keep SQLite's code", async () => {
  const database = await openSqlite({ dataDir })
  const select = (value: number) => sql<{ value: number }>`select ${value} as value`
  const values = await database.write(async (db) => {
    const results = await Promise.all([1, 2, 3].map((value) => select(value).execute(db)))
    return results.map(({ rows }) => rows[0]?.value)
  })
  expect(values).toEqual([1, 2, 3])
  const insert = sql`insert into migrations values (1, 'again', 0)`
  const write = database.write((db) => insert.execute(db))
  await expect(write).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' })
  await database.close()
})

test('what a transaction stored is seen by the next read', async () => {
  const database = await openSqlite({ dataDir })
  const { printers, close } = createStore(database)
  const { id } = await insertSamplePrinter(printers)
  for (let round = 0; round < 100; round++) {
    await printers.updatePrinter(id, { name: `name ${round}` })
    expect((await printers.getPrinter(id))?.name).toBe(`name ${round}`)
  }
  await close()
})

test('the connection of the pages cannot write', async () => {
  const database = await openSqlite({ dataDir })
  const write = database.read((db) => db.deleteFrom('printers').execute())
  await expect(write).rejects.toThrow()
  await database.close()
})
