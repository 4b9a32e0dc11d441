import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findFreePort } from '../../testing/free-port.ts'

/** Pinned for reproducible tests. */
export const moonrakerVersion = '0.11.0'

const cacheDir = join(import.meta.dirname, '../../.cache')
const run = promisify(execFile)

/**
 * Installs Moonraker into its own virtual environment, once; returns the path of its Python.
 * @throws Error with the installer's message
 */
export async function installMoonraker(): Promise<string> {
  const dir = join(cacheDir, `moonraker-${moonrakerVersion}`)
  const python = join(dir, 'bin', 'python')
  if (existsSync(dir)) return python
  // Renamed when complete, so that an interrupted install is never used.
  const draft = `${dir}.${process.pid}`
  try {
    await mkdir(cacheDir, { recursive: true })
    await run('python3', ['-m', 'venv', draft])
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
    await run(join(draft, 'bin', 'python'), [...pip, `moonraker==${moonrakerVersion}`])
    await rename(draft, dir)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return python
}

type Objects = Record<string, Record<string, unknown>>

/** The Klipper side of the socket, as far as Moonraker uses it: `objects` is the printer. */
export interface FakeKlipper {
  set(objects: Objects): void
  close(): Promise<void>
}

/** Klipper itself needs a microcontroller; its protocol is JSON messages, each ended by 0x03. */
export async function startKlipper(socketPath: string, first: Objects): Promise<FakeKlipper> {
  let objects = first
  const sockets = new Set<Socket>()
  const respond = (method: string, params: { objects?: Record<string, string[] | null> }) => {
    if (method === 'info')
      return {
        state: 'ready',
        state_message: 'Printer is ready',
        hostname: 'printer',
        klipper_path: '/opt/klipper',
        python_path: '/usr/bin/python3',
        log_file: '',
        config_file: '',
        software_version: 'v0.13.0',
        cpu_info: '',
      }
    if (method === 'list_endpoints')
      return { endpoints: ['info', 'objects/list', 'objects/query', 'objects/subscribe'] }
    if (method === 'objects/list') return { objects: Object.keys(objects) }
    if (method !== 'objects/query' && method !== 'objects/subscribe') return {}
    const status = Object.entries(params.objects ?? {}).flatMap(([name, wanted]) => {
      const values = objects[name]
      if (values === undefined) return []
      const kept = Object.entries(values).filter(([key]) => wanted?.includes(key) ?? true)
      return [[name, Object.fromEntries(kept)]]
    })
    return { eventtime: performance.now() / 1000, status: Object.fromEntries(status) }
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
      const messages = text.split('\x03')
      text = messages.pop() ?? ''
      for (const message of messages) {
        const { id, method, params = {} } = JSON.parse(message)
        if (id !== undefined)
          socket.write(`${JSON.stringify({ id, result: respond(method, params) })}\x03`)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  return {
    set(next) {
      objects = next
      const update = { eventtime: performance.now() / 1000, status: next }
      for (const socket of sockets)
        socket.write(`${JSON.stringify({ method: 'process_status_update', params: update })}\x03`)
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export interface RealMoonraker {
  url: string
  socketPath: string
  close(): Promise<void>
}

/** A real Moonraker on its own loopback port, without Klipper. */
export async function startMoonraker(python: string): Promise<RealMoonraker> {
  const folder = await mkdtemp(join(tmpdir(), 'moonraker-'))
  const socketPath = join(folder, 'klippy.sock')
  const port = await findFreePort()
  await mkdir(join(folder, 'config'))
  await writeFile(
    join(folder, 'config', 'moonraker.conf'),
    `[server]
host: 127.0.0.1
port: ${port}
klippy_uds_address: ${socketPath}
[authorization]
trusted_clients:
    127.0.0.1
[octoprint_compat]
[webcam printer]
snapshot_url: /webcam/?action=snapshot
stream_url: /webcam/?action=stream
rotation: 180
`,
  )
  const child = spawn(python, ['-m', 'moonraker', '-d', folder], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  const close = async () => {
    child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  for (let tries = 0; tries < 300; tries += 1) {
    const respond = await fetch(`${url}/server/info`).catch(() => null)
    await respond?.body?.cancel()
    if (respond?.ok) return { url, socketPath, close }
    await sleep(100)
  }
  await close()
  throw new Error("Moonraker didn't start within 30 s")
}
