import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { installOctoPrint, isOctoPrintObtainable } from '../../testing/octoprint/install.ts'
import { installS3Servers } from '../../testing/s3/s3-server.ts'

const root = join(import.meta.dirname, '../..')

/** Debian's packages that tests need, each with a command that fails without it. */
const packages: Record<string, [command: string, ...args: string[]]> = {
  chromium: ['chromium', '--version'],
  'python3-venv': ['python3', '-c', 'import venv, ensurepip'],
  'python3-feedparser': ['/usr/bin/python3', '-c', 'import feedparser'],
  buildah: ['buildah', '--version'],
  debootstrap: ['debootstrap', '--version'],
  strace: ['strace', '-V'],
  faketime: ['faketime', '--version'],
  mosquitto: ['sh', '-c', 'command -v mosquitto'],
  ustreamer: ['ustreamer', '--version'],
  ffmpeg: ['ffmpeg', '-version'],
  'qemu-user-static': ['qemu-aarch64-static', '--version'],
}

/**
 * Installs the real programs that tests use, once: Debian's packages when run as root, OctoPrint, the S3 server and the tools that
 * check `deploy/`. A test reports a missing program itself: in CI it fails, elsewhere it is skipped.
 */
export async function installParts(): Promise<void> {
  installPackages()
  if (isOctoPrintObtainable() === null)
    await installOctoPrint().catch((error: unknown) => console.error(`OctoPrint: ${error}`))
  await installS3Servers().catch((error: unknown) => console.error(`S3 server: ${error}`))
  // Compiling the others takes minutes, so only CI does it.
  if (process.env.CI) node('testing/deploy/install-tools.ts')
  else if (existsSync('/usr/bin/apt-get'))
    node('testing/deploy/install-tools.ts', 'promtool', 'caddy', 'nginx', 'hadolint')
}

function installPackages(): void {
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
  if (!names.includes('qemu-user-static')) return
  // What the snapper for a 64-bit ARM board is linked with.
  spawnSync('dpkg', ['--add-architecture', 'arm64'])
  apt('update', '-qq')
  apt('install', '-y', '-qq', '--no-install-recommends', 'libstdc++6:arm64')
}

function node(script: string, ...args: string[]): void {
  spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' })
}
