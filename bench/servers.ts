import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../testing/free-port.ts'
import { parseLogLine, startProgram } from '../testing/site/child.ts'
import { startSite } from '../testing/site/start-site.ts'
import type { BareResponse } from './bare-child.ts'
import type { ProbeReport } from './site-probe.ts'

export interface Server {
  url: string
  port: number
  pid: number
  stop(): Promise<void>
}

export const pollPath = '/api/3dprinter/1/'
export const snapper = { user: 'snapper', password: 'bench-only-password' }
const root = join(import.meta.dirname, '..')
export const nextProgram = join(root, 'node_modules/next/dist/bin/next')

/** As `npm start`, the image and the systemd unit set it. */
const asInProduction = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' }

function createEnvironment(dataDir: string): Record<string, string> {
  return {
    PORT: '0',
    METRICS_PORT: '0',
    LOG_LEVEL: 'warn',
    DATA_DIR: dataDir,
    PRINTER_NAME: 'Maker Select',
    SNAPPER_USER: snapper.user,
    SNAPPER_PASSWORD: snapper.password,
    NEXT_TELEMETRY_DISABLED: '1',
    ...asInProduction,
  }
}

/** Starts the built site with one printer. `firstResponseMs`: from the start of the process to the first polled JSON. */
export async function startBenchSite(
  dataDir: string,
  env: Record<string, string> = {},
): Promise<Server & { firstResponseMs: number }> {
  const startedAt = performance.now()
  const site = await startSite({ ...createEnvironment(dataDir), ...env })
  await fetchWhole(`${site.url}${pollPath}`)
  const firstResponseMs = performance.now() - startedAt
  return { ...site, port: Number(new URL(site.url).port), firstResponseMs }
}

/** A site with a probe inside (`site-probe.ts`). `read` measures what has happened since the last one. */
export async function startProbedSite(
  start: (env: Record<string, string>) => ReturnType<typeof startBenchSite>,
): Promise<Server & { read(): Promise<ProbeReport> }> {
  const probePort = String(await findFreePort())
  const program = join(import.meta.dirname, 'site-probe.ts')
  const site = await start({ PROBE_PORT: probePort, NODE_OPTIONS: `--import=${program}` })
  const read = async () => {
    const response = await fetch(`http://127.0.0.1:${probePort}/`)
    return (await response.json()) as ProbeReport // site-probe.ts sends it
  }
  return { ...site, read }
}

/** Starts `next start` in a folder; without one, the site's own build without the server in front. */
export async function startNext({
  folder = '.',
  dataDir = '',
  path = '/',
}): Promise<Server & { firstResponseMs: number }> {
  const port = await findFreePort()
  const args = [nextProgram, 'start', folder, '-H', '127.0.0.1', '-p', String(port)]
  const startedAt = performance.now()
  const child = startProgram(args, createEnvironment(dataDir), () => undefined)
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 6000; tries += 1) {
    const response = await fetch(url + path).catch(() => null)
    await response?.arrayBuffer()
    if (response?.ok) {
      const firstResponseMs = performance.now() - startedAt
      return { url, port, pid: child.process.pid ?? 0, stop: child.stop, firstResponseMs }
    }
    await sleep(10)
  }
  await child.stop()
  throw new Error(`next start ${folder} doesn’t respond.`)
}

/** Starts a bare `node:http` server that has this one response in memory. */
export async function startBare(response: BareResponse): Promise<Server> {
  const ready = Promise.withResolvers<string>()
  const args = [join(import.meta.dirname, 'bare-child.ts'), JSON.stringify(response)]
  const child = startProgram(args, asInProduction, (line) =>
    ready.resolve(String(parseLogLine(line)?.url)),
  )
  child.process.once('exit', () => ready.reject(new Error('The bare server ended.')))
  const url = await ready.promise
  return { url, port: Number(new URL(url).port), pid: child.process.pid ?? 0, stop: child.stop }
}

/** @throws Error for a status of 400 or more */
export async function fetchWhole(url: string): Promise<{ status: number; bytes: number }> {
  const response = await fetch(url, { redirect: 'manual' })
  const { byteLength } = await response.arrayBuffer()
  if (response.status >= 400) throw new Error(`${url} responded with ${response.status}.`)
  return { status: response.status, bytes: byteLength }
}
