import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const compose = join(import.meta.dirname, '../../deploy/compose')

export interface RunningProxy {
  port: number
  stop(): Promise<void>
}

interface ProxyOptions {
  program: string
  /** For its files; created. */
  folder: string
  port: number
  sitePort: number
}

/** Starts Caddy with the Caddyfile of deploy/compose, on the loopback without certificates. */
export function startCaddy({
  program,
  folder,
  port,
  sitePort,
}: ProxyOptions): Promise<RunningProxy> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'Caddyfile')
  const text = readFileSync(join(compose, 'Caddyfile'), 'utf8')
    // Another Caddy may use the admin port.
    .replace('{\n', '{\n\tadmin off\n')
    .replace('{$SITE_DOMAIN}', `http://:${port}`)
    .replace('web:3000', `127.0.0.1:${sitePort}`)
  writeFileSync(file, text)
  return startProxy(program, ['run', '--adapter', 'caddyfile', '--config', file], folder, port)
}

/** Starts nginx with the server block of deploy/compose, on the loopback. */
export function startNginx({
  program,
  folder,
  port,
  sitePort,
}: ProxyOptions): Promise<RunningProxy> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'nginx.conf')
  const site = readFileSync(join(compose, 'nginx.conf'), 'utf8')
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('listen [::]:80;', '')
    .replace('server 127.0.0.1:3000;', `server 127.0.0.1:${sitePort};`)
  // As root, nginx would otherwise switch to a user without access to the folder.
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  writeFileSync(
    file,
    `daemon off; ${user} pid ${folder}/pid; error_log stderr warn; events {} http { access_log off; ${renderTemporaryPaths(folder)} ${site} }`,
  )
  return startProxy(program, ['-c', file, '-p', folder, '-e', 'stderr'], folder, port)
}

/** nginx creates its temporary folders when it starts; the package's own are not writable here, or not there. */
export function renderTemporaryPaths(folder: string): string {
  return ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join(' ')
}

/** @throws Error with the program's output when it doesn't listen within 10 s */
export async function startProxy(
  program: string,
  args: readonly string[],
  folder: string,
  port: number,
): Promise<RunningProxy> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { NODE_ENV: 'production', HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  })
  let output = ''
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  child.on('error', (error) => {
    output += error.message
  })
  for (let tries = 0; tries < 100; tries++) {
    if (await isListening(port)) return { port, stop: () => stop(child) }
    if (child.exitCode !== null) break
    await sleep(100)
  }
  await stop(child)
  throw new Error(`${program} doesn’t listen:\n${output}`)
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}
