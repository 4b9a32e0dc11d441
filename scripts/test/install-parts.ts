import { type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  installOctoPrint,
  isOctoPrintObtainable,
  octoPrintVersions,
} from '../../testing/octoprint/install.ts'
import { installS3Servers } from '../../testing/s3/s3-server.ts'

const root = join(import.meta.dirname, '../..')

/** Debian's packages that tests need, each with a command that fails without it. */
const packages: Record<string, [command: string, ...args: string[]]> = {
  chromium: ['chromium', '--version'],
  'chromium-headless-shell': ['chromium-headless-shell', '--version'],
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
  await installPackages()
  const warn = (name: string) => (error: unknown) => console.error(`${name}: ${error}`)
  const isObtainable = isOctoPrintObtainable() === null
  await Promise.all([
    ...(isObtainable ? octoPrintVersions : []).map((version) =>
      installOctoPrint(version).catch(warn('OctoPrint')),
    ),
    installS3Servers().catch(warn('S3 server')),
    installTools(),
  ])
}

async function installTools(): Promise<void> {
  const script = 'testing/deploy/install-tools.ts'
  const options = { cwd: root, stdio: 'inherit' } as const
  // Compiling the others takes minutes, so only CI does it.
  if (process.env.CI) await start(process.execPath, [script], options)
  else if (existsSync('/usr/bin/apt-get'))
    await start(process.execPath, [script, 'promtool', 'caddy', 'nginx', 'hadolint'], options)
}

async function installPackages(): Promise<void> {
  const codes = Object.entries(packages).map(async ([name, [command, ...args]]) => {
    const code = await start(command, args, { stdio: 'ignore' })
    return code === 0 ? [] : [name]
  })
  const names = (await Promise.all(codes)).flat()
  if (names.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  console.log(`Installing ${names.join(', ')} (once) ...`)
  const apt = (...args: string[]) =>
    start('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  await apt('update', '-qq')
  await apt('install', '-y', '-qq', '--no-install-recommends', ...names)
  if (!names.includes('qemu-user-static')) return
  // What the snapper for a 64-bit ARM board is linked with.
  await start('dpkg', ['--add-architecture', 'arm64'], { stdio: 'ignore' })
  await apt('update', '-qq')
  await apt('install', '-y', '-qq', '--no-install-recommends', 'libstdc++6:arm64')
}

/** @returns its exit code, `null` if it can't be started */
async function start(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<number | null> {
  const [code] = await once(spawn(command, args, options), 'close').catch(() => [null])
  return code
}
