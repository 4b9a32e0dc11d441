import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dashboards } from '../ops/dashboards/main.ts'
import { listQueries, type PanelQuery } from '../ops/dashboards/queries.ts'
import { findTool } from '../ops/find-tool.ts'
import { readMetricsPage } from '../ops/metrics-doc.ts'
import { parseLogLine } from '../site/child.ts'
import { startClusterSeries } from './cluster-series.ts'
import { type Demo, startDemo } from './start-demo.ts'
import { type Prometheus, startPrometheus } from './start-prometheus.ts'

/*
 * The real Prometheus scrapes the running site: every panel has data, promtool has no objection to the metrics, docs/metrics.md knows
 * them all, the alert for a late picture fires when the camera fails and clears when it is back, and no credential is in any line of the
 * logs. Needs a built site.
 */
const folder = join(import.meta.dirname, '../../.cache/live-check')
const everySeconds = 8
const stops: (() => Promise<unknown>)[] = []
const lines: string[] = []
/** Somebody's password, mistyped or for another site. */
const foreign = 'correct-horse-battery'

async function main(): Promise<void> {
  const program = findTool('prometheus')
  const promtool = findTool('promtool')
  if (program === null || promtool === null) return
  const demo = await startDemo({
    folder: join(folder, 'demo'),
    port: 0,
    everySeconds,
    onLine: (line) => lines.push(line),
  })
  stops.push(demo.stop)
  const cluster = await startClusterSeries()
  stops.push(cluster.close)
  const prometheus = await startPrometheus({
    program,
    folder: join(folder, 'prometheus'),
    scrapeSeconds: 2,
    targets: { paparazza: demo.metricsUrl, cluster: cluster.url },
    forSeconds: 2,
  })
  stops.push(prometheus.stop)

  await guess(demo)
  await waitUntil('every panel has data', 90, async () => {
    await visit(demo)
    const empty = await listEmpty(prometheus)
    return empty.length === 0
      ? null
      : empty.map(({ dashboard, panel, expr }) => `${dashboard}, ${panel}: ${expr}`).join('\n')
  })
  checkFormat(promtool, await (await fetch(demo.metricsUrl)).text())

  const late = 'ALERTS{alertname="PaparazzaSnapshotLate",alertstate="firing"}'
  // An error, not a hanging one: waiting for that takes longer than these short intervals, and the snapper counts as silent.
  demo.simulator.setCamera('error')
  await waitUntil('a camera that fails fires the alert', 150, async () => {
    if ((await prometheus.query(late)).length === 1) return null
    const behind = await prometheus.query('{__name__=~"printer:paparazza_.*_lateness:ratio"}')
    return behind.map(({ metric, value }) => `${metric.__name__} is ${value}`).join('\n')
  })
  demo.simulator.setCamera('on')
  await waitUntil('and it clears when the camera is back', 60, async () =>
    (await prometheus.query(late)).length === 0 ? null : 'it still fires',
  )
  checkLines(demo)
}

/** What makes each counter count: a crowd in small. */
async function visit({ url }: Demo): Promise<void> {
  for (const path of ['/', '/printers/1', '/api/3dprinter/1/', '/atom.xml', '/nowhere'])
    await (await fetch(url + path)).arrayBuffer()
}

/**
 * Credentials that are wrong, or in the wrong place. Once, and not at every visit: the site soon hears nobody of an address that
 * guesses, and here the snapper has the same one.
 */
async function guess({ url, secrets: [password = ''] }: Demo): Promise<void> {
  const api = `${url}/api/3dprinter/1/`
  const basic = Buffer.from(`snapper:${foreign}`).toString('base64')
  const attempts: [string, RequestInit][] = [
    [api, { headers: { authorization: `Bearer ${foreign}` } }],
    [api, { headers: { authorization: `Basic ${basic}` } }],
    [`${api}?password=${password}&token=${foreign}`, { headers: { cookie: `token=${foreign}` } }],
    [api, { body: new URLSearchParams({ password, status: 'x' }) }],
    [api, { body: JSON.stringify({ password }), headers: { 'content-type': 'application/json' } }],
  ]
  for (const [address, given] of attempts)
    await (
      await fetch(address, {
        method: 'PATCH',
        body: new URLSearchParams({ status: 'x' }),
        ...given,
      })
    ).arrayBuffer()
}

/** Every line is an object with time, level and message, and none has a credential. */
function checkLines({ secrets }: Demo): void {
  const ofBoth = ['request', 'delivered'].map(
    (msg) => lines.filter((line) => parseLogLine(line)?.msg === msg).length,
  )
  if (ofBoth.some((count) => count < 10))
    throw new Error(`hardly a line was read: ${ofBoth.join(', ')}`)
  for (const line of lines) {
    const { time, level, msg } = parseLogLine(line) ?? {}
    if (time === undefined || level === undefined || typeof msg !== 'string')
      throw new Error(`a line that is no entry: ${line}`)
    const found = [...secrets, foreign].findIndex((secret) => line.includes(secret))
    if (found !== -1) throw new Error(`a line with a credential (of kind ${found}): ${line}`)
  }
  console.log(`ok  ${lines.length} lines of site and snapper, and no credential in them`)
}

async function listEmpty(prometheus: Prometheus): Promise<PanelQuery[]> {
  const empty: PanelQuery[] = []
  for (const query of listQueries(dashboards)) {
    const samples = await prometheus.query(query.expr)
    if (!samples.some(({ value }) => Number.isFinite(value))) empty.push(query)
  }
  return empty
}

function checkFormat(promtool: string, text: string): void {
  const { stdout, stderr } = spawnSync(promtool, ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  })
  const objections = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('paparazza_'))
  if (objections.length > 0) throw new Error(`promtool check metrics:\n${objections.join('\n')}`)
  const known = readMetricsPage()
  const told = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
  const unknown = told.filter((name) => !known.includes(`| \`${name}\` |`))
  if (unknown.length > 0) throw new Error(`docs/metrics.md doesn't know ${unknown.join(', ')}`)
  console.log(`ok  ${told.length} metrics on the live port, by promtool and docs/metrics.md`)
}

/** @param look what is still missing, `null` when nothing is */
async function waitUntil(
  promise: string,
  seconds: number,
  look: () => Promise<string | null>,
): Promise<void> {
  const startedAt = performance.now()
  let missing: string | null = null
  while (performance.now() - startedAt < seconds * 1000) {
    missing = await look()
    if (missing === null) {
      const took = Math.round((performance.now() - startedAt) / 1000)
      console.log(`ok  ${promise} (after ${took} s)`)
      return
    }
    await sleep(1000)
  }
  throw new Error(`not within ${seconds} s: ${promise}\n${missing}`)
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  for (const stop of stops.reverse()) await stop()
  process.exit()
}
