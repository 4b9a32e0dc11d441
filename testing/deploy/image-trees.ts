import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/* Images as folders, for machines without an engine: made by debootstrap and the Dockerfile's own steps, entered by chroot. */

/** What `build-root.ts` leaves of a stage. */
export interface ImageTree {
  path: string
  env: Record<string, string>
  workDir: string
  /** `uid:gid` */
  user: string
  megabytes: number
  packedMegabytes: number
}

export interface TreeRun {
  command: readonly string[]
  env?: Record<string, string>
  /** Folders in the tree that are written to, and where they really are. All else is read-only but `/tmp`. */
  volumes?: Record<string, string>
}

/**
 * Why images can't be made by this user on this machine, or `null`.
 * @throws Error where it is only for a program, in CI, where nothing may be left out
 */
export function findObstacle(): string | null {
  if (process.platform !== 'linux') return 'that takes Linux'
  if (process.getuid?.() !== 0) return 'only root may change roots'
  if (spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status !== 0)
    return 'root may not mount here'
  const missing = ['debootstrap', 'npm'].filter(
    (command) => spawnSync(command, ['--version']).error !== undefined,
  )
  if (missing.length === 0) return null
  const obstacle = `there is no ${missing.join(', ')} here`
  if (process.env.CI) throw new Error(`The images can't be made: ${obstacle}.`)
  return obstacle
}

/**
 * Makes both images below `folder`. Minutes.
 * @throws Error with the words of the step that failed
 */
export function buildImageTrees(folder: string): Record<'web' | 'snapper', ImageTree> {
  const debian = join(folder, 'debian')
  if (!existsSync(join(debian, 'bin/sh'))) {
    rmSync(debian, { recursive: true, force: true })
    // Of the release, and from the mirror, that this machine's own packages are from.
    const targets = ['indextargets', '--format', '$(SITE) $(CODENAME)', 'Created-By: Packages']
    const [mirror = '', release = ''] = run('apt-get', targets).split(/[\n ]/)
    run('debootstrap', ['--variant=minbase', release, debian, mirror])
  }
  const stages = join(folder, 'stages')
  run(process.execPath, [join(import.meta.dirname, 'build-root.ts'), stages, debian])
  return JSON.parse(readFileSync(join(stages, 'images.json'), 'utf8'))
}

/** Starts a program in a tree as an engine would: read-only, as the image's user, alone in its process namespace. */
export function startInTree(tree: ImageTree, given: TreeRun): ChildProcess {
  return spawn('unshare', listArguments(tree, given), {
    // A group of its own: `unshare` itself hears no SIGTERM, its child does.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { NODE_ENV: 'production', ...tree.env, ...given.env },
  })
}

/** Ends it as an engine would. @returns its exit code, `null` where it had to be killed */
export async function stopInTree(child: ChildProcess): Promise<number | null> {
  const { pid, exitCode } = child
  if (exitCode !== null || pid === undefined) return exitCode
  const exited = once(child, 'exit')
  process.kill(-pid, 'SIGTERM')
  const timer = setTimeout(() => process.kill(-pid, 'SIGKILL'), 20_000)
  await exited
  clearTimeout(timer)
  return child.exitCode
}

/** Runs one to its end. */
export function runInTree(tree: ImageTree, given: TreeRun): { code: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync('unshare', listArguments(tree, given), {
    encoding: 'utf8',
    env: { NODE_ENV: 'production', ...tree.env, ...given.env },
  })
  return { code: status, text: `${stdout}${stderr}` }
}

function listArguments(tree: ImageTree, { command, volumes = {} }: TreeRun): string[] {
  const inside = (path: string) => join(tree.path, path)
  const [user, group] = tree.user.split(':')
  const steps = [
    `mount --bind ${tree.path} ${tree.path}`,
    `mount -o remount,bind,ro ${tree.path}`,
    `mount -t tmpfs tmpfs ${inside('tmp')}`,
    `mount --rbind /dev ${inside('dev')}`,
    `mount -t proc proc ${inside('proc')}`,
    ...Object.entries(volumes).map(([path, real]) => `mount --bind ${real} ${inside(path)}`),
    `exec unshare --root=${tree.path} --wd=${tree.workDir} --setgid=${group} --setuid=${user} "$@"`,
  ]
  const namespaces = ['--mount', '--pid', '--fork', '--kill-child']
  return [...namespaces, 'sh', '-ec', steps.join('\n'), 'sh', ...command]
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64e6,
  })
  if (error) throw new Error(`${command} can't be started: ${error.message}`)
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`)
  return stdout
}
