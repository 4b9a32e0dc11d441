import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '../..')

export interface Child {
  process: ChildProcess
  /** Sends SIGTERM, and SIGKILL after 10 s. */
  stop(): Promise<void>
}

/**
 * Starts one of the project's programs on this Node, with `env` and the few variables that any process needs.
 * @param onLine receives each line of its stdout; its stderr goes to this process's
 * @param isGroup makes it lead a process group, so that it can be killed together with its children
 */
export function startProgram(
  args: readonly string[],
  env: Record<string, string>,
  onLine: (line: string) => void,
  isGroup = false,
): Child {
  const { PATH = '', HOME = '', TMPDIR } = process.env
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    detached: isGroup,
    env: {
      PATH,
      HOME,
      ...(TMPDIR === undefined ? {} : { TMPDIR }),
      NODE_ENV: 'production',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk))
  createInterface({ input: child.stdout }).on('line', onLine)
  return {
    process: child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      // Its own children hold stderr until they have written their last file.
      const closed = once(child, 'close')
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await closed
      clearTimeout(timer)
    },
  }
}

/** Parses a line of a program's log; `null` if it isn't a JSON object. */
export function parseLogLine(line: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(line)
    return typeof parsed === 'object' && parsed !== null
      ? (parsed as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
