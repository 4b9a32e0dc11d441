import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createOctoPrintClient, type OctoPrintClient } from './client.ts'
import { configureOctoPrint, type Keys } from './configure.ts'
import { installOctoPrint } from './install.ts'

export interface OctoPrintOptions {
  version?: string
  /** Where it keeps its settings and files; a folder of its own that goes with it, if not given. */
  baseDir?: string
  /** The camera that OctoPrint knows of; none if not given. */
  snapshotUrl?: string
}

export interface OctoPrint extends OctoPrintClient, Keys {
  url: string
  version: string
  close(): Promise<void>
}

const startTimeoutMs = 120_000

/** One that has been started and may not answer yet: another server stands in for it meanwhile. */
export interface StartingOctoPrint extends Keys {
  url: string
  /** @throws Error with the end of its log when it doesn't come up */
  ready(): Promise<OctoPrint>
  close(): Promise<void>
}

/**
 * Starts a real OctoPrint with its virtual printer, on a loopback port of its own, not connected.
 * Installs it first where it isn't yet.
 * @throws Error with the end of its log when it doesn't come up
 */
export async function startOctoPrint(options: OctoPrintOptions = {}): Promise<OctoPrint> {
  return (await launchOctoPrint(options)).ready()
}

/** The same, but without waiting for it. */
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
  const place = ['--host', '127.0.0.1', '--port', String(port)]
  // In a container everybody is root, which OctoPrint refuses without this word.
  const child = spawn(python, [...command, ...place, '--iknowwhatimdoing'], {
    stdio: ['ignore', log.fd, log.fd],
  })
  child.once('error', () => undefined) // Told by waitForVersion, which sees that there is no process.
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
    const version = await askVersion(url, apiKey)
    if (version) return version
    if (Date.now() > deadline) throw new Error(`No answer within ${startTimeoutMs} ms.`)
    await sleep(200)
  }
}

async function askVersion(url: string, apiKey: string): Promise<string | null> {
  try {
    const answer = await fetch(`${url}/api/version`, { headers: { 'X-Api-Key': apiKey } })
    // While it starts, another server answers at its port, with a page for people.
    if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return null
    const body = (await answer.json()) as { server?: string } // OctoPrint's shape
    return body.server ?? null
  } catch {
    return null // Not listening yet; the deadline tells when that is a fault.
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

async function findFreePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (typeof address !== 'object' || !address) throw new Error('No port could be had.')
  return address.port
}
