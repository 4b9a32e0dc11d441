import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres } from '../postgres/postgres-server.ts'
import { startSite } from '../site/start-site.ts'

const folder = mkdtempSync(join(tmpdir(), 'paparazza-guesses-'))
const stops: (() => unknown)[] = []
const configured = { SNAPPER_USER: 'snapper', SNAPPER_PASSWORD: 'chosen by a person' }
let databaseUrl = ''

beforeAll(async () => {
  const postgres = await startPostgres()
  stops.push(postgres.stop)
  databaseUrl = await postgres.createDatabase()
})
afterAll(async () => {
  for (const stop of stops.reverse()) await stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A process on the same store. With Postgres it has a data folder of its own, as in a container. */
async function start(kind: string, process: string) {
  const env = {
    PORT: '0',
    METRICS_PORT: '0',
    LOG_LEVEL: 'silent',
    TRUSTED_PROXIES: '1',
    PRINTER_NAME: 'Maker Select',
    ...configured,
    ...(kind === 'SQLite'
      ? { DATA_DIR: join(folder, 'data') }
      : { DATA_DIR: join(folder, process), DATABASE_URL: databaseUrl }),
  }
  const site = await startSite(env)
  stops.push(site.stop)
  const send = async (printer: number, user: string, password: string) => {
    const response = await fetch(`${site.url}/api/3dprinter/${printer}/`, {
      method: 'PATCH',
      body: JSON.stringify({ state: 'printing' }),
      headers: {
        authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
        'content-type': 'application/json',
        'x-forwarded-for': '198.51.100.7',
      },
    })
    await response.arrayBuffer()
    return response.status
  }
  return { ...site, env, send }
}

async function addPrinter(env: Record<string, string>): Promise<string> {
  const command = ['cli/printers/main.ts', 'add', 'Second', '--user', 'second']
  const options = { env: { ...process.env, ...env }, timeout: 30_000 }
  const { stdout } = await promisify(execFile)(process.execPath, command, options)
  return /SNAPPER_PASSWORD=(\S+)/.exec(stdout)?.[1] ?? ''
}

describe.each(['SQLite', 'Postgres'])('%s: while one user’s password is guessed', (kind) => {
  test('the right one is accepted by each new process, and ten others are checked', async () => {
    const first = await start(kind, 'first')
    expect(await first.send(1, 'snapper', configured.SNAPPER_PASSWORD)).toBe(200)
    const passwords = [
      [1, 'snapper', configured.SNAPPER_PASSWORD],
      [2, 'second', await addPrinter(first.env)],
    ] as const
    if (kind === 'SQLite') await first.stop()
    const another = await start(kind, 'another')
    for (const [printer, user, password] of passwords) {
      const guess = (_: unknown, index: number) => another.send(printer, user, `guess ${index}`)
      const guesses = Promise.all(Array.from({ length: 100 }, guess))
      const during = another.send(printer, user, password)
      const statuses = await guesses
      expect(await during).toBe(200)
      expect(statuses.filter((status) => status === 401)).toHaveLength(10)
      expect(statuses.filter((status) => status === 429)).toHaveLength(90)
      expect(await another.send(printer, user, password)).toBe(200)
      expect(await another.send(printer, user, 'one more')).toBe(429)
    }
    await another.stop()
    await first.stop()
  })
})
