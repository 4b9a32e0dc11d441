import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { startSimulator } from '../../testing/simulator/start.ts'
import { startSite } from '../../testing/site/start-site.ts'
import { claimSite } from './claim-site.ts'

const root = join(import.meta.dirname, '../..')

/**
 * Milliseconds from the start of a site that nobody has claimed to the first picture on its printer's page: claims it, adds a printer,
 * makes a token, runs the snapper once next to a simulated OctoPrint, and requests the page and its picture.
 */
export async function measureFirstPicture(dataDir: string): Promise<number> {
  const simulator = await startSimulator({ startFraction: 0.5 })
  const startedAt = performance.now()
  const env = { PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'warn', DATA_DIR: dataDir }
  const site = await startSite(env)
  try {
    const { send } = await claimSite(site.url, join(dataDir, 'claim-link'))
    const { id } = await (await send('printers', { name: 'Maker Select' })).json()
    const token = { name: 'bench', expires_in_days: null }
    const { secret } = await (await send(`printers/${id}/tokens`, token)).json()
    await promisify(execFile)(process.execPath, ['snapper/main.ts', '--once'], {
      cwd: root,
      env: {
        NODE_ENV: 'production',
        OCTOPRINT_ROOT: simulator.url,
        OCTOPRINT_KEY: simulator.apiKey,
        SNAPSHOT_URL: simulator.snapshotUrl,
        PRINTER_ENDPOINT: `${site.url}/api/3dprinter/${id}/`,
        SPOOL_DIR: join(dataDir, 'spool'),
        SNAPPER_TOKEN: secret,
      },
    })
    for (let tries = 0; tries < 1000; tries += 1) {
      const page = await (await fetch(`${site.url}/printers/${id}`)).text()
      const [picture] = /\/media\/[^"\s?]+\.(?:jpg|webp|avif)/.exec(page) ?? []
      if (picture !== undefined && (await fetch(site.url + picture)).ok)
        return performance.now() - startedAt
      await sleep(20)
    }
    throw new Error('The page has no picture.')
  } finally {
    await site.stop()
    await simulator.close()
  }
}
