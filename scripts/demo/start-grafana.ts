import { spawn, spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { dashboardsFolder } from '../../testing/deploy/dashboards.ts'
import { findFreePort } from '../../testing/free-port.ts'

/**
 * Starts Grafana with the dashboards of `deploy/`, on the loopback without a login.
 * @returns `null` when Grafana is not installed
 */
export async function startGrafana(
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
