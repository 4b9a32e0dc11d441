import { openPostgres } from '#lib/storage/db/open-postgres.ts'
import { openSqlite } from '#lib/storage/db/open-sqlite.ts'
import { createStore, type OpenStore } from '#lib/storage/db/open-store.ts'
import {
  fillHistory,
  historyEverySeconds,
  perPrint,
  readingOfHistory,
} from '#lib/storage/db/testing/long-history.ts'
import {
  insertSamplePrinter,
  later,
  makeReport,
  noon,
  sha256Of,
} from '#lib/storage/db/testing/samples.ts'
import { startPostgres } from '../../testing/postgres/postgres-server.ts'
import { formatPercentiles } from '../figures.ts'
import type { SuiteContext } from '../suite.ts'
import { type Row, renderTable } from '../table.ts'

export const needsBuild = false

type Measure = (
  name: string,
  times: number,
  work: (index: number) => Promise<unknown>,
) => Promise<void>

/** The time of each query of the store with 100,000 snapshots, in SQLite and in Postgres. */
export async function run(context: SuiteContext): Promise<void> {
  const bounds = { normal: 100_000, short: 10_000, min: 10_000, max: 1_000_000 }
  const snapshots = context.getNumber('snapshots', bounds)
  const server = await startPostgres()
  context.defer(server.stop)
  const url = await server.createDatabase()
  const databases = [
    ['SQLite', () => openSqlite({ dataDir: context.folder })],
    ['Postgres', () => openPostgres({ url })],
  ] as const
  for (const [name, open] of databases) {
    const rows: Row[] = []
    const measure: Measure = async (query, times, work) => {
      const durations: number[] = []
      for (let index = 0; index < (context.isShort ? Math.min(times, 5) : times); index += 1) {
        const startedAt = performance.now()
        await work(index)
        durations.push(performance.now() - startedAt)
      }
      rows.push([query, formatPercentiles(durations, 0.99)])
    }
    const database = await open()
    const store = createStore(database)
    const printer = await insertSamplePrinter(store.printers)
    await fillHistory(database, printer.id, { snapshots, startsAt: noon })
    const history = { store, printerId: printer.id, snapshots }
    await measureReports(measure, history)
    await measureHistory(measure, history)
    await measurePrints(measure, history)
    await store.close()
    await measure('opening it', 3, async () => (await open()).close())
    const title = `${name}, ${snapshots} snapshots, ${snapshots / perPrint} prints`
    console.log(`${renderTable(title, rows)}\n`)
  }
}

interface History {
  store: OpenStore
  printerId: number
  snapshots: number
}

async function measureReports(measure: Measure, { store, printerId, snapshots }: History) {
  const end = snapshots * historyEverySeconds
  const report = (seconds: number, index: number) =>
    store.snapshots.insertObservation(
      makeReport(printerId, later(seconds), { reading: readingOfHistory(index) }),
    )
  await measure('the first report, deriving all prints', 1, () => report(end, 0))
  await measure('the newest report', 100, (index) =>
    report(end + (index + 1) * historyEverySeconds, index + 1),
  )
  await measure('a report that is a day late', 100, (index) =>
    report(end - 86_400 + index * 200 + 7, snapshots - 288),
  )
}

async function measureHistory(measure: Measure, { store, printerId, snapshots }: History) {
  const end = snapshots * historyEverySeconds
  const { snapshots: history, retention } = store
  const middle = { capturedAt: later(end / 2), id: snapshots / 2 }
  await measure('the current state', 1000, () => history.getCurrent(printerId))
  await measure('the first 50 of the history', 300, () =>
    history.listSnapshots(printerId, { before: null, limit: 50 }),
  )
  await measure('50 from the middle of the history', 300, () =>
    history.listSnapshots(printerId, { before: middle, limit: 50 }),
  )
  await measure('whether a picture exists', 1000, (index) =>
    history.hasSnapshot(sha256Of(`${index}`)),
  )
  await measure('all stored pictures, for retention', 5, () =>
    Array.fromAsync(retention.listStored(printerId)),
  )
  await measure('a check that writes', 100, () => retention.checkWritable())
}

async function measurePrints(measure: Measure, { store, printerId, snapshots }: History) {
  const end = snapshots * historyEverySeconds
  const { prints, archive } = store
  const all = { from: null, to: null, state: null, frames: null }
  const page = { before: null, limit: 50 }
  const span = { from: later(end / 2), to: later(end / 2 + 4 * 3600), jobName: 'job 3.gcode' }
  const month = { from: later(end / 2), to: later(end / 2 + 30 * 86_400) }
  const filters = {
    'the archive': all,
    'the archive of a day': { ...all, from: month.from, to: later(end / 2 + 86_400) },
    'the archive of a frequent state': { ...all, state: 'printing' },
    'the archive of a state without pictures': { ...all, state: 'error' },
    'the archive of a print': { ...all, frames: span },
  } as const
  await measure('20 prints', 200, () => prints.listPrints(printerId, { before: null, limit: 20 }))
  await measure('a print with its neighbours', 200, (index) =>
    prints.getPrint(printerId, 1 + ((index * 37) % 2000)),
  )
  await measure('its pictures', 200, () => prints.listFrames(printerId, span, 240))
  await measure('its last 12 pictures', 200, () => prints.listLastFrames(printerId, span, 12))
  await measure('its readings', 200, () => archive.listReadings(printerId, span, 400))
  await measure('400 readings of a month', 50, () => archive.listReadings(printerId, month, 400))
  await measure('the days of a month', 50, () =>
    archive.countByQuarterHour(printerId, { ...all, ...month }),
  )
  for (const [name, filter] of Object.entries(filters))
    await measure(name, 200, () => archive.listArchive(printerId, page, filter))
}
