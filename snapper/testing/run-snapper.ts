import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

export interface Run {
  child: ChildProcess
  ended: Promise<{
    exitCode: number | null
    lines: Record<string, unknown>[]
    stdout: string
    stderr: string
  }>
}

/** The snapper as people start it: a process of its own, with this environment and no other. */
export function startSnapper(
  args: string[],
  environment: Record<string, string>,
  folder: string = tmpdir(),
): Run {
  const child = spawn(process.execPath, [main, ...args], {
    // Where nobody has put an .env.
    cwd: folder,
    env: { ...environment, NODE_ENV: 'test' }, // Next's types want that one to be there
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = new Promise<Awaited<Run['ended']>>((resolve) => {
    child.on('close', (exitCode) =>
      resolve({ exitCode, lines: parseLines(stdout), stdout, stderr }),
    )
  })
  return { child, ended }
}

export function runSnapper(
  args: string[],
  environment: Record<string, string>,
  folder?: string,
): Run['ended'] {
  return startSnapper(args, environment, folder).ended
}

function parseLines(stdout: string): Record<string, unknown>[] {
  if (!stdout.startsWith('{')) return []
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}
