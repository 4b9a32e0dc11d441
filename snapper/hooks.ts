import { names } from './environment.ts'
import { sendHomeRequest } from './home-http.ts'
import type { Log } from './log.ts'

const hookMs = 5_000

/** Requests a URL or runs a command, for example to switch on a light. Failures are logged and otherwise ignored. */
export async function runHook(name: string, hook: string | null, log: Log): Promise<void> {
  if (hook === null) return
  try {
    if (/^https?:\/\//i.test(hook)) await requestUrl(hook)
    else await runCommand(hook)
  } catch (error) {
    log('warn', `${name} failed`, {
      detail: error instanceof Error ? error.message : String(error),
    })
  }
}

async function requestUrl(address: string): Promise<void> {
  const signal = AbortSignal.timeout(hookMs)
  const { status } = await sendHomeRequest({ url: new URL(address), signal }, 65_536)
  if (status >= 400) throw new Error(`HTTP ${status}`)
}

const own: ReadonlySet<string> = new Set(names)

function isOurs(name: string): boolean {
  return name !== 'USER' && own.has(name.replace(/_FILE$/, ''))
}

async function runCommand(command: string): Promise<void> {
  const { spawn } = await import('node:child_process')
  // The command doesn't get our credentials.
  const others = Object.entries(process.env).filter(([name]) => !isOurs(name))
  const env = Object.fromEntries(others) as NodeJS.ProcessEnv // Next's types require NODE_ENV
  const options = { shell: true, stdio: 'ignore', timeout: hookMs } as const
  const child = spawn(command, { ...options, env })
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve()
      // Don't log the command: it may contain a key.
      else reject(new Error(signal === null ? `exit code ${code}` : `ended by ${signal}`))
    })
  })
}
