import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '../..')

/**
 * Runs a command of `node_modules/.bin` with its output shown, and prints how long it took.
 * @param prefix is printed before each line, to tell it from another command's that runs at the same time
 * @returns its exit code
 */
export async function run(
  title: string,
  command: string,
  args: readonly string[],
  prefix?: string,
): Promise<number> {
  const startedAt = performance.now()
  console.log(`\n== ${title}`)
  const child = spawn(join(root, 'node_modules/.bin', command), args, {
    cwd: root,
    stdio: prefix === undefined ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'test' },
  })
  for (const input of [child.stdout, child.stderr])
    if (input) createInterface({ input }).on('line', (line) => console.log(`${prefix}${line}`))
  const [code] = await once(child, 'close').catch((error: unknown) => [console.error(error)])
  console.log(`== ${title}: ${Math.round((performance.now() - startedAt) / 1000)} s`)
  return code ?? 1
}
