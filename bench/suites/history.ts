import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { createToken, hashToken } from '#lib/http/credentials.ts'
import type { Database } from '#lib/storage/db/database.ts'
import { openPostgres } from '#lib/storage/db/open-postgres.ts'
import { openSqlite } from '#lib/storage/db/open-sqlite.ts'
import { createStore } from '#lib/storage/db/open-store.ts'
import {
  fillHistory,
  historyEverySeconds,
  perPrint,
  readingOfHistory,
} from '#lib/storage/db/testing/long-history.ts'
import { insertSamplePrinter } from '#lib/storage/db/testing/samples.ts'
import { startPostgres } from '../../testing/postgres/postgres-server.ts'
import { startSite } from '../../testing/site/start-site.ts'
import { formatPercentiles, median } from '../figures.ts'
import { createConnection } from '../http-connection.ts'
import type { SuiteContext } from '../suite.ts'
import { type Row, renderTable } from '../table.ts'

export const needsBuild = true

const maxPageMs = 50
const warmUps = 5
const dayMs = 86_400_000
const kinds = ['SQLite', 'Postgres'] as const

/** A site with its history, to which reports are added. */
interface HistorySite {
  url: string
  token: string
  snapshots: number
  endsAt: Date
  stop(): Promise<void>
}

/** A long archive in SQLite and in a real Postgres: pages without the public cache, and reports compared with a hundredth of it. */
export async function run(context: SuiteContext): Promise<void> {
  const bounds = { normal: 100_000, short: 30_000, min: 30_000, max: 1_000_000 }
  const snapshots = context.getNumber('snapshots', bounds)
  const times = context.getNumber('times', { normal: 40, short: 5, min: 5, max: 500 })
  const postgres = await startPostgres()
  context.defer(postgres.stop)
  for (const kind of kinds) {
    const open = async (count: number) => {
      const url = kind === 'Postgres' ? await postgres.createDatabase() : null
      return openHistorySite(context, join(context.folder, `${kind}-${count}`), url, count)
    }
    const few = await open(Math.round(snapshots / 100))
    const many = await open(snapshots)
    const reports = await measureReports(few, many, context.isShort ? 10 : 60)
    const pages = await measurePages(many, times)
    await Promise.all([few.stop(), many.stop()])
    const title = `${kind}, ${snapshots} snapshots`
    console.log(`${renderTable(`${title}: pages, rendered each time`, pages)}\n`)
    console.log(`${renderTable(`${title}: reports`, reports)}\n`)
  }
}

async function openHistorySite(
  context: SuiteContext,
  dataDir: string,
  databaseUrl: string | null,
  snapshots: number,
): Promise<HistorySite> {
  await mkdir(dataDir, { recursive: true })
  const endsAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 60_000)
  const database =
    databaseUrl === null ? await openSqlite({ dataDir }) : await openPostgres({ url: databaseUrl })
  const token = await fill(database, snapshots, endsAt)
  const site = await startSite({
    PORT: '0',
    METRICS_PORT: '0',
    LOG_LEVEL: 'warn',
    DATA_DIR: dataDir,
    PUBLIC_CACHE: 'off',
    // Retention must not thin the history.
    MAX_STORAGE_MB: '1000000',
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  })
  context.defer(site.stop)
  return { url: site.url, stop: site.stop, token, snapshots, endsAt }
}

/** @returns the printer's token */
async function fill(database: Database, snapshots: number, endsAt: Date): Promise<string> {
  const store = createStore(database)
  const printer = await insertSamplePrinter(store.printers)
  const token = createToken()
  const credential = { kind: 'token', username: null, hash: hashToken(token) } as const
  await store.printers.insertCredential({ printerId: printer.id, ...credential })
  const startsAt = new Date(endsAt.getTime() - snapshots * historyEverySeconds * 1000)
  await fillHistory(database, printer.id, { snapshots, startsAt })
  // Postgres does this by itself within minutes after so many inserts.
  if (database.dialect.name === 'postgres') await database.write((db) => sql`analyze`.execute(db))
  await store.close()
  return token
}

/** Each path leads to another place of the history each time, so that no page is warmed up by the previous one. */
function listPages({ snapshots, endsAt }: HistorySite) {
  const everyMs = historyEverySeconds * 1000
  const startMs = endsAt.getTime() - snapshots * everyMs
  const prints = Math.floor(snapshots / perPrint)
  // Coprime to both, so that every part of the history is visited.
  const getIndex = (turn: number) => (turn * 7919) % snapshots
  const print = (turn: number) => 1 + ((turn * 37) % prints)
  const cursor = (turn: number) => `${startMs + getIndex(turn) * everyMs}-${getIndex(turn) + 1}`
  const day = (turn: number) =>
    new Date(startMs + 2 * dayMs + (getIndex(turn) * everyMs) / 2).toISOString().slice(0, 10)
  const page = '/printers/1'
  const api = '/api/3dprinter/1'
  const withAim: [string, (turn: number) => string][] = [
    ['archive, newest', () => `${page}/archive`],
    ['archive, anywhere', (turn) => `${page}/archive?before=${cursor(turn)}`],
    ['archive of a day', (turn) => `${page}/archive?day=${day(turn)}`],
    ['archive of a state', () => `${page}/archive?state=finished`],
    ['archive of an unused state', () => `${page}/archive?state=error`],
    ['archive of a print', (turn) => `${page}/archive?print=${print(turn)}`],
    ['a print', (turn) => `${page}/prints/${print(turn)}`],
  ]
  const withoutAim: typeof withAim = [
    ['its prints', () => `${page}/prints`],
    ['the printer’s page', () => page],
    ['JSON: the printer', () => `${api}/`],
    ['JSON: 50 snapshots, anywhere', (turn) => `${api}/snapshots?limit=50&before=${cursor(turn)}`],
    ['JSON: the days of a month', (turn) => `${api}/snapshots/days?month=${day(turn).slice(0, 7)}`],
    ['JSON: a print’s frames', (turn) => `${api}/prints/${print(turn)}/frames`],
    ['JSON: a print’s readings', (turn) => `${api}/prints/${print(turn)}/readings`],
  ]
  return [
    ...withAim.map(([name, path]) => ({ name, path, hasAim: true })),
    ...withoutAim.map(([name, path]) => ({ name, path, hasAim: false })),
  ]
}

/** One request at a time. @throws Error for another status than 200 */
async function measurePages(site: HistorySite, times: number): Promise<Row[]> {
  const connection = createConnection(Number(new URL(site.url).port))
  const rows: Row[] = []
  for (const { name, path, hasAim } of listPages(site)) {
    const costs: number[] = []
    let bytes = 0
    for (let turn = 0; turn < warmUps + times; turn += 1) {
      const startedAt = performance.now()
      const { status, body } = await connection.get(path(turn))
      if (status !== 200) throw new Error(`${path(turn)} responded with ${status}.`)
      bytes = body.length
      if (turn >= warmUps) costs.push(performance.now() - startedAt)
    }
    const measured = `${formatPercentiles(costs)}, ${Math.round(bytes / 1000)} kB`
    const isMet = median(costs) < maxPageMs
    rows.push(hasAim ? [name, measured, `p50 < ${maxPageMs} ms`, isMet] : [name, measured])
  }
  connection.close()
  return rows
}

/** @returns milliseconds until one reading is acknowledged, on disk */
async function sendReading(site: HistorySite, at: Date, index: number): Promise<number> {
  const { state, jobName, progress, elapsedSeconds, status } = readingOfHistory(index)
  const startedAt = performance.now()
  const response = await fetch(`${site.url}/api/3dprinter/1/`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${site.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      state,
      status,
      progress,
      job_name: jobName,
      elapsed_seconds: elapsedSeconds,
      observed_at: at.toISOString(),
      interval_seconds: historyEverySeconds,
    }),
  })
  const body = await response.text()
  if (!response.ok) throw new Error(`The report was rejected: ${body}`)
  return performance.now() - startedAt
}

/** What deriving the prints costs a report. Alternates between the sites, so that other load affects them alike. */
async function measureReports(few: HistorySite, many: HistorySite, turns: number): Promise<Row[]> {
  const costs = {
    few: { newest: [] as number[], late: [] as number[] },
    many: { newest: [] as number[], late: [] as number[] },
  }
  // The first report derives all earlier prints, as after an upgrade.
  await sendReading(few, few.endsAt, few.snapshots)
  const firstMs = await sendReading(many, many.endsAt, many.snapshots)
  for (let turn = 1; turn <= turns; turn += 1)
    for (const [name, site] of [['few', few] as const, ['many', many] as const]) {
      const endMs = site.endsAt.getTime()
      const newest = new Date(endMs + turn * 1000)
      costs[name].newest.push(await sendReading(site, newest, site.snapshots))
      const late = new Date(endMs - dayMs + turn * 200_000 + 7_000)
      costs[name].late.push(await sendReading(site, late, site.snapshots - 288))
    }
  const compare = (kind: 'newest' | 'late'): Row => {
    const growth = median(costs.many[kind]) / median(costs.few[kind])
    return [
      `  the same with ${few.snapshots}`,
      `${formatPercentiles(costs.few[kind])}: ${growth.toFixed(2)} times that`,
      '< 2 times',
      growth < 2,
    ]
  }
  return [
    ['the first report, which derives every print', `${firstMs.toFixed(0)} ms`],
    ['a later report, the newest', formatPercentiles(costs.many.newest)],
    compare('newest'),
    ['a report that is a day late', formatPercentiles(costs.many.late)],
    compare('late'),
  ]
}
