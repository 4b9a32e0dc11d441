import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseLogLine, startProgram } from '../../testing/site/child.ts'
import type { BareAnswer } from './bare-child.ts'

export interface Running {
  url: string
  port: number
  pid: number
  /** From the process's start to the first whole answer to the polled JSON. */
  firstAnswerMs: number
  stop(): Promise<void>
}

export const pollPath = '/api/3dprinter/1/'
export const snapper = { user: 'snapper', password: 'bench-only-password' }
const nextProgram = join(import.meta.dirname, '../../node_modules/next/dist/bin/next')

/** Starts one of the three; each site gets a data folder of its own. */
export async function startServer(
  kind: 'door' | 'next' | 'bare',
  given: { dataDir: string; bare?: BareAnswer },
): Promise<Running> {
  const port = await findPort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    PORT: String(port),
    SITE_URL: url,
    DATA_DIR: given.dataDir,
    METRICS_PORT: '0',
    LOG_LEVEL: 'warn',
    PRINTER_NAME: 'Maker Select',
    SNAPPER_USER: snapper.user,
    SNAPPER_PASSWORD: snapper.password,
    NEXT_TELEMETRY_DISABLED: '1',
  }
  const programs = {
    door: ['server/main.ts'],
    next: [nextProgram, 'start', '-H', '127.0.0.1', '-p', String(port)],
    bare: [join(import.meta.dirname, 'bare-child.ts'), JSON.stringify(given.bare ?? {})],
  }
  const startedAt = performance.now()
  let actual = url
  const child = startProgram(programs[kind], env, (line) => {
    const entry = parseLogLine(line)
    if (typeof entry?.url === 'string') actual = entry.url
  })
  const deadline = startedAt + 30_000
  while (!(await isAnswering(actual))) {
    if (child.process.exitCode !== null || performance.now() > deadline)
      throw new Error(`${programs[kind].join(' ')} doesn’t answer at ${actual}.`)
    await sleep(5)
  }
  return {
    url: actual,
    port: Number(new URL(actual).port),
    pid: child.process.pid ?? 0,
    firstAnswerMs: performance.now() - startedAt,
    stop: child.stop,
  }
}

async function isAnswering(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}${pollPath}`)
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false // not yet listening
  }
}

/** One that was free just now, for what can't take 0 and tell. */
export async function findPort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo // over TCP, so neither text nor null
  probe.close()
  await once(probe, 'close')
  return port
}
