import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Image } from './build-images.ts'

export interface ImageRun {
  command: readonly string[]
  env?: Record<string, string>
  /** `uid:gid`, as `docker run --user` sets it. Default: the image's. */
  user?: string
  /** Writable folders: the path in the image and the real folder. All else but `/tmp` is read-only. */
  volumes?: Record<string, string>
}

/** Starts a program in an image as a container engine does: read-only, as the image's user, in a process namespace of its own. */
export function startInImage(image: Image, run: ImageRun): ChildProcess {
  return spawn('unshare', listArguments(image, run), {
    // `unshare` ignores SIGTERM and its child does not: the signal goes to their process group.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { NODE_ENV: 'production', ...image.env, ...run.env },
  })
}

/** Stops a program as a container engine does. @returns its exit code, `null` when it had to be killed */
export async function stopInImage(child: ChildProcess): Promise<number | null> {
  const { pid, exitCode } = child
  if (exitCode !== null || pid === undefined) return exitCode
  const exited = once(child, 'exit')
  process.kill(-pid, 'SIGTERM')
  const timer = setTimeout(() => process.kill(-pid, 'SIGKILL'), 20_000)
  await exited
  clearTimeout(timer)
  return child.exitCode
}

/** Runs a program in an image and waits for its end. */
export function runInImage(image: Image, run: ImageRun): { code: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync('unshare', listArguments(image, run), {
    encoding: 'utf8',
    env: { NODE_ENV: 'production', ...image.env, ...run.env },
  })
  return { code: status, text: `${stdout}${stderr}` }
}

function listArguments(image: Image, { command, volumes = {}, ...run }: ImageRun): string[] {
  const inside = (path: string) => join(image.path, path)
  const [user, group] = (run.user ?? image.user).split(':')
  const steps = [
    `mount --bind ${image.path} ${image.path}`,
    `mount -o remount,bind,ro ${image.path}`,
    `mount -t tmpfs tmpfs ${inside('tmp')}`,
    `mount --rbind /dev ${inside('dev')}`,
    `mount -t proc proc ${inside('proc')}`,
    ...Object.entries(volumes).map(([path, real]) => `mount --bind ${real} ${inside(path)}`),
    `exec unshare --root=${image.path} --wd=${image.workDir || '/'} --setgid=${group} --setuid=${user} "$@"`,
  ]
  const namespaces = ['--mount', '--pid', '--fork', '--kill-child']
  return [...namespaces, 'sh', '-ec', steps.join('\n'), 'sh', ...command]
}
