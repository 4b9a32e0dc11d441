import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { findTool } from '../../testing/deploy/find-tool.ts'
import { startPrometheus } from '../../testing/prometheus/start-prometheus.ts'
import { buildSite } from '../../testing/site/build.ts'
import { startDemo } from '../../testing/site/start-demo.ts'
import { runUntilStopped } from './run-until-stopped.ts'
import { startGrafana } from './start-grafana.ts'

/* npm run demo:ops: the demo with a real Prometheus and its alert rules, and with Grafana and its dashboards if it is installed. */
const folder = join(import.meta.dirname, '../../.cache/demo-ops')

await runUntilStopped(async (onStop) => {
  const program = findTool('prometheus') ?? installPrometheus()
  if (program === null)
    throw new Error(
      'Prometheus can’t be installed. Install it yourself so that `prometheus` is on the PATH.',
    )
  buildSite()
  const port = Number(process.env.PORT ?? 3000)
  const demo = await startDemo({ folder: join(folder, 'demo'), port, everySeconds: 10 })
  onStop(demo.stop)
  const prometheus = await startPrometheus({
    program,
    folder: join(folder, 'prometheus'),
    scrapeSeconds: 5,
    targets: { paparazza: demo.metricsUrl },
  })
  onStop(prometheus.stop)
  const grafana = await startGrafana(join(folder, 'grafana'), prometheus.url)
  if (grafana) onStop(grafana.stop)
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
  Grafana              ${grafana?.url ?? 'not installed; import deploy/chart/files/dashboards/*.json into yours'}

  A picture every 10 seconds, a print every five minutes. Stop it with Ctrl+C.
`)
})

/** Unpacks Debian's package into `.cache/tools`. @returns the program, `null` if that failed */
function installPrometheus(): string | null {
  const script = join(import.meta.dirname, '../../testing/deploy/install-tools.ts')
  spawnSync(process.execPath, [script, 'prometheus'], { stdio: 'inherit' })
  return findTool('prometheus')
}
