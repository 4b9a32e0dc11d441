import { mkdir, rm } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { createToken, hashToken } from '#lib/http/credentials.ts'
import type { Database } from '#lib/storage/db/database.ts'
import { openPostgres } from '#lib/storage/db/open-postgres.ts'
import { openSqlite } from '#lib/storage/db/open-sqlite.ts'
import { createStore } from '#lib/storage/db/open-store.ts'
import { fillHistory, historyEverySeconds } from '#lib/storage/db/testing/long-history.ts'
import { insertSamplePrinter } from '#lib/storage/db/testing/samples.ts'
import { startPostgres } from '../../testing/postgres/postgres-server.ts'
import { buildSite } from '../../testing/site/build.ts'
import { startSite } from '../../testing/site/start-site.ts'
import { renderTable } from '../serving/table.ts'
import { measurePages } from './measure-pages.ts'
import { listReports, measureReports } from './measure-reports.ts'
import { listPages } from './pages.ts'

/*
 * npm run bench:history [-- --snapshots 100000] [--times 40] [--as-built]
 * A site with a long past, in SQLite and in a real Postgres: what its pages cost without the public cache, and what a report costs,
 * with a hundredth of the past beside the whole of it.
 */
const folder = join(import.meta.dirname, '../../.cache/history')
const stops: (() => Promise<unknown>)[] = []

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      snapshots: { type: 'string', default: '100000' },
      times: { type: 'string', default: '40' },
      /** Measures the build that is there, whatever has changed since. */
      'as-built': { type: 'boolean', default: false },
    },
  })
  const snapshots = Number(values.snapshots)
  const times = Number(values.times)
  if (!(Number.isInteger(snapshots) && snapshots >= 10_000 && snapshots <= 1_000_000))
    throw new Error('--snapshots is from 10000 to 1000000.')
  if (!(Number.isInteger(times) && times >= 5 && times <= 500))
    throw new Error('--times is from 5 to 500.')
  if (!values['as-built']) buildSite()
  await rm(folder, { recursive: true, force: true })
  console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}`)
  console.log(`Load before: ${tellLoad()} (idle: 0.0)\n`)

  const postgres = await startPostgres()
  stops.push(postgres.stop)
  for (const kind of ['SQLite', 'Postgres'] as const) {
    const few = await openSite(kind, Math.round(snapshots / 100))
    const many = await openSite(kind, snapshots)
    const [small, large] = await measureReports([few, many])
    const pages = listPages(snapshots, historyEverySeconds, many.endsAt)
    const rows = await measurePages(many.url, pages, times)
    await Promise.all([few.stop(), many.stop()])
    console.log(renderTable(`${kind}, ${snapshots} snapshots: pages, made anew each time`, rows))
    console.log()
    if (small !== undefined && large !== undefined)
      console.log(
        renderTable(
          `${kind}, ${snapshots} snapshots: reports`,
          listReports(small, large, `${few.snapshots}`),
        ),
      )
    console.log()
  }
  console.log(`Load after: ${tellLoad()}`)

  async function openSite(kind: 'SQLite' | 'Postgres', count: number) {
    const dataDir = join(folder, `${kind}-${count}`)
    await mkdir(dataDir, { recursive: true })
    const url = kind === 'Postgres' ? await postgres.createDatabase() : null
    const endsAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 60_000)
    const database = url === null ? await openSqlite({ dataDir }) : await openPostgres({ url })
    const token = await fill(database, count, endsAt)
    const site = await startSite({
      PORT: '0',
      METRICS_PORT: '0',
      LOG_LEVEL: 'warn',
      DATA_DIR: dataDir,
      PUBLIC_CACHE: 'off',
      // Retention must not thin what is measured.
      MAX_STORAGE_MB: '1000000',
      ...(url === null ? {} : { DATABASE_URL: url }),
    })
    stops.push(site.stop)
    return { url: site.url, stop: site.stop, token, snapshots: count, endsAt }
  }
}

/** @returns the printer's token */
async function fill(database: Database, snapshots: number, endsAt: Date): Promise<string> {
  const store = createStore(database)
  const printer = await insertSamplePrinter(store.printers)
  const token = createToken()
  const hash = hashToken(token)
  await store.printers.insertCredential({
    printerId: printer.id,
    kind: 'token',
    username: null,
    hash,
  })
  const startsAt = new Date(endsAt.getTime() - snapshots * historyEverySeconds * 1000)
  await fillHistory(database, printer.id, { snapshots, startsAt })
  // What Postgres does by itself within minutes of so many rows.
  if (database.dialect.name === 'postgres') await database.write((db) => sql`analyze`.execute(db))
  await store.close()
  return token
}

function tellLoad(): string {
  return loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')
}

try {
  await main()
} finally {
  for (const stop of stops.reverse()) await stop().catch(() => undefined)
  await rm(folder, { recursive: true, force: true })
}
