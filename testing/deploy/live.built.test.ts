import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startClusterSeries } from '../prometheus/cluster-series.ts'
import { type Prometheus, startPrometheus } from '../prometheus/start-prometheus.ts'
import { parseLogLine } from '../site/child.ts'
import { type Demo, startDemo } from '../site/start-demo.ts'
import { listQueries } from './dashboards.ts'
import { findTool } from './find-tool.ts'

/* The real Prometheus scrapes the running site, while the real snapper reports a simulated printer. */

const program = findTool('prometheus')
const promtool = findTool('promtool')
const folder = mkdtempSync(join(tmpdir(), 'paparazza-live-'))
const lines: string[] = []
/** A wrong password. */
const foreign = 'correct-horse-battery'
const stops: (() => Promise<unknown>)[] = []
let demo: Demo
let prometheus: Prometheus

afterAll(async () => {
  for (const stop of stops.reverse()) await stop()
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(program === null || promtool === null)('with a real Prometheus', () => {
  beforeAll(async () => {
    demo = await startDemo({
      folder: join(folder, 'demo'),
      port: 0,
      everySeconds: 8,
      onSiteLine: (line) => lines.push(line),
      onSnapperLine: (line) => lines.push(line),
    })
    stops.push(demo.stop)
    const cluster = await startClusterSeries()
    stops.push(cluster.close)
    prometheus = await startPrometheus({
      program: program ?? '',
      folder: join(folder, 'prometheus'),
      scrapeSeconds: 2,
      targets: { paparazza: demo.metricsUrl, cluster: cluster.url },
      // Only the alerts' `for` is shortened, so that they fire within the test. Their expressions stay.
      forSeconds: 2,
    })
    stops.push(prometheus.stop)
    await sendWrongCredentials(demo)
  })

  test('every panel of every dashboard has data', async () => {
    await until(120, async () => {
      await sendRequests(demo)
      expect(await listEmpty(prometheus)).toEqual([])
    })
  })

  test('the pages with graphs and alerts are served', async () => {
    for (const [path, expected] of [
      ['/graph', /rickshaw|<div id="root"/],
      ['/alerts', /PaparazzaSnapshotLate|<div id="root"/],
    ] as const) {
      const page = await fetch(prometheus.pagesUrl + path)
      expect(await page.text()).toMatch(expected)
      expect(page.status).toBe(200)
    }
    // In Debian the scripts of these pages are in other packages.
    const script = await fetch(`${prometheus.pagesUrl}/static/rickshaw/rickshaw.min.js`)
    if (prometheus.pagesUrl !== prometheus.url) expect(script.status).toBe(200)
  })

  test('promtool accepts the metrics, and docs/metrics.md lists each of them with its sentence', async () => {
    const text = await (await fetch(demo.metricsUrl)).text()
    const { stdout, stderr } = spawnSync(promtool ?? '', ['check', 'metrics'], {
      input: text,
      encoding: 'utf8',
    })
    expect(`${stdout}${stderr}`.split('\n').filter((line) => line.includes('paparazza_'))).toEqual(
      [],
    )
    const page = readFileSync(join(import.meta.dirname, '../../docs/metrics.md'), 'utf8')
    const help = [...text.matchAll(/^# HELP (\S+) (.*)$/gm)]
    expect(help.length).toBeGreaterThan(50)
    for (const [, name = '', sentence] of help) {
      expect(page).toContain(`| \`${name}\` |`)
      if (name.startsWith('paparazza_')) expect(sentence).toMatch(/^[A-Z1].*\.$/)
    }
  })

  test('the alert for a late picture, and no other, fires when the printer stops and clears when it starts', async () => {
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

  test('every line of the site and the snapper is a log entry without credentials', () => {
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

/** Repeats `check` every second until it passes. */
function until(seconds: number, check: () => Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: seconds * 1000, interval: 1000 })
}

async function listFiring({ query }: Prometheus): Promise<string[]> {
  const firing = await query('ALERTS{alertstate="firing"}')
  return firing.map(({ metric }) => metric.alertname ?? '')
}

async function listEmpty({ query }: Prometheus): Promise<string[]> {
  const empty: string[] = []
  for (const { dashboard, panel, expr } of listQueries()) {
    const samples = await query(expr)
    if (!samples.some(({ value }) => Number.isFinite(value)))
      empty.push(`${dashboard}, ${panel}: ${expr}`)
  }
  return empty
}

/** Requests that increase each counter. */
async function sendRequests({ url }: Demo): Promise<void> {
  for (const path of ['/', '/', '/printers/1', '/api/3dprinter/1/', '/atom.xml', '/nowhere'])
    await (await fetch(url + path)).arrayBuffer()
  await sleep(200)
}

/**
 * Sends credentials that are wrong or in the wrong place. Only once: the site blocks an address that guesses, and the snapper has
 * the same one here.
 */
async function sendWrongCredentials({ url, secrets: [password = ''] }: Demo): Promise<void> {
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
