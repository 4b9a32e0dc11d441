import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../free-port.ts'
import { rclone } from './rclone.ts'
import type { S3Program } from './s3-program.ts'
import { versitygw } from './versitygw.ts'

/** Two that share no code: what works with both depends on neither. */
export const s3Programs = { versitygw, rclone } as const satisfies Record<string, S3Program>
export type S3ProgramName = keyof typeof s3Programs

export interface S3Server {
  /** `host:port` */
  host: string
  accessKeyId: string
  secretAccessKey: string
  /** Stops the server and deletes its files. */
  stop(): Promise<void>
}

/** @throws Error when Go or a module is not available */
export async function installS3Servers(): Promise<void> {
  for (const { install } of Object.values(s3Programs)) await install()
}

/**
 * Starts a server, after installing it if necessary.
 * @throws Error when it can't be installed or doesn't respond within 30 s
 */
export async function startS3Server(
  name: S3ProgramName = 'versitygw',
  region = 'us-east-1',
): Promise<S3Server> {
  const { install, getArguments, accessKeyId, secretAccessKey } = s3Programs[name]
  const program = await install()
  const folder = await mkdtemp(join(tmpdir(), 's3-'))
  const port = await findFreePort()
  const { args, env } = await getArguments({ folder, port, region })
  const child = spawn(program, args, { stdio: 'ignore', env: { ...process.env, ...env } })
  const exited = once(child, 'exit')
  const killOnExit = () => child.kill('SIGKILL')
  process.once('exit', killOnExit)
  const stop = async () => {
    process.removeListener('exit', killOnExit)
    child.kill('SIGKILL')
    await exited
    await rm(folder, { recursive: true, maxRetries: 3 })
  }
  const host = `127.0.0.1:${port}`
  // An unsigned request is rejected, which is a response too.
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    if (await fetch(`http://${host}/`).catch(() => null))
      return { host, accessKeyId, secretAccessKey, stop }
    await sleep(100)
  }
  await stop()
  throw new Error(`${name} did not respond within 30 s.`)
}
