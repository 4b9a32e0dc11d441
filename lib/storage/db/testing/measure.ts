import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../../../../testing/postgres/postgres-server.ts'
import type { Database } from '../database.ts'
import { openPostgres } from '../open-postgres.ts'
import { openSqlite } from '../open-sqlite.ts'
import { createStore, type OpenStore } from '../open-store.ts'
import { fromReading } from '../rows.ts'
import { insertSamplePrinter, later, makeReading, makeReport, sha256Of } from './samples.ts'

/*
 * Prints what the store costs with 100,000 snapshots, SQLite and Postgres side by side: `node lib/storage/db/testing/measure.ts`.
 * Nothing here is asserted: machines are noisy.
 */
const snapshots = 100_000

async function fill(database: Database, printerId: number): Promise<void> {
  const chunk = 1000
  for (let start = 1; start <= snapshots; start += chunk) {
    const seconds = Array.from({ length: chunk }, (_, index) => start + index)
    await database.write(async (db) => {
      await db
        .insertInto('observations')
        .values(
          seconds.map((second) => ({
            printer_id: printerId,
            credential_id: 1,
            promised_seconds: null,
            observed_at: later(second).getTime(),
            received_at: later(second).getTime(),
            ...fromReading(makeReading()),
          })),
        )
        .execute()
      await db
        .insertInto('snapshots')
        .values(
          seconds.map((second) => ({
            printer_id: printerId,
            observation_id: second,
            sha256: sha256Of(`${second}`),
            bytes: 80_000,
            width: 1280,
            height: 720,
            placeholder: 'data:image/webp;base64,'.padEnd(160, 'A'),
            luma: 100,
            pictured_state: 'printing',
            sharpness: 100,
            captured_at: later(second).getTime(),
            received_at: later(second).getTime(),
            is_clamped: 0 as const,
          })),
        )
        .execute()
    })
  }
}

async function measure(name: string, times: number, work: (index: number) => Promise<unknown>) {
  const costs: number[] = []
  for (let index = 0; index < times; index++) {
    const start = performance.now()
    await work(index)
    costs.push(performance.now() - start)
  }
  costs.sort((a, b) => a - b)
  const at = (share: number) => (costs[Math.floor(share * (costs.length - 1))] ?? 0).toFixed(2)
  console.log(`  ${name.padEnd(44)} p50 ${at(0.5).padStart(8)} ms   p99 ${at(0.99).padStart(8)} ms`)
}

async function report(name: string, store: OpenStore, printerId: number): Promise<void> {
  console.log(`${name}, ${snapshots} snapshots:`)
  const middle = { capturedAt: later(snapshots / 2), id: snapshots / 2 }
  const { snapshots: history, retention } = store
  await measure('a report with its picture, on disk', 300, (index) =>
    history.insertObservation(makeReport(printerId, later(snapshots + 60 * (index + 1)))),
  )
  await measure('what is shown now', 1000, () => history.getCurrent(printerId))
  await measure('the first 50 of the history', 300, () =>
    history.listSnapshots(printerId, { before: null, limit: 50 }),
  )
  await measure('50 from the middle of the history', 300, () =>
    history.listSnapshots(printerId, { before: middle, limit: 50 }),
  )
  await measure('is a picture known', 1000, (index) => history.hasSnapshot(sha256Of(`${index}`)))
  await measure('every kept one, for retention', 5, () => retention.listStored(printerId))
  await measure('a check that writes', 100, () => retention.checkWritable())
}

async function measureDatabase(name: string, reopen: () => Promise<Database>): Promise<void> {
  const database = await reopen()
  const store = createStore(database)
  const printer = await insertSamplePrinter(store.printers)
  await fill(database, printer.id)
  await report(name, store, printer.id)
  await store.close()
  await measure('opening it', 3, async () => (await reopen()).close())
}

const dataDir = await mkdtemp(join(tmpdir(), 'measure-'))
await measureDatabase('SQLite', () => openSqlite({ dataDir }))
await rm(dataDir, { recursive: true })

const server = await startPostgres()
const url = await server.createDatabase()
await measureDatabase('Postgres', () => openPostgres({ url }))
await server.stop()
