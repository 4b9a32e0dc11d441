import { spawn, spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { dashboardsFolder } from '../../testing/deploy/dashboards.ts'
import { findTool } from '../../testing/deploy/find-tool.ts'
import { findFreePort } from '../../testing/free-port.ts'
import { startPrometheus } from '../../testing/prometheus/start-prometheus.ts'
import { buildSite } from '../../testing/site/build.ts'
import { startDemo } from '../../testing/site/start-demo.ts'
import { runUntilStopped } from './run-until-stopped.ts'

/* npm run demo:ops: the demo with a real Prometheus and its alert rules, and with Grafana and its dashboards if it is installed. */
const folder = join(import.meta.dirname, '../../.cache/demo-ops')

await runUntilStopped(async (onStop) => {
  const program = findTool('prometheus') ?? installPrometheus()
  if (program === null)
    throw new Error(
      'Prometheus can’t be installed. Install it yourself so that `prometheus` is on the PATH.',
    )
  await buildSite()
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

/**
 * Starts Grafana with the dashboards of `deploy/`, on the loopback without a login.
 * @returns `null` when Grafana is not installed
 */
async function startGrafana(
  folder: string,
  prometheusUrl: string,
): Promise<{ url: string; stop(): Promise<void> } | null> {
  const home = ['/usr/share/grafana', '/opt/homebrew/share/grafana'].find(
    (path) => spawnSync('test', ['-d', path]).status === 0,
  )
  if (home === undefined) return null
  const provisioning = join(folder, 'provisioning')
  for (const each of ['datasources', 'dashboards'])
    await mkdir(join(provisioning, each), { recursive: true })
  await writeFile(
    join(provisioning, 'datasources/prometheus.yaml'),
    stringify({
      apiVersion: 1,
      datasources: [
        { name: 'Prometheus', type: 'prometheus', url: prometheusUrl, isDefault: true },
      ],
    }),
  )
  await writeFile(
    join(provisioning, 'dashboards/paparazza.yaml'),
    stringify({
      apiVersion: 1,
      providers: [{ name: 'paparazza', type: 'file', options: { path: dashboardsFolder } }],
    }),
  )
  const port = await findFreePort()
  const { PATH = '', HOME = '' } = process.env
  const child = spawn('grafana', ['server', '--homepath', home], {
    stdio: 'ignore',
    env: {
      NODE_ENV: 'production',
      PATH,
      HOME,
      GF_PATHS_DATA: join(folder, 'data'),
      GF_PATHS_PROVISIONING: provisioning,
      GF_SERVER_HTTP_ADDR: '127.0.0.1',
      GF_SERVER_HTTP_PORT: String(port),
      GF_AUTH_ANONYMOUS_ENABLED: 'true',
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
    },
  })
  child.on('error', (error) => console.error(`Grafana can't be started: ${error.message}`))
  return { url: `http://127.0.0.1:${port}`, stop: async () => void child.kill('SIGTERM') }
}
