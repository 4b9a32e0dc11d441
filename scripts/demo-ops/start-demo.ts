import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { findFreePort } from '../../testing/free-port.ts'
import { startSimulator } from '../../testing/simulator/start.ts'
import { startProgram } from '../../testing/site/child.ts'
import { startSite } from '../../testing/site/start-site.ts'

export interface Demo {
  url: string
  metricsUrl: string
  /** What must be in no log: of the snapper's way to the site and to the printer. */
  secrets: string[]
  /** Switches the printer off, its camera with it: nobody answers at its address. */
  stopPrinter(): Promise<void>
  startPrinter(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts the built site with a simulated printer and the snapper between them.
 * @param folder for the store; emptied
 */
export async function startDemo(given: {
  folder: string
  port: number
  everySeconds: number
  /** Each line that the site or the snapper prints. */
  onLine?: (line: string) => void
}): Promise<Demo> {
  const { folder, port, everySeconds, onLine = () => undefined } = given
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const stops: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each().catch(() => undefined)
  }
  try {
    let simulator = await startSimulator({ startFraction: 0.12 })
    stops.push(() => simulator.close())
    const password = randomBytes(12).toString('base64url')
    const metricsPort = await findFreePort()
    const site = await startSite(
      {
        PORT: String(port),
        DATA_DIR: join(folder, 'data'),
        METRICS_PORT: String(metricsPort),
        PRINTER_NAME: 'Maker Select',
        SNAPPER_USER: 'snapper',
        SNAPPER_PASSWORD: password,
      },
      onLine,
    )
    stops.push(site.stop)
    const snapper = startProgram(
      ['snapper/main.ts', '--interval', `${everySeconds}s`],
      {
        OCTOPRINT_ROOT: simulator.url,
        OCTOPRINT_KEY: simulator.apiKey,
        SNAPSHOT_URL: simulator.snapshotUrl,
        PRINTER_ENDPOINT: `${site.url}/api/3dprinter/1/`,
        SNAPPER_USER: 'snapper',
        SNAPPER_PASSWORD: password,
        SPOOL_DIR: join(folder, 'spool'),
      },
      onLine,
    )
    stops.push(snapper.stop)
    const basic = Buffer.from(`snapper:${password}`).toString('base64')
    return {
      url: site.url,
      metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
      secrets: [password, basic, simulator.apiKey],
      stopPrinter: () => simulator.close(),
      async startPrinter() {
        simulator = await startSimulator({ port: Number(new URL(simulator.url).port) })
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
