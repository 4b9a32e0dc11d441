import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../../testing/free-port.ts'
import { startPostgres } from '../../testing/postgres/postgres-server.ts'
import { renderColumns } from '../../testing/render-columns.ts'
import { median, percentile, readMemory } from '../figures.ts'
import { createConnection } from '../http-connection.ts'
import {
  createLongHistory,
  type LongHistory,
  listPages,
  sendReading,
  startOnHistory,
} from '../long-history.ts'
import { type Server, startProbedSite } from '../servers.ts'
import type { ProbeReport } from '../site-probe.ts'
import type { SuiteContext } from '../suite.ts'

export const needsBuild = true

const printers = 2
const starts = 3
/** Of the derivation after the first report. */
const maxDerivationMs = 300_000

type Figures = Map<string, number>
type GrowingSite = LongHistory & Server & { metricsUrl: string; read(): Promise<ProbeReport> }

/**
 * What the length of the history costs: the same measurements with a hundred times as many observations. Each figure is next to that
 * of the short history from the same run, since other load on the machine changes both.
 */
export async function run(context: SuiteContext): Promise<void> {
  const sizes = context.isShort ? [1_000, 10_000] : [10_000, 100_000, 1_000_000]
  const times = context.getNumber('times', { normal: 30, short: 5, min: 5, max: 500 })
  const postgres = await startPostgres()
  context.defer(postgres.stop)
  for (const kind of ['SQLite', 'Postgres'] as const) {
    const measured: Figures[] = []
    for (const size of sizes) {
      const url = kind === 'Postgres' ? await postgres.createDatabase() : null
      const dataDir = join(context.folder, `${kind}-${size}`)
      const snapshots = size / printers
      const history = await createLongHistory(dataDir, url, { snapshots, printers })
      measured.push(await measure(context, history, times))
    }
    const labels = [...(measured[0]?.keys() ?? [])]
    const rows = labels.map((label) => {
      const values = measured.map((figures) => figures.get(label) ?? 0)
      const ratio = (values.at(-1) ?? 0) / (values[0] || 1)
      return [label, ...values.map(format), ratio.toFixed(2)]
    })
    const head = ['', ...sizes.map((size) => size.toLocaleString('en')), 'ratio']
    console.log(
      `${kind}, observations of ${printers} printers\n${renderColumns([head, ...rows])}\n`,
    )
  }
}

const format = (value: number) => (value < 10 ? value.toFixed(1) : Math.round(value).toString())

async function measure(
  context: SuiteContext,
  history: LongHistory,
  times: number,
): Promise<Figures> {
  const figures: Figures = new Map()
  const firstMs: number[] = []
  for (let turn = 0; turn < starts; turn += 1) {
    const site = await startOnHistory(history)
    firstMs.push(site.firstResponseMs)
    await site.stop()
  }
  const metricsPort = await findFreePort()
  const started = await startProbedSite((env) =>
    startOnHistory(history, { METRICS_PORT: String(metricsPort), ...env }),
  )
  context.defer(started.stop)
  const metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`
  const site: GrowingSite = { ...history, ...started, metricsUrl }
  figures.set('start to the first response, ms', median(firstMs))
  await measurePreloading(site, figures)

  await measureWhilePolling(site, 'scrapes', figures, async () => {
    figures.set('first scrape, ms', await scrape(site))
    figures.set('a later scrape, ms', median(await repeat(times, () => scrape(site))))
  })
  figures.set('memory before the pages, MB', readMemory(site.pid).ownMb)
  await measureWhilePolling(site, 'prints are derived', figures, async () => {
    const startedAt = performance.now()
    await sendReading(site, site.endsAt, site.snapshots)
    figures.set('first report, ms', performance.now() - startedAt)
    await untilDerived(site)
    figures.set('all prints derived, s', (performance.now() - startedAt) / 1000)
  })
  await measureWhilePolling(site, 'reports', figures, async () => {
    const send = (turn: number) =>
      sendReading(site, new Date(site.endsAt.getTime() + 1_000 + turn), site.snapshots)
    figures.set('a report, ms', median(await repeat(times, send)))
  })
  const connection = createConnection(site.port)
  const get = (path: string) => time(() => connection.get(path))
  const polls = await repeat(times * 10, () => get('/api/3dprinter/1/'))
  figures.set('a poll, ms', median(polls))
  await measureWhilePolling(site, 'pages', figures, async () => {
    for (const { name, path } of listPages(site))
      figures.set(`${name}, ms`, median(await repeat(times, (turn) => get(path(turn)))))
    const month = await repeat(times, () => get('/api/3dprinter/1/readings?span=month'))
    figures.set('JSON: the readings of a month, ms', median(month))
  })
  connection.close()
  figures.set('memory after the pages, MB', readMemory(site.pid).ownMb)
  figures.set('  JavaScript in use, MB', (await site.read()).liveMb)
  await site.stop()
  return figures
}

/**
 * Polls the other printer every 5 ms: its slowest response is how long one request can stall another. Next to it is the longest time
 * without a turn of the event loop, and the CPU time of the longest turn, which doesn't depend on other load.
 */
async function measureWhilePolling(
  site: GrowingSite,
  what: string,
  figures: Figures,
  work: () => Promise<void>,
): Promise<void> {
  const connection = createConnection(site.port)
  const costs: number[] = []
  let isDone = false
  await site.read()
  const poll = async () => {
    while (!isDone) {
      costs.push(await time(() => connection.get('/api/3dprinter/2/')))
      await sleep(5)
    }
  }
  await Promise.all([
    poll(),
    work().finally(() => {
      isDone = true
    }),
  ])
  connection.close()
  figures.set(`longest stall, ${what}, ms`, percentile(costs, 1))
  figures.set(`  p99, ${what}, ms`, percentile(costs, 0.99))
  const { longestStallMs, longestTurnCpuMs } = await site.read()
  figures.set(`  event loop, ${what}, ms`, longestStallMs)
  figures.set(`  CPU of one turn, ${what}, ms`, longestTurnCpuMs)
}

/** A second after its start the site loads pages, which would otherwise be in the figures of the first measurements. */
async function measurePreloading({ read }: GrowingSite, figures: Figures): Promise<void> {
  const idleTurnMs = 15
  let [stallMs, turnMs, idleSeconds] = [0, 0, 0]
  await read()
  for (let seconds = 0; seconds < 60 && idleSeconds < 3; seconds += 1) {
    await sleep(1_000)
    const { longestStallMs, longestTurnCpuMs } = await read()
    stallMs = Math.max(stallMs, longestStallMs)
    turnMs = Math.max(turnMs, longestTurnCpuMs)
    idleSeconds = longestTurnCpuMs < idleTurnMs ? idleSeconds + 1 : 0
  }
  figures.set('event loop, pages are preloaded, ms', stallMs)
  figures.set('  CPU of one turn, pages are preloaded, ms', turnMs)
}

/** The first print is there at once, the last one only at the end. */
async function untilDerived({ url, snapshots }: GrowingSite): Promise<void> {
  const deadline = performance.now() + maxDerivationMs
  const perPrint = 50
  const last = Math.floor(snapshots / perPrint)
  while (performance.now() < deadline) {
    const response = await fetch(`${url}/api/3dprinter/1/prints/${last}`)
    await response.arrayBuffer()
    if (response.ok) return
    await sleep(100)
  }
  throw new Error('The prints were not derived in time.')
}

async function scrape({ metricsUrl }: GrowingSite): Promise<number> {
  return await time(async () => {
    const response = await fetch(metricsUrl)
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`/metrics responded with ${response.status}.`)
  })
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

async function repeat(times: number, work: (turn: number) => Promise<number>): Promise<number[]> {
  const costs: number[] = []
  for (let turn = 0; turn < times; turn += 1) costs.push(await work(turn))
  return costs
}
