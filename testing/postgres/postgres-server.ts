import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { findFreePort } from '../free-port.ts'
import { findPostgres, postgresUser } from './postgres-binaries.ts'

/** A real Postgres server for tests, on an ephemeral loopback port, with its files in a temporary folder. */
export interface PostgresServer {
  port: number
  /** An empty database. @returns its URL */
  createDatabase(): Promise<string>
  /** An empty schema in the default database: ten times faster than a database. @returns its URL */
  createSchema(): Promise<string>
  /** Deletes its rows, except of `kept` tables, and counts from 1 again: ten times faster than to migrate another schema. */
  emptySchema(url: string, kept: readonly string[]): Promise<void>
  /** SIGKILL to the server and all of its processes. */
  kill(): Promise<void>
  /** Starts it again after `kill`; resolves when it accepts connections. */
  start(): Promise<void>
  /** Stops or continues all of its processes. */
  setPaused(isPaused: boolean): Promise<void>
  /** Stops the server and deletes its files. */
  stop(): Promise<void>
}

/** @throws Error if no Postgres is found or it doesn't start */
export async function startPostgres(
  settings: Record<string, string> = {},
): Promise<PostgresServer> {
  const { folder, release } = await findPostgres()
  const data = await mkdtemp(join(tmpdir(), 'postgres-data-'))
  const { uid, gid } = postgresUser
  if (uid !== undefined && gid !== undefined) await chown(data, uid, gid)
  const options = { ...postgresUser, cwd: '/' }
  const initialise = ['-D', data, '-A', 'trust', '-U', 'site', '-E', 'UTF8', '--locale=C', '-N']
  await promisify(execFile)(join(folder, 'initdb'), initialise, options)
  const port = await findFreePort()
  let child: ChildProcess | null = null
  let names = 0

  async function start(): Promise<void> {
    for (let attempt = 0; ; attempt++)
      try {
        return await startOnce()
      } catch (error) {
        // A killed process still has the shared memory.
        if (attempt === 20 || !/shared memory block/.test(String(error))) throw error
        await sleep(250)
      }
  }

  async function startOnce(): Promise<void> {
    const all = {
      port: `${port}`,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      shared_buffers: '32MB',
      max_connections: '40',
      ...settings,
    }
    const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const started = spawn(join(folder, 'postgres'), ['-D', data, ...flags], {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child = started
    let log = ''
    await new Promise<void>((resolve, reject) => {
      started.once('error', reject)
      started.once('exit', () => {
        child = null
        reject(new Error(`Postgres exited before it was ready:\n${log}`))
      })
      started.stderr.setEncoding('utf8').on('data', (text: string) => {
        log = (log + text).slice(-4000)
        if (text.includes('ready to accept connections')) resolve()
      })
    })
  }

  async function signal(name: NodeJS.Signals): Promise<void> {
    const { pid } = child ?? {}
    if (pid === undefined) return
    // Stopped first, so that it starts no more children. Each child has its own session, so a signal to the group reaches none.
    process.kill(pid, 'SIGSTOP')
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
    for (const each of [...children.split(' ').filter(Boolean).map(Number), pid])
      try {
        process.kill(each, name)
      } catch {
        // It has already exited.
      }
  }

  async function kill(): Promise<void> {
    if (!child) return
    const exited = once(child, 'exit')
    await signal('SIGKILL')
    await exited
  }
  process.once('exit', () => child?.kill('SIGKILL'))

  await start()
  return {
    port,
    createDatabase: async () => {
      const name = `site_${++names}`
      await runQuery(getUrl(port), `create database ${name}`)
      return `postgres://site@127.0.0.1:${port}/${name}`
    },
    createSchema: async () => {
      const name = `site_${++names}`
      await runQuery(getUrl(port), `create schema ${name}`)
      const options = encodeURIComponent(`-c search_path=${name}`)
      return `${getUrl(port)}?options=${options}`
    },
    emptySchema: (url, kept) => runQuery(url, emptyTables(kept)),
    kill,
    start,
    setPaused: (isPaused) => signal(isPaused ? 'SIGSTOP' : 'SIGCONT'),
    stop: async () => {
      await kill()
      await rm(data, { recursive: true })
      await release()
    },
  }
}

function getUrl(port: number): string {
  return `postgres://site@127.0.0.1:${port}/postgres`
}

function emptyTables(kept: readonly string[]): string {
  return `set session_replication_role = replica; do $$ declare each text; begin
    for each in select tablename from pg_tables where schemaname = current_schema()
      and tablename <> all('{${kept}}') loop execute format('delete from %I', each); end loop;
    for each in select sequencename from pg_sequences where schemaname = current_schema()
      loop execute format('alter sequence %I restart', each); end loop; end $$`
}

async function runQuery(url: string, text: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
