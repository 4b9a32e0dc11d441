import { once } from 'node:events'
import { parseLogLine, startProgram } from '../site/child.ts'

export const account = { user: 'snapper', password: 'fault-suite-only' }

/** The built site in a process group of its own. */
export interface VictimSite {
  url: string
  pid: number
  /** Kills the site and its children at once. */
  kill(): Promise<void>
  stop(): Promise<void>
  hasExited(): boolean
  exited: Promise<unknown>
}

/** @throws Error when it ends before it is ready */
export async function startVictim(
  dataDir: string,
  env: Record<string, string> = {},
): Promise<VictimSite> {
  const ready = Promise.withResolvers<string>()
  const site = startProgram(
    ['server/main.js'],
    {
      PORT: '0',
      METRICS_PORT: '0',
      LOG_LEVEL: 'info',
      DATA_DIR: dataDir,
      PRINTER_NAME: 'Maker Select',
      SNAPPER_USER: account.user,
      SNAPPER_PASSWORD: account.password,
      ...env,
    },
    (line) => {
      const entry = parseLogLine(line)
      if (entry?.msg === 'ready' && typeof entry.url === 'string') ready.resolve(entry.url)
    },
    true,
  )
  const exited = once(site.process, 'exit')
  exited.then(() => ready.reject(new Error('The site ended before it was ready.')))
  const pid = site.process.pid ?? 0
  const hasExited = () => site.process.exitCode !== null || site.process.signalCode !== null
  return {
    url: await ready.promise,
    pid,
    hasExited,
    exited,
    async kill() {
      if (!hasExited()) process.kill(-pid, 'SIGKILL')
      await exited
    },
    stop: site.stop,
  }
}
