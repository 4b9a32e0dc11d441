import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { findFreePort } from '../free-port.ts'
import { startSimulator } from '../simulator/start.ts'
import { startProgram } from './child.ts'
import { startSite } from './start-site.ts'

export interface Demo {
  url: string
  metricsUrl: string
  /** The simulated OctoPrint, as the snapper's variables. */
  printer: { OCTOPRINT_ROOT: string; OCTOPRINT_KEY: string; SNAPSHOT_URL: string }
  /** Credentials of the snapper and of the printer, which no log may contain. */
  secrets: string[]
  /** Switches off the printer and its camera: nothing responds at their address. */
  stopPrinter(): Promise<void>
  startPrinter(): Promise<void>
  stop(): Promise<void>
}

export interface DemoOptions {
  /** For the store and the spool; emptied. */
  folder: string
  port: number
  /** Default: a free one. */
  metricsPort?: number
  /** Default: the port on localhost. */
  siteUrl?: string
  everySeconds: number
  /** Receives each line that the site prints. */
  onSiteLine?: (line: string) => void
  /** Receives each line that the snapper prints. */
  onSnapperLine?: (line: string) => void
}

const ignore = () => undefined

/**
 * Starts the built site, a simulated printer that is some way into its first print, and the snapper between them.
 * @throws Error when the site ends before it is ready
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { folder, port, everySeconds, onSiteLine = ignore, onSnapperLine = ignore } = options
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
    const credentials = { SNAPPER_USER: 'snapper', SNAPPER_PASSWORD: password }
    const metricsPort = options.metricsPort ?? (await findFreePort())
    const site = await startSite(
      {
        PORT: String(port),
        ...(options.siteUrl === undefined ? {} : { SITE_URL: options.siteUrl }),
        DATA_DIR: join(folder, 'data'),
        METRICS_PORT: String(metricsPort),
        PRINTER_NAME: 'Maker Select',
        ...credentials,
      },
      onSiteLine,
    )
    stops.push(site.stop)
    const printer = {
      OCTOPRINT_ROOT: simulator.url,
      OCTOPRINT_KEY: simulator.apiKey,
      SNAPSHOT_URL: simulator.snapshotUrl,
    }
    const snapper = startProgram(
      ['snapper/main.ts', '--interval', `${everySeconds}s`],
      {
        ...printer,
        PRINTER_ENDPOINT: `${site.url}/api/3dprinter/1/`,
        SPOOL_DIR: join(folder, 'spool'),
        ...credentials,
      },
      onSnapperLine,
    )
    stops.push(snapper.stop)
    const basic = Buffer.from(`snapper:${password}`).toString('base64')
    return {
      url: site.url,
      metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
      printer,
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
