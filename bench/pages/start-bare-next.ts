import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProgram } from '../../testing/site/child.ts'
import { findPort } from '../serving/servers.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, '.cache/bare-next')
const program = join(root, 'node_modules/next/dist/bin/next')

/**
 * The least live page that Next and SWR make, as `next start` serves it: what the printer's page is measured against.
 * @throws Error when its build fails or it doesn't answer within half a minute
 */
export async function startBareNext(): Promise<{ url: string; stop(): Promise<void> }> {
  build()
  const port = await findPort()
  const url = `http://127.0.0.1:${port}/`
  const args = [program, 'start', folder, '-H', '127.0.0.1', '-p', String(port)]
  const child = startProgram(args, { NEXT_TELEMETRY_DISABLED: '1' }, () => undefined)
  for (let tries = 0; tries < 300; tries += 1) {
    const response = await fetch(url).catch(() => null)
    if (response?.ok) return { url, stop: child.stop }
    await sleep(100)
  }
  await child.stop()
  throw new Error('The bare Next page doesn’t answer.')
}

/** Once for each version of Next. */
function build(): void {
  const stampPath = join(folder, 'built-with')
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(root, 'node_modules/next/package.json'), 'utf8'),
  )
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === version) return
  rmSync(folder, { recursive: true, force: true })
  cpSync(join(import.meta.dirname, '../../scripts/bench-pages/bare-next'), folder, {
    recursive: true,
  })
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'build', folder], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (status !== 0) throw new Error(`The bare Next page can’t be built:\n${stdout}\n${stderr}`)
  writeFileSync(stampPath, version)
}
