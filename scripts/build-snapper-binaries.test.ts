import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildSnapperBinaries, platforms } from './build-snapper-binaries.ts'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'binaries-'))
const bundle = join(folder, 'snapper.cjs')
execFileSync(process.execPath, ['scripts/build-snapper.ts', bundle], { cwd: root })

const own = `linux-${process.arch}`

/** How to run a program of another architecture; null if this machine can't. */
function findRunner(platform: string): string[] | null {
  if (platform === own) return []
  const emulator = `qemu-${platform === 'linux-arm64' ? 'aarch64' : 'x86_64'}-static`
  const canRun = spawnSync(emulator, ['--version']).status === 0
  return canRun ? [emulator] : null
}

test.each(platforms)(
  'a board without Node runs the snapper as one file: %s',
  (platform) => {
    const [program = ''] = buildSnapperBinaries(bundle, folder, [platform])
    const runner = findRunner(platform)
    if (runner === null && !process.env.CI) {
      console.warn(`skipped: ${platform} needs qemu-user-static`)
      return
    }
    const [command = '', ...args] = [...(runner ?? ['qemu-is-missing']), program]
    // Nothing of this machine's Node or the repository.
    const at = { cwd: folder, encoding: 'utf8' as const }
    const run = (more: string[], env: Record<string, string> = {}) =>
      spawnSync(command, [...args, ...more], {
        ...at,
        env: { PATH: '/usr/bin:/bin', NODE_ENV: 'production', ...env },
      })
    expect(run(['--help']).stdout).toMatch(/^Usage: snapper /)
    const { status, stderr, stdout } = run(['--dry-run'], {
      PRINTER_ENDPOINT: 'http://127.0.0.1:9/api/3dprinter/1/',
      SNAPPER_TOKEN: 'only-for-this-test',
      OCTOPRINT_ROOT: 'http://127.0.0.1:9/',
    })
    expect(`${stdout}${stderr}`).toContain('unreachable')
    expect(status).toBe(0)
  },
  120_000,
)
