import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/**
 * Runs one of the project's own commands in sight of the reader.
 * @returns its exit code
 */
export function run(what: string, command: string, args: readonly string[]): number {
  const startedAt = performance.now()
  console.log(`\n== ${what}`)
  const { status } = spawnSync(join(root, 'node_modules/.bin', command), args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'test' },
  })
  console.log(`== ${what}: ${Math.round((performance.now() - startedAt) / 1000)} s`)
  return status ?? 1
}
