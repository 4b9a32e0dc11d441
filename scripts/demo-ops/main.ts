import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { findTool } from '../../testing/deploy/find-tool.ts'
import { startPrometheus } from '../../testing/prometheus/start-prometheus.ts'
import { buildSite } from '../../testing/site/build.ts'
import { startDemo } from './start-demo.ts'
import { startGrafana } from './start-grafana.ts'

/* The demo as its owner sees it: with the real Prometheus, our rules, and Grafana with our dashboards where the machine has it. */
const folder = join(import.meta.dirname, '../../.cache/demo-ops')
const stops: (() => Promise<unknown>)[] = []

async function stop(code: number): Promise<never> {
  for (const each of stops.reverse()) await each().catch(() => undefined)
  process.exit(code)
}

/** Debian's, unpacked into `.cache/tools` where the machine has none of its own. */
function bringPrometheus(): string | null {
  const script = join(import.meta.dirname, '../../testing/deploy/install-tools.ts')
  spawnSync(process.execPath, [script, 'prometheus'], { stdio: 'inherit' })
  return findTool('prometheus')
}

async function main(): Promise<void> {
  const program = findTool('prometheus') ?? bringPrometheus()
  if (program === null) {
    console.error('Prometheus can’t be brought: install it, so that `prometheus` is on the PATH.')
    return await stop(1)
  }
  buildSite()
  const port = Number(process.env.PORT ?? 3000)
  const demo = await startDemo({ folder: join(folder, 'demo'), port, everySeconds: 10 })
  stops.push(demo.stop)
  const prometheus = await startPrometheus({
    program,
    folder: join(folder, 'prometheus'),
    scrapeSeconds: 5,
    targets: { paparazza: demo.metricsUrl },
  })
  stops.push(prometheus.stop)
  const grafana = await startGrafana(join(folder, 'grafana'), prometheus.url)
  if (grafana) stops.push(grafana.stop)
  const graph = new URLSearchParams({
    'g0.expr': 'paparazza_printer_temperature_celsius',
    'g0.tab': '0',
    'g0.range_input': '10m',
  })
  console.log(`
  The printer's page   ${demo.url}/printers/1
  Metrics              ${demo.metricsUrl}
  Prometheus           ${prometheus.pagesUrl}/graph?${graph}
  Alerts and rules     ${prometheus.pagesUrl}/alerts
  Grafana              ${grafana?.url ?? 'not on this machine; import deploy/chart/files/dashboards/*.json into yours'}

  A picture every 10 seconds, a print every five minutes. Ctrl+C ends it.
`)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(0))
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  void stop(1)
})
