import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { installOctoPrint, isOctoPrintObtainable } from '../../testing/octoprint/install.ts'

const root = join(import.meta.dirname, '../..')

/** Debian's packages that tests need, each with how it is seen that it is there. */
const packages: Record<string, [command: string, ...args: string[]]> = {
  chromium: ['chromium', '--version'],
  'python3-venv': ['python3', '-c', 'import venv, ensurepip'],
  'python3-feedparser': ['/usr/bin/python3', '-c', 'import feedparser'],
  debootstrap: ['debootstrap', '--version'],
  strace: ['strace', '-V'],
  ustreamer: ['ustreamer', '--version'],
  ffmpeg: ['ffmpeg', '-version'],
}

/**
 * Brings the real parts, once: Debian's packages where we may install them, OctoPrint into a virtual environment, the programs
 * that check `deploy/`. What can't be had is told by its own test, which is left out on a person's machine and fails in CI.
 */
export async function installParts(): Promise<void> {
  bringPackages()
  if (isOctoPrintObtainable() === null)
    await installOctoPrint().catch((error: unknown) => console.error(`OctoPrint: ${error}`))
  // Most are compiled from source, minutes of it: only where nothing may be left out. What Debian has is there at once.
  if (process.env.CI) node('testing/deploy/install-tools.ts')
  else if (existsSync('/usr/bin/apt-get'))
    node('testing/deploy/install-tools.ts', 'promtool', 'caddy', 'nginx', 'hadolint')
}

function bringPackages(): void {
  const missing = Object.entries(packages).filter(([, [command, ...args]]) => {
    const { status, error } = spawnSync(command, args, { stdio: 'ignore' })
    return error !== undefined || status !== 0
  })
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  const names = missing.map(([name]) => name)
  console.log(`Installing ${names.join(', ')} (once) ...`)
  const apt = (...args: string[]) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  apt('update', '-qq')
  apt('install', '-y', '-qq', '--no-install-recommends', ...names)
}

function node(script: string, ...args: string[]): void {
  spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' })
}
