import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** A built image, unpacked. */
export interface Image {
  path: string
  env: Record<string, string>
  workDir: string
  /** `uid:gid` */
  user: string
  /** ENTRYPOINT and CMD. */
  command: string[]
  /** HEALTHCHECK, without its leading `CMD`. */
  healthCheck: string[]
  megabytes: number
  /** As a registry transfers it. */
  packedMegabytes: number
}

/**
 * Returns why this user can't build images on this machine, or `null`.
 * @throws Error in CI when only a program is missing: CI must not skip the test
 */
export function findObstacle(): string | null {
  if (process.platform !== 'linux') return 'that takes Linux'
  if (process.getuid?.() !== 0) return 'that takes root'
  if (spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status !== 0)
    return 'root may not mount here'
  const missing = ['debootstrap', 'buildah', 'npm'].filter(
    (command) => spawnSync(command, ['--version']).error !== undefined,
  )
  if (missing.length === 0) return null
  const obstacle = `${missing.join(', ')} is missing`
  if (process.env.CI) throw new Error(`The images can't be built: ${obstacle}.`)
  return obstacle
}

interface Images {
  web: Image
  snapper: Image
  /** Unmounts both, so that `folder` can be deleted. */
  unmount(): void
}

/**
 * Builds both images of `deploy/Dockerfile` below `folder`, in minutes. Both base images are made from a Debian of this machine's
 * release, so no registry of images is needed.
 * @throws Error with the output of the command that failed
 */
export function buildImages(folder: string): Images {
  const debian = join(folder, 'debian')
  const targets = ['indextargets', '--format', '$(SITE) $(CODENAME)', 'Created-By: Packages']
  const [mirror = '', release = ''] = run('apt-get', targets).split(/[\n ]/)
  run('debootstrap', ['--variant=minbase', release, debian, mirror])

  // buildah keeps the npm cache, a cache mount of the Dockerfile, in TMPDIR.
  const cache = join(root, '.cache/buildah')
  mkdirSync(cache, { recursive: true })
  const store = ['--root', join(folder, 'store'), '--runroot', join(folder, 'run')]
  const buildah = (...args: string[]) =>
    run('buildah', [...store, ...args], { BUILDAH_ISOLATION: 'chroot', TMPDIR: cache }).trim()

  const dockerfile = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8')
  const [, version] = /^ARG NODE_VERSION=(.*)$/m.exec(dockerfile) ?? []
  const certificates = '/etc/ssl/certs/ca-certificates.crt'
  const commitBase = (name: string, trees: Record<string, string>, env: string[]) => {
    const container = buildah('from', 'scratch')
    for (const [to, from] of Object.entries(trees)) buildah('copy', container, from, to)
    buildah('config', ...env.flatMap((each) => ['--env', each]), container)
    buildah('commit', '--rm', container, name)
  }
  const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  const npm = dirname(dirname(run('sh', ['-c', 'readlink -f "$(command -v npm)"']).trim()))
  const npmLink = join(folder, 'npm')
  writeFileSync(npmLink, '#!/bin/sh\nexec node /usr/local/lib/npm/bin/npm-cli.js "$@"\n', {
    mode: 0o755,
  })
  commitBase(
    `docker.io/library/node:${version}-bookworm-slim`,
    {
      '/': debian,
      '/usr/local/bin/node': join(root, 'node_modules/node/bin/node'),
      '/usr/local/lib/npm': npm,
      '/usr/local/bin/npm': npmLink,
      [certificates]: certificates,
    },
    [path, `NODE_EXTRA_CA_CERTS=${certificates}`],
  )
  commitBase(
    'gcr.io/distroless/cc-debian12:nonroot',
    { '/': extractLibraries(debian, join(folder, 'libraries')), [certificates]: certificates },
    [path],
  )

  const build = (target: 'web' | 'snapper'): Image => {
    // With layers, the second build reuses the stages of the first.
    const options = ['--pull-never', '--layers', '--format=docker', '--file=deploy/Dockerfile']
    buildah('bud', ...options, '--target', target, '--tag', target, root)
    return inspect(buildah, target)
  }
  const unmount = () => void buildah('rm', '--all')
  try {
    return { web: build('web'), snapper: build('snapper'), unmount }
  } catch (error) {
    unmount()
    throw error
  }
}

/** The packages of Debian that the distroless image consists of. */
const libraryPackages = /^(?:libc6|libgcc-s1|libstdc\+\+6|tzdata)(?::\w+)?\.list$/

function extractLibraries(debian: string, to: string): string {
  const info = join(debian, 'var/lib/dpkg/info')
  const files = readdirSync(info)
    .filter((name) => libraryPackages.test(name))
    .flatMap((name) => readFileSync(join(info, name), 'utf8').trim().split('\n'))
    .filter((file) => !/^\/usr\/share\/(?!zoneinfo)/.test(file))
    .filter((file) => statSync(join(debian, file), { throwIfNoEntry: false })?.isFile())
  // An image engine creates these mount points where an image lacks them.
  for (const each of ['proc', 'dev']) mkdirSync(join(to, each), { recursive: true })
  run('install', ['-d', '-m', '1777', join(to, 'tmp')])
  writeFileSync(`${to}.files`, files.map((file) => `.${file}\n`).join(''))
  run('sh', ['-ec', `tar -C ${debian} -cf - -T ${to}.files | tar -C ${to} -xf -`])
  return to
}

interface DockerConfig {
  Env: string[]
  WorkingDir: string
  User: string
  Entrypoint?: string[]
  Cmd?: string[]
  Healthcheck?: { Test: string[] }
}

function inspect(buildah: (...args: string[]) => string, name: string): Image {
  const path = buildah('mount', buildah('from', '--pull-never', name))
  const { Docker } = JSON.parse(buildah('inspect', '--type', 'image', name)) as {
    Docker: { config: DockerConfig }
  }
  const { Env, WorkingDir, User, Entrypoint = [], Cmd = [], Healthcheck } = Docker.config
  // Registries count the bytes of files, not the blocks of a disk.
  const [bytes] = run('du', ['-s', '--block-size=1', '--apparent-size', path]).split('\t')
  const packedBytes = run('sh', ['-c', `tar -C ${path} -c . | gzip | wc -c`])
  return {
    path,
    env: Object.fromEntries(Env.map((each) => each.split(/=(.*)/s, 2))),
    workDir: WorkingDir,
    user: User,
    command: [...Entrypoint, ...Cmd],
    healthCheck: Healthcheck?.Test.slice(1) ?? [],
    megabytes: Math.round(Number(bytes) / 1e6),
    packedMegabytes: Math.round(Number(packedBytes) / 1e6),
  }
}

function run(command: string, args: readonly string[], env: Record<string, string> = {}): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64e6,
    env: { ...process.env, ...env },
  })
  if (error) throw new Error(`${command} can't be started: ${error.message}`)
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed with ${status}:\n${stdout}\n${stderr}`)
  return stdout
}
