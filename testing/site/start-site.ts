import { parseLogLine, startProgram } from './child.ts'

export interface Site {
  /** Without a trailing slash. */
  url: string
  pid: number
  stop(): Promise<void>
}

/**
 * Starts the built site and waits until it is ready.
 * @param env its environment variables; PORT 0 is any free port
 * @throws Error when it ends before it is ready
 */
export async function startSite(
  env: Record<string, string>,
  onLine: (line: string) => void = () => undefined,
): Promise<Site> {
  const ready = Promise.withResolvers<string>()
  const site = startProgram(['server/main.js'], env, (line) => {
    const entry = parseLogLine(line)
    if (entry?.msg === 'ready' && typeof entry.url === 'string') ready.resolve(entry.url)
    onLine(line)
  })
  site.process.once('exit', (code) => ready.reject(new Error(`The site exited with code ${code}.`)))
  return { url: await ready.promise, pid: site.process.pid ?? 0, stop: site.stop }
}
