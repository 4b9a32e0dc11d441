import { mkdir } from 'node:fs/promises'
import { sql } from 'kysely'
import { createToken, hashToken } from '#lib/http/credentials.ts'
import { openPostgres } from '#lib/storage/db/open-postgres.ts'
import { openSqlite } from '#lib/storage/db/open-sqlite.ts'
import { createStore } from '#lib/storage/db/open-store.ts'
import {
  fillHistory,
  historyEverySeconds,
  perPrint,
  readingOfHistory,
} from '#lib/storage/db/testing/long-history.ts'
import { insertSamplePrinter } from '#lib/storage/db/testing/samples.ts'
import { startBenchSite } from './servers.ts'

const dayMs = 86_400_000

/** A stored history, of which printer 1 is measured. */
export interface LongHistory {
  dataDir: string
  /** `null`: SQLite. */
  databaseUrl: string | null
  /** Of printer 1. */
  token: string
  /** Of each printer. */
  snapshots: number
  endsAt: Date
}

export async function createLongHistory(
  dataDir: string,
  databaseUrl: string | null,
  { snapshots, printers }: { snapshots: number; printers: number },
): Promise<LongHistory> {
  await mkdir(dataDir, { recursive: true })
  const endsAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 60_000)
  const startsAt = new Date(endsAt.getTime() - snapshots * historyEverySeconds * 1000)
  const database =
    databaseUrl === null ? await openSqlite({ dataDir }) : await openPostgres({ url: databaseUrl })
  const store = createStore(database)
  const token = createToken()
  for (let index = 0; index < printers; index += 1) {
    const printer = await insertSamplePrinter(store.printers)
    const hash = hashToken(index === 0 ? token : createToken())
    const credential = { kind: 'token', username: null, hash } as const
    await store.printers.insertCredential({ printerId: printer.id, ...credential })
    const firstId = index * snapshots
    await fillHistory(database, printer.id, { snapshots, startsAt, firstId })
  }
  // Postgres does this by itself within minutes after so many inserts.
  if (database.dialect.name === 'postgres') await database.write((db) => sql`analyze`.execute(db))
  await store.close()
  return { dataDir, databaseUrl, token, snapshots, endsAt }
}

/** Without the public cache, so that each request is rendered; retention must not thin the history. */
export function startOnHistory(
  { dataDir, databaseUrl }: LongHistory,
  env: Record<string, string> = {},
) {
  return startBenchSite(dataDir, {
    PUBLIC_CACHE: 'off',
    MAX_STORAGE_MB: '1000000',
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
    ...env,
  })
}

/** Each path leads to another place of the history each time, so that no page is warmed up by the previous one. */
export function listPages({ snapshots, endsAt }: LongHistory) {
  const everyMs = historyEverySeconds * 1000
  const startMs = endsAt.getTime() - snapshots * everyMs
  const prints = Math.floor(snapshots / perPrint)
  // Coprime to both, so that every part of the history is visited.
  const getIndex = (turn: number) => (turn * 7919) % snapshots
  const print = (turn: number) => 1 + ((turn * 37) % prints)
  const cursor = (turn: number) => `${startMs + getIndex(turn) * everyMs}-${getIndex(turn) + 1}`
  const day = (turn: number) =>
    new Date(startMs + 2 * dayMs + (getIndex(turn) * everyMs) / 2).toISOString().slice(0, 10)
  const page = '/printers/1'
  const api = '/api/3dprinter/1'
  const withAim: [string, (turn: number) => string][] = [
    ['archive, newest', () => `${page}/archive`],
    ['archive, anywhere', (turn) => `${page}/archive?before=${cursor(turn)}`],
    ['archive of a day', (turn) => `${page}/archive?day=${day(turn)}`],
    ['archive of a state', () => `${page}/archive?state=finished`],
    ['archive of an unused state', () => `${page}/archive?state=error`],
    ['archive of a print', (turn) => `${page}/archive?print=${print(turn)}`],
    ['a print', (turn) => `${page}/prints/${print(turn)}`],
  ]
  const withoutAim: typeof withAim = [
    ['its prints', () => `${page}/prints`],
    ['the printer’s page', () => page],
    ['JSON: the printer', () => `${api}/`],
    ['JSON: 50 snapshots, anywhere', (turn) => `${api}/snapshots?limit=50&before=${cursor(turn)}`],
    ['JSON: the days of a month', (turn) => `${api}/snapshots/days?month=${day(turn).slice(0, 7)}`],
    ['JSON: a print’s frames', (turn) => `${api}/prints/${print(turn)}/frames`],
    ['JSON: a print’s readings', (turn) => `${api}/prints/${print(turn)}/readings`],
  ]
  return [
    ...withAim.map(([name, path]) => ({ name, path, hasAim: true })),
    ...withoutAim.map(([name, path]) => ({ name, path, hasAim: false })),
  ]
}

/** @returns milliseconds until one reading is acknowledged, on disk */
export async function sendReading(
  { url, token }: { url: string; token: string },
  at: Date,
  index: number,
): Promise<number> {
  const { state, jobName, progress, elapsedSeconds, status } = readingOfHistory(index)
  const startedAt = performance.now()
  const response = await fetch(`${url}/api/3dprinter/1/`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      state,
      status,
      progress,
      job_name: jobName,
      elapsed_seconds: elapsedSeconds,
      observed_at: at.toISOString(),
      interval_seconds: historyEverySeconds,
    }),
  })
  const body = await response.text()
  if (!response.ok) throw new Error(`The report was rejected: ${body}`)
  return performance.now() - startedAt
}
