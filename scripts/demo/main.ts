import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { startSimulator } from '../../testing/simulator/start.ts'
import { buildSite } from '../../testing/site/build.ts'
import { startProgram } from '../../testing/site/child.ts'
import { startSite } from '../../testing/site/start-site.ts'
import { describeReport } from './describe-report.ts'

/*
 * The main job on one machine: a printer that doesn't exist, the real snapper beside it, the real site, and nothing left behind
 * but `.cache/demo`.
 */
const folder = join(import.meta.dirname, '../../.cache/demo')
const everySeconds = 10
const stops: (() => Promise<unknown>)[] = []

async function stop(code: number): Promise<never> {
  for (const each of stops.reverse()) await each().catch(() => undefined)
  process.exit(code)
}

async function main(): Promise<void> {
  buildSite()
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })

  // Some way into its first print: there is something to see at once.
  const simulator = await startSimulator({ startFraction: 0.12 })
  stops.push(simulator.close)
  // Its first picture takes several times as long as the others; nobody waits for this one.
  await fetch(simulator.snapshotUrl)

  const port = process.env.PORT ?? (await findPort(3000))
  const siteUrl = process.env.SITE_URL ?? `http://localhost:${port}`
  const password = randomBytes(12).toString('base64url')
  const log = createWriteStream(join(folder, 'site.log'))
  const site = await startSite(
    {
      PORT: port,
      SITE_URL: siteUrl,
      DATA_DIR: join(folder, 'data'),
      METRICS_PORT: process.env.METRICS_PORT ?? '0',
      PRINTER_NAME: 'Maker Select',
      SNAPPER_USER: 'snapper',
      SNAPPER_PASSWORD: password,
    },
    (line) => log.write(`${line}\n`),
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
    },
    (line) => {
      const told = describeReport(line)
      if (told !== null) console.log(told)
    },
  )
  stops.push(snapper.stop)

  console.log(`
  The printer's page   ${siteUrl}/printers/1
  The whole site       ${siteUrl}/
  The polled JSON      ${siteUrl}/api/3dprinter/1/

  A picture every ${everySeconds} seconds, a print every five minutes. Ctrl+C ends it.
`)
}

/** The usual port, or where somebody else has it any free one. */
async function findPort(wanted: number): Promise<string> {
  const probe = createServer()
  const listening = new Promise<void>((resolve, reject) => {
    probe.once('listening', resolve).once('error', reject)
  })
  probe.listen(wanted, '127.0.0.1')
  try {
    await listening
  } catch {
    return findPort(0)
  }
  const { port } = probe.address() as AddressInfo // over TCP, so neither text nor null
  await new Promise((resolve) => probe.close(resolve))
  return String(port)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(0))
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  void stop(1)
})
