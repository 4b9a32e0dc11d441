import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../free-port.ts'
import { createOctoPrintClient, type OctoPrintClient } from './client.ts'
import { configureOctoPrint, type Keys } from './configure.ts'
import { installOctoPrint } from './install.ts'

export interface OctoPrintOptions {
  version?: string
  /** Folder for its settings and files. Default: a temporary folder, deleted by `close`. */
  baseDir?: string
  /** The camera that OctoPrint is configured with. Default: none. */
  snapshotUrl?: string
}

export interface OctoPrint extends OctoPrintClient, Keys {
  url: string
  version: string
  close(): Promise<void>
}

const startTimeoutMs = 120_000

/** A started OctoPrint that may not respond yet; while it loads, a placeholder server responds on its port. */
export interface StartingOctoPrint extends Keys {
  url: string
  /** @throws Error with the end of its log when it doesn't start */
  ready(): Promise<OctoPrint>
  close(): Promise<void>
}

/**
 * Starts a real OctoPrint with its virtual printer, not connected, on a free port of the loopback. Installs it first if necessary.
 * @throws Error with the end of its log when it doesn't start
 */
export async function startOctoPrint(options: OctoPrintOptions = {}): Promise<OctoPrint> {
  return (await launchOctoPrint(options)).ready()
}

/** The same, without waiting until it responds. */
export async function launchOctoPrint(options: OctoPrintOptions = {}): Promise<StartingOctoPrint> {
  const python = await installOctoPrint(options.version)
  const baseDir = options.baseDir ?? (await mkdtemp(join(tmpdir(), 'octoprint-')))
  const keys = await configureOctoPrint(
    baseDir,
    options.snapshotUrl === undefined ? {} : { snapshotUrl: options.snapshotUrl },
  )
  const port = await findFreePort()
  const logPath = join(baseDir, 'output.log')
  const child = await launch(python, baseDir, port, logPath)
  const url = `http://127.0.0.1:${port}`
  const close = async () => {
    await stop(child)
    if (options.baseDir === undefined) await rm(baseDir, { recursive: true, force: true })
  }
  const ready = async () => {
    try {
      const version = await waitForVersion(child, url, keys.apiKey)
      return { ...createOctoPrintClient(url, keys.apiKey), ...keys, url, version, close }
    } catch (cause) {
      const log = await readFile(logPath, 'utf8')
      await close()
      throw new Error(`OctoPrint didn't start. The end of its log:\n${log.slice(-3000)}`, { cause })
    }
  }
  return { ...keys, url, ready, close }
}

async function launch(
  python: string,
  baseDir: string,
  port: number,
  logPath: string,
): Promise<ChildProcess> {
  const log = await open(logPath, 'w')
  const command = ['-m', 'octoprint', 'serve', '--basedir', baseDir]
  const address = ['--host', '127.0.0.1', '--port', String(port)]
  // OctoPrint doesn't run as root without this option, and in containers everything runs as root.
  const child = spawn(python, [...command, ...address, '--iknowwhatimdoing'], {
    stdio: ['ignore', log.fd, log.fd],
  })
  child.once('error', () => undefined) // waitForVersion reports the missing process.
  const killOnExit = () => child.kill('SIGKILL')
  process.once('exit', killOnExit)
  child.once('exit', () => process.removeListener('exit', killOnExit))
  await log.close()
  return child
}

async function waitForVersion(child: ChildProcess, url: string, apiKey: string): Promise<string> {
  const deadline = Date.now() + startTimeoutMs
  for (;;) {
    if (hasEnded(child)) throw new Error(`The process ended with ${child.exitCode}.`)
    const version = await fetchVersion(url, apiKey)
    if (version) return version
    if (Date.now() > deadline) throw new Error(`No response within ${startTimeoutMs} ms.`)
    await sleep(200)
  }
}

async function fetchVersion(url: string, apiKey: string): Promise<string | null> {
  try {
    const response = await fetch(`${url}/api/version`, { headers: { 'X-Api-Key': apiKey } })
    // While OctoPrint loads, a placeholder server responds with an HTML page.
    if (!response.ok || !response.headers.get('content-type')?.includes('json')) return null
    const body = (await response.json()) as { server?: string } // OctoPrint's shape
    return body.server ?? null
  } catch {
    return null // Not listening yet.
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const kill = setTimeout(() => child.kill('SIGKILL'), 5000)
  await ended
  clearTimeout(kill)
}
