import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')
const sources = ['{app,components,lib,content,public,client}/**/*', '*.{json,js}']

/**
 * Builds the site unless its sources are unchanged since the last build.
 * @throws Error with the build's output when it fails
 */
export async function buildSite(): Promise<void> {
  const stampPath = join(root, '.next/build-stamp')
  const stamp = stampSources()
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return
  console.log('Building the site ...')
  for (const [command, ...args] of steps) await run(command, args)
  writeFileSync(stampPath, stamp)
}

/** The steps of `npm run build`. */
const steps = [
  ['node', 'cli/content/build.ts'],
  ['node', 'scripts/build-client.ts'],
  ['next', 'build'],
] as const

async function run(command: string, args: readonly string[]): Promise<void> {
  await promisify(execFile)(join(root, 'node_modules/.bin', command), args, {
    cwd: root,
    maxBuffer: 64e6,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  }).catch(({ stdout, stderr, message }) => {
    throw new Error(`The build failed:\n${stdout ?? ''}\n${stderr ?? message}`)
  })
}

/** Hashes sizes and modification times instead of contents, which is faster and detects every edit. */
function stampSources(): string {
  const hash = createHash('sha256').update(process.env.SITE_URL ?? '')
  for (const path of globSync(sources, { cwd: root }).sort()) {
    const { size, mtimeMs } = statSync(join(root, path))
    hash.update(`${path} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}
