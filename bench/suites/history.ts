import { join } from 'node:path'
import { startPostgres } from '../../testing/postgres/postgres-server.ts'
import { formatPercentiles, median } from '../figures.ts'
import { createConnection } from '../http-connection.ts'
import {
  createLongHistory,
  type LongHistory,
  listPages,
  sendReading,
  startOnHistory,
} from '../long-history.ts'
import type { Server } from '../servers.ts'
import type { SuiteContext } from '../suite.ts'
import { type Row, renderTable } from '../table.ts'

type HistorySite = LongHistory & Server

export const needsBuild = true

const maxPageMs = 50
const warmUps = 5
const dayMs = 86_400_000
const kinds = ['SQLite', 'Postgres'] as const

/** A long archive in SQLite and in a real Postgres: pages without the public cache, and reports compared with a hundredth of it. */
export async function run(context: SuiteContext): Promise<void> {
  const bounds = { normal: 100_000, short: 30_000, min: 30_000, max: 1_000_000 }
  const snapshots = context.getNumber('snapshots', bounds)
  const times = context.getNumber('times', { normal: 40, short: 5, min: 5, max: 500 })
  const postgres = await startPostgres()
  context.defer(postgres.stop)
  for (const kind of kinds) {
    const open = async (count: number): Promise<HistorySite> => {
      const url = kind === 'Postgres' ? await postgres.createDatabase() : null
      const dataDir = join(context.folder, `${kind}-${count}`)
      const history = await createLongHistory(dataDir, url, { snapshots: count, printers: 1 })
      const site = await startOnHistory(history)
      context.defer(site.stop)
      return { ...history, ...site }
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
