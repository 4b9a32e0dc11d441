import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../../../../testing/postgres/postgres-server.ts'
import type { Database } from '../database.ts'
import { openPostgres } from '../open-postgres.ts'
import { openSqlite } from '../open-sqlite.ts'
import { createStore, type OpenStore } from '../open-store.ts'
import { fillHistory, historyEverySeconds, perPrint, readingOfHistory } from './long-history.ts'
import { insertSamplePrinter, later, makeReport, noon } from './samples.ts'

/*
 * Prints what prints and archive cost with 100,000 snapshots, SQLite and Postgres side by side: `node lib/storage/db/testing/prints-measure.ts`.
 * Nothing here is asserted: machines are noisy.
 */
const snapshots = 100_000
const everySeconds = historyEverySeconds

async function measure(name: string, times: number, work: (index: number) => Promise<unknown>) {
  const costs: number[] = []
  for (let index = 0; index < times; index++) {
    const start = performance.now()
    await work(index)
    costs.push(performance.now() - start)
  }
  costs.sort((a, b) => a - b)
  const at = (share: number) => (costs[Math.floor(share * (costs.length - 1))] ?? 0).toFixed(2)
  console.log(`  ${name.padEnd(48)} p50 ${at(0.5).padStart(8)} ms   p99 ${at(0.99).padStart(8)} ms`)
}

async function report(name: string, store: OpenStore, printerId: number): Promise<void> {
  console.log(`${name}, ${snapshots} snapshots, ${snapshots / perPrint} prints:`)
  const { prints, archive } = store
  const end = snapshots * everySeconds
  const all = { from: null, to: null, state: null, frames: null }
  const page = { before: null, limit: 50 }
  const say = (seconds: number, index: number) =>
    store.snapshots.insertObservation(
      makeReport(printerId, later(seconds), { reading: readingOfHistory(index) }),
    )
  await measure('the first report: all prints derived', 1, () => say(end, 0))
  await measure('a report, newest', 100, (index) =>
    say(end + (index + 1) * everySeconds, index + 1),
  )
  await measure('a report that comes a day late', 100, (index) =>
    say(end - 86_400 + index * 200 + 7, snapshots - 288),
  )
  await measure('20 prints', 200, () => prints.listPrints(printerId, { before: null, limit: 20 }))
  await measure('a print with its neighbours', 200, (index) =>
    prints.getPrint(printerId, 1 + ((index * 37) % 2000)),
  )
  const span = { from: later(end / 2), to: later(end / 2 + 4 * 3600), jobName: 'job 3.gcode' }
  await measure('its pictures', 200, () => prints.listFrames(printerId, span, 240))
  await measure('its last 12 pictures', 200, () => prints.listLastFrames(printerId, span, 12))
  await measure('its readings', 200, () => archive.listReadings(printerId, span, 400))
  const month = { from: later(end / 2), to: later(end / 2 + 30 * 86_400) }
  await measure('a month of readings, of which 400', 50, () =>
    archive.listReadings(printerId, month, 400),
  )
  await measure('the days of a month', 50, () =>
    archive.countByQuarterHour(printerId, { ...all, ...month }),
  )
  await measure('the archive', 200, () => archive.listArchive(printerId, page, all))
  await measure('the archive of a day', 200, () =>
    archive.listArchive(printerId, page, { ...all, from: month.from, to: later(end / 2 + 86_400) }),
  )
  await measure('the archive of a frequent state', 200, () =>
    archive.listArchive(printerId, page, { ...all, state: 'printing' }),
  )
  await measure('the archive of a state that never was', 200, () =>
    archive.listArchive(printerId, page, { ...all, state: 'error' }),
  )
  await measure('the archive of a print', 200, () =>
    archive.listArchive(printerId, page, { ...all, frames: span }),
  )
}

async function measureDatabase(name: string, database: Database): Promise<void> {
  const store = createStore(database)
  const printer = await insertSamplePrinter(store.printers)
  await fillHistory(database, printer.id, { snapshots, startsAt: noon })
  await report(name, store, printer.id)
  await store.close()
}

const dataDir = await mkdtemp(join(tmpdir(), 'measure-'))
await measureDatabase('SQLite', await openSqlite({ dataDir }))
await rm(dataDir, { recursive: true })

const server = await startPostgres()
await measureDatabase('Postgres', await openPostgres({ url: await server.createDatabase() }))
await server.stop()
