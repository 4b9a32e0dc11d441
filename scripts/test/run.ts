import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/**
 * Runs a command of `node_modules/.bin` with its output shown, and prints how long it took.
 * @returns its exit code
 */
export function run(title: string, command: string, args: readonly string[]): number {
  const startedAt = performance.now()
  console.log(`\n== ${title}`)
  const { status } = spawnSync(join(root, 'node_modules/.bin', command), args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'test' },
  })
  console.log(`== ${title}: ${Math.round((performance.now() - startedAt) / 1000)} s`)
  return status ?? 1
}
