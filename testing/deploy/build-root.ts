import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, matchesGlob, relative } from 'node:path'
import {
  fillIn,
  type Instruction,
  parseAssignments,
  parseDockerfile,
  type Stage,
} from './dockerfile.ts'

/*
 * Runs the steps of `deploy/Dockerfile` without an engine, each stage in a folder of its own that it is shut into (chroot):
 * `node testing/deploy/build-root.ts FOLDER BASE`. As root, on Linux; some minutes.
 *
 * BASE is a Debian made by debootstrap. Where the Dockerfile names Node's image, this puts the project's own Node and this machine's npm
 * on top of it; where it names a distroless one, only the libraries that Node is linked with.
 */

const root = join(import.meta.dirname, '../..')
const [folder = '', debian = ''] = process.argv.slice(2)
if (folder === '' || !existsSync(join(debian, 'bin/sh')))
  throw new Error(
    'Say where to and what from: build-root.ts FOLDER BASE (a root made by debootstrap)',
  )

interface Built {
  path: string
  env: Record<string, string>
  workDir: string
  user: string
}

function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}:\n${stdout}\n${stderr}`)
  return stdout
}

/** As COPY does: a folder's content into the folder of that name. */
function copyTree(from: string, to: string): void {
  const isFolder = statSync(from).isDirectory()
  mkdirSync(isFolder ? to : dirname(to), { recursive: true })
  run('cp', ['-a', '--reflink=auto', isFolder ? `${from}/.` : from, to])
}

function makeNodeBase(path: string): void {
  copyTree(debian, path)
  copyTree(join(root, 'node_modules/node/bin/node'), join(path, 'usr/local/bin/node'))
  const npm = dirname(dirname(run('sh', ['-c', 'readlink -f "$(command -v npm)"']).trim()))
  copyTree(npm, join(path, 'usr/local/lib/node_modules/npm'))
  run('ln', ['-sf', '../lib/node_modules/npm/bin/npm-cli.js', join(path, 'usr/local/bin/npm')])
  // The network as this machine has it.
  for (const file of ['/etc/resolv.conf', '/etc/hosts']) cpSync(file, join(path, file))
  const certificates = 'etc/ssl/certs/ca-certificates.crt'
  mkdirSync(join(path, dirname(certificates)), { recursive: true })
  run('cp', ['-L', '--remove-destination', `/${certificates}`, join(path, certificates)])
}

/** What the distroless image is made of: these packages of Debian, and certificates. */
const barePackages = /^(?:libc6|libgcc-s1|libstdc\+\+6|tzdata)(?::\w+)?\.list$/

function makeBareBase(path: string): void {
  const info = join(debian, 'var/lib/dpkg/info')
  const files = readdirSync(info)
    .filter((name) => barePackages.test(name))
    .flatMap((name) => readFileSync(join(info, name), 'utf8').trim().split('\n'))
    .filter((file) => !/^\/usr\/share\/(?!zoneinfo)/.test(file))
    .filter((file) => statSync(join(debian, file), { throwIfNoEntry: false })?.isFile())
  mkdirSync(path, { recursive: true })
  const list = `${path}.files`
  writeFileSync(list, files.map((file) => `.${file}\n`).join(''))
  run('sh', ['-ec', `tar -C ${debian} -cf - -T ${list} | tar -C ${path} -xf -`])
  // An engine makes these two where an image has none.
  for (const each of ['tmp', 'proc', 'dev']) mkdirSync(join(path, each), { recursive: true })
  chmodSync(join(path, 'tmp'), 0o1777)
  mkdirSync(join(path, 'etc/ssl/certs'), { recursive: true })
  run('cp', ['-L', '/etc/ssl/certs/ca-certificates.crt', join(path, 'etc/ssl/certs/')])
}

function start(stage: Stage, built: Map<string, Built>): Built {
  const path = join(folder, stage.name)
  const base = built.get(stage.base)
  if (base) copyTree(base.path, path)
  else if (stage.base.startsWith('node:')) makeNodeBase(path)
  else makeBareBase(path)
  const env = base?.env ?? { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }
  return { path, env: { ...env }, workDir: base?.workDir ?? '/', user: base?.user ?? '0:0' }
}

const ignore = readFileSync(join(root, 'deploy/Dockerfile.dockerignore'), 'utf8').split('\n')
const wantedPaths = ignore.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
const unwantedPaths = ignore.filter((line) => line.startsWith('**/'))

/** As the engine would send it: what `.dockerignore` lets through. */
function copyContext(source: string, to: string): void {
  const isLetThrough = (path: string) =>
    !unwantedPaths.some((pattern) => matchesGlob(relative(root, path), pattern))
  for (const each of source === '.' ? wantedPaths : [source]) {
    const target = source === '.' ? join(to, each) : to
    cpSync(join(root, each), target, { recursive: true, filter: isLetThrough })
  }
}

function copy(instruction: Instruction, at: Built, built: Map<string, Built>): void {
  const words = instruction.rest.split(' ')
  const target = words.pop() ?? ''
  const inside = join(at.path, target.startsWith('/') ? target : join(at.workDir, target))
  for (const source of words) {
    const isInto = target.endsWith('/') || target === '.'
    const to = isInto && source !== '.' ? join(inside, source) : inside
    const from = built.get(instruction.flags.from ?? '')
    if (from) copyTree(join(from.path, source), to)
    else copyContext(source, to)
    if (instruction.flags.chown) run('chown', ['-R', instruction.flags.chown, to])
  }
}

/** The engine's cache between builds is here the one that npm has on this machine. */
function bindNpmCache(target: string): string {
  const cache = run('npm', ['config', 'get', 'cache']).trim()
  mkdirSync(cache, { recursive: true })
  mkdirSync(target, { recursive: true })
  return `mount --bind ${cache} ${target};`
}

function execute(instruction: Instruction, at: Built, built: Map<string, Built>): void {
  const { word, rest } = instruction
  if (word === 'WORKDIR') {
    at.workDir = join(at.workDir, rest)
    mkdirSync(join(at.path, at.workDir), { recursive: true })
  } else if (word === 'ARG' || word === 'ENV')
    for (const [name, value] of parseAssignments(rest)) at.env[name] = fillIn(value, at.env)
  else if (word === 'USER') at.user = rest
  else if (word === 'COPY') copy(instruction, at, built)
  else if (word === 'RUN') {
    const env = {
      ...at.env,
      HOME: '/root',
      NODE_EXTRA_CA_CERTS: '/etc/ssl/certs/ca-certificates.crt',
    }
    const script = `mount -t proc proc /proc && cd ${at.workDir} && ${rest}`
    const proxies = Object.entries(process.env).filter(([name]) =>
      /_proxy$|^npm_config_registry$/i.test(name),
    )
    const cache = /type=cache,target=(\S+)/.exec(instruction.flags.mount ?? '')?.[1]
    const enter = `${cache === undefined ? '' : bindNpmCache(join(at.path, cache))} exec chroot ${at.path} /bin/sh -ec "$0"`
    run('unshare', ['--mount', '--pid', '--fork', 'sh', '-ec', enter, script], {
      NODE_ENV: 'development',
      ...Object.fromEntries(proxies),
      ...env,
    })
  }
}

rmSync(folder, { recursive: true, force: true })
const { stages } = parseDockerfile(readFileSync(join(root, 'deploy/Dockerfile'), 'utf8'))
const built = new Map<string, Built>()
for (const stage of stages) {
  const at = start(stage, built)
  for (const instruction of stage.instructions) {
    const startedAt = performance.now()
    execute(instruction, at, built)
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    console.log(
      `${stage.name}  ${seconds.padStart(6)} s  ${instruction.word} ${instruction.rest.slice(0, 90)}`,
    )
  }
  built.set(stage.name, at)
}
const images = ['web', 'snapper'].map((name) => {
  const at = built.get(name)
  if (at === undefined) throw new Error(`the Dockerfile has no stage ${name}`)
  // As registries count: bytes of files, not blocks of a disk.
  const bytes = Number(
    run('du', ['-s', '--block-size=1', '--apparent-size', at.path]).split('\t')[0],
  )
  const packed = Number(run('sh', ['-c', `tar -C ${at.path} -c . | gzip | wc -c`]))
  const image = {
    ...at,
    megabytes: Math.round(bytes / 1e6),
    packedMegabytes: Math.round(packed / 1e6),
  }
  console.log(`${name}: ${image.megabytes} MB, ${image.packedMegabytes} MB packed`)
  return [name, image] as const
})
writeFileSync(join(folder, 'images.json'), JSON.stringify(Object.fromEntries(images)))
