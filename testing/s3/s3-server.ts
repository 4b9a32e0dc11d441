import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findFreePort } from '../free-port.ts'

/*
 * A real S3 server for the tests: versitygw, built by Go into `.cache/` (80 MB, once), with its objects in a temporary folder.
 */

const version = 'v1.8.0'
const module = `github.com/versity/versitygw/cmd/versitygw@${version}`
const folder = join(import.meta.dirname, `../../.cache/versitygw-${version}`)
const program = join(folder, 'versitygw')
const keys = { accessKeyId: 'test:tester', secretAccessKey: 'testing' }

export interface S3Server {
  /** `host:port` */
  host: string
  accessKeyId: string
  secretAccessKey: string
  /** Stops the server and deletes its files. */
  stop(): Promise<void>
}

/** @throws Error when Go or the module is not available */
export async function installS3Server(): Promise<void> {
  if (existsSync(program)) return
  await mkdir(folder, { recursive: true })
  const build = await mkdtemp(join(folder, 'build-'))
  try {
    const env = { ...process.env, GOBIN: build, GOFLAGS: '-mod=mod', CGO_ENABLED: '0' }
    // Without debug information: smaller and faster to link.
    const flags = ['-trimpath', '-ldflags=-s -w']
    await promisify(execFile)('go', ['install', ...flags, module], { env, cwd: build })
    await rename(join(build, 'versitygw'), program)
  } finally {
    await rm(build, { recursive: true, force: true })
  }
}

/**
 * Starts the server, after installing it if necessary.
 * @throws Error when it can't be installed or doesn't respond within 30 s
 */
export async function startS3Server(): Promise<S3Server> {
  await installS3Server()
  const root = await mkdtemp(join(tmpdir(), 's3-'))
  const [buckets, metadata] = [join(root, 'buckets'), join(root, 'metadata')]
  await Promise.all([mkdir(buckets), mkdir(metadata)])
  const host = `127.0.0.1:${await findFreePort()}`
  // Metadata in files of their own: not every temporary folder has extended attributes.
  const args = ['--port', host, '--quiet', 'posix', '--sidecar', metadata, buckets]
  const child = spawn(program, args, {
    stdio: 'ignore',
    env: {
      ...process.env,
      ROOT_ACCESS_KEY_ID: keys.accessKeyId,
      ROOT_SECRET_ACCESS_KEY: keys.secretAccessKey,
    },
  })
  const exited = once(child, 'exit')
  const killOnExit = () => child.kill('SIGKILL')
  process.once('exit', killOnExit)
  const stop = async () => {
    process.removeListener('exit', killOnExit)
    child.kill('SIGKILL')
    await exited
    await rm(root, { recursive: true, maxRetries: 3 })
  }
  // An unsigned request is rejected, which is a response too.
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    if (await fetch(`http://${host}/`).catch(() => null)) return { host, ...keys, stop }
    await sleep(100)
  }
  await stop()
  throw new Error('versitygw did not respond within 30 s.')
}
