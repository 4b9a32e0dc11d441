import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/*
 * A real S3 server for the tests: OpenStack Swift with its S3 door, from PyPI into `.cache/swift` (20 s once, 80 MB, no compiler; Debian
 * brings python3-venv). Four processes, each on an ephemeral port of the loopback, with their files in a temporary folder.
 */

const run = promisify(execFile)
const version = '2.38.3'
const home = fileURLToPath(new URL(`../../.cache/swift-${version}`, import.meta.url))
const servers = ['account', 'container', 'object', 'proxy'] as const
const kinds = ['account', 'container', 'object'] as const

export interface S3Server {
  /** `host:port` */
  host: string
  accessKeyId: string
  secretAccessKey: string
  /** Ends it and removes its files. */
  stop(): Promise<void>
}

/** @throws Error where Python or the package can't be had */
export async function installS3Server(): Promise<void> {
  if (existsSync(home)) return
  const making = `${home}.${process.pid}`
  await mkdir(join(making, '..'), { recursive: true })
  try {
    await run('python3', ['-m', 'venv', making])
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
    await run(join(making, 'bin', 'python3'), [...pip, `swift==${version}`], { timeout: 300_000 })
    // Its programs are started by the interpreter, so that they may be moved; whoever was first has made the same.
    await rename(making, home).catch((error: unknown) => {
      if (!existsSync(home)) throw error
    })
  } finally {
    await rm(making, { recursive: true, force: true })
  }
}

/** Installs where needed, and starts. */
export async function startS3Server(): Promise<S3Server> {
  await installS3Server()
  const folder = await mkdtemp(join(tmpdir(), 's3-'))
  const children: ChildProcess[] = []
  const stop = async () => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    }
    await rm(folder, { recursive: true, maxRetries: 3 })
  }
  process.once('exit', () => {
    for (const child of children) child.kill('SIGKILL')
  })
  try {
    const ports = await findFreePorts(servers.length)
    await writeConfiguration(folder, ports)
    for (const name of servers) children.push(startPart(folder, name))
    const host = `127.0.0.1:${ports[servers.indexOf('proxy')]}`
    await waitUntilReady(host, children)
    return { host, accessKeyId: 'test:tester', secretAccessKey: 'testing', stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function python(program: string, args: string[]): [string, string[]] {
  return [join(home, 'bin', 'python3'), [join(home, 'bin', program), ...args]]
}

function startPart(folder: string, name: (typeof servers)[number]): ChildProcess {
  const [command, args] = python(`swift-${name}-server`, [join(folder, `${name}.conf`)])
  return spawn(command, args, { stdio: 'ignore' })
}

async function writeConfiguration(folder: string, ports: readonly number[]): Promise<void> {
  await mkdir(join(folder, 'devices', 'd1'), { recursive: true })
  await writeFile(join(folder, 'swift.conf'), '[swift-hash]\nswift_hash_path_suffix = test\n')
  for (const [index, name] of servers.entries()) {
    const common = `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${ports[index]}
workers = 0
user = ${userInfo().username}
swift_dir = ${folder}
devices = ${join(folder, 'devices')}
mount_check = false
disable_fallocate = true
`
    const rest = name === 'proxy' ? proxySettings : partSettings(name)
    await writeFile(join(folder, `${name}.conf`), common + rest)
  }
  await Promise.all(kinds.map((kind, index) => buildRing(folder, kind, ports[index] ?? 0)))
}

const partSettings = (name: string) => `[pipeline:main]
pipeline = ${name}-server
[app:${name}-server]
use = egg:swift#${name}
`

const proxySettings = `[pipeline:main]
pipeline = catch_errors cache listing_formats s3api tempauth proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
`

/** Where each kind of thing lies: all of it on one device, once. */
async function buildRing(folder: string, kind: string, port: number): Promise<void> {
  const builder = join(folder, `${kind}.builder`)
  for (const step of [
    ['create', '4', '1', '0'],
    ['add', `r1z1-127.0.0.1:${port}/d1`, '1'],
    ['rebalance'],
  ]) {
    const [command, args] = python('swift-ring-builder', [builder, ...step])
    await run(command, args)
  }
}

async function waitUntilReady(host: string, children: readonly ChildProcess[]): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const ended = children.findIndex((child) => child.exitCode !== null)
    if (ended >= 0) throw new Error(`Swift's ${servers[ended]} server ended before it was ready.`)
    // Any answer at all: unsigned, it is a refusal.
    const answer = await fetch(`http://${host}/`).catch(() => null)
    if (answer) return
    await sleep(100)
  }
  throw new Error('Swift gave no answer within 30 s.')
}

async function findFreePorts(count: number): Promise<number[]> {
  const held = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      return server
    }),
  )
  const ports: number[] = []
  for (const server of held) {
    const address = server.address()
    if (address !== null && typeof address !== 'string') ports.push(address.port)
    server.close()
    await once(server, 'close')
  }
  return ports
}
