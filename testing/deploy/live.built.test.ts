import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startClusterSeries } from '../../scripts/demo-ops/cluster-series.ts'
import { type Demo, startDemo } from '../../scripts/demo-ops/start-demo.ts'
import { type Prometheus, startPrometheus } from '../prometheus/start-prometheus.ts'
import { parseLogLine } from '../site/child.ts'
import { dashboards } from './dashboards/main.ts'
import { listQueries } from './dashboards/queries.ts'
import { findTool } from './find-tool.ts'
import { readMetricsPage } from './metrics-doc.ts'

/* The real Prometheus scrapes the running site, while the real snapper reports of a simulated printer. */

const program = findTool('prometheus')
const promtool = findTool('promtool')
const folder = mkdtempSync(join(tmpdir(), 'paparazza-live-'))
const lines: string[] = []
/** Somebody's password, mistyped or for another site. */
const foreign = 'correct-horse-battery'
const stops: (() => Promise<unknown>)[] = []
let demo: Demo
let prometheus: Prometheus

afterAll(async () => {
  for (const stop of stops.reverse()) await stop()
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(program === null || promtool === null)('by the real Prometheus', () => {
  beforeAll(async () => {
    demo = await startDemo({
      folder: join(folder, 'demo'),
      port: 0,
      everySeconds: 8,
      onLine: (line) => lines.push(line),
    })
    stops.push(demo.stop)
    const cluster = await startClusterSeries()
    stops.push(cluster.close)
    prometheus = await startPrometheus({
      program: program ?? '',
      folder: join(folder, 'prometheus'),
      scrapeSeconds: 2,
      targets: { paparazza: demo.metricsUrl, cluster: cluster.url },
      // Days of a printer's life in a minute: only the alerts' patience is shortened, never what they ask for.
      forSeconds: 2,
    })
    stops.push(prometheus.stop)
    await guess(demo)
  })

  test('every panel of every dashboard has data', async () => {
    await until(120, async () => {
      await visit(demo)
      expect(await listEmpty(prometheus)).toEqual([])
    })
  })

  test('one can look at the graphs and the alerts', async () => {
    for (const [path, said] of [
      ['/graph', /rickshaw|<div id="root"/],
      ['/alerts', /PaparazzaSnapshotLate|<div id="root"/],
    ] as const) {
      const page = await fetch(prometheus.pagesUrl + path)
      expect(await page.text()).toMatch(said)
      expect(page.status).toBe(200)
    }
    // What Debian's pages load is in packages of its own.
    const script = await fetch(`${prometheus.pagesUrl}/static/rickshaw/rickshaw.min.js`)
    if (prometheus.pagesUrl !== prometheus.url) expect(script.status).toBe(200)
  })

  test('the live port says nothing that promtool objects to or docs/metrics.md doesn’t know', async () => {
    const text = await (await fetch(demo.metricsUrl)).text()
    const { stdout, stderr } = spawnSync(promtool ?? '', ['check', 'metrics'], {
      input: text,
      encoding: 'utf8',
    })
    expect(`${stdout}${stderr}`.split('\n').filter((line) => line.includes('paparazza_'))).toEqual(
      [],
    )
    const known = readMetricsPage()
    const told = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
    expect(told.length).toBeGreaterThan(50)
    expect(told.filter((name) => !known.includes(`| \`${name}\` |`))).toEqual([])
  })

  test('a printer that is stopped fires the alert for its picture and no other; started, it clears', async () => {
    expect(await listFiring(prometheus)).not.toContain('PaparazzaSnapshotLate')
    await demo.stopPrinter()
    await until(180, async () => {
      const late = await prometheus.query('printer:paparazza_picture_lateness:ratio')
      expect(await listFiring(prometheus), JSON.stringify(late)).toContain('PaparazzaSnapshotLate')
    })
    expect(await listFiring(prometheus)).not.toContain('PaparazzaSnapperSilent')
    await demo.startPrinter()
    await until(90, async () => {
      expect(await listFiring(prometheus)).not.toContain('PaparazzaSnapshotLate')
    })
  })

  test('every line of site and snapper is an entry of the log, and none has a credential', () => {
    const ofBoth = ['request', 'delivered'].map(
      (msg) => lines.filter((line) => parseLogLine(line)?.msg === msg).length,
    )
    expect(Math.min(...ofBoth)).toBeGreaterThan(5)
    for (const line of lines) {
      expect(parseLogLine(line), line).toMatchObject({
        time: expect.any(String),
        level: expect.any(String),
        msg: expect.any(String),
      })
      for (const secret of [...demo.secrets, foreign]) expect(line).not.toContain(secret)
    }
  })
})

/** Looks every second until nothing is missing any more. */
function until(seconds: number, look: () => Promise<void>): Promise<void> {
  return vi.waitFor(look, { timeout: seconds * 1000, interval: 1000 })
}

async function listFiring({ query }: Prometheus): Promise<string[]> {
  const firing = await query('ALERTS{alertstate="firing"}')
  return firing.map(({ metric }) => metric.alertname ?? '')
}

async function listEmpty({ query }: Prometheus): Promise<string[]> {
  const empty: string[] = []
  for (const { dashboard, panel, expr } of listQueries(dashboards)) {
    const samples = await query(expr)
    if (!samples.some(({ value }) => Number.isFinite(value)))
      empty.push(`${dashboard}, ${panel}: ${expr}`)
  }
  return empty
}

/** What makes each counter count: a crowd in small. */
async function visit({ url }: Demo): Promise<void> {
  for (const path of ['/', '/', '/printers/1', '/api/3dprinter/1/', '/atom.xml', '/nowhere'])
    await (await fetch(url + path)).arrayBuffer()
  await sleep(200)
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
  for (const [address, given] of attempts) {
    const init = { method: 'PATCH', body: new URLSearchParams({ status: 'x' }), ...given }
    await (await fetch(address, init)).arrayBuffer()
  }
}
