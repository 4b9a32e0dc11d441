import { Client } from 'pg'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { startPostgres } from '../../../testing/postgres/postgres-server.ts'
import { type OpenStore, openStore } from './open-store.ts'
import { startOrSkip } from './testing/real-server.ts'
import { insertSamplePrinter, later, makeReport, noon } from './testing/samples.ts'

const server = await startOrSkip('Postgres', startPostgres)
afterAll(() => server?.stop())

const unavailable = { code: 'storage-unavailable', retryAfterSeconds: 5 }

/** Only for tests that wait for a timeout: a busy machine must not fail the others. */
const shortTimeouts = { connectTimeoutMs: 1000, statementTimeoutMs: 1000 }

async function openAt(
  url: string,
  options: Partial<typeof shortTimeouts> & { maxSilenceMs?: number } = {},
): Promise<OpenStore> {
  const store = await openStore({ database: { kind: 'postgres', url, ...options } })
  onTestFinished(() => store.close())
  return store
}

async function openFilled(options?: Parameters<typeof openAt>[1]) {
  const url = (await server?.createDatabase()) ?? ''
  const store = await openAt(url, options)
  await insertSamplePrinter(store.printers)
  await store.snapshots.insertObservation(makeReport(1, noon))
  return { url, store }
}

/** A connection of the operator. */
async function query(url: string, text: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

test('a missing server is reported as unavailable', async () => {
  await expect(openAt('postgres://site@127.0.0.1:9/none')).rejects.toMatchObject(unavailable)
  await expect(openAt('postgres://site@host.invalid/none')).rejects.toMatchObject(unavailable)
})

describe.skipIf(server === null)('a real server', () => {
  test('a site that starts on a read-only standby serves its pages and stores nothing', async () => {
    const { url } = await openFilled()
    const { pathname } = new URL(url)
    await query(url, `alter database "${pathname.slice(1)}" set default_transaction_read_only = on`)
    const store = await openAt(url)
    expect((await store.snapshots.getCurrent(1)).observation).not.toBeNull()
    await expect(store.retention.checkWritable()).rejects.toMatchObject(unavailable)
    await expect(store.snapshots.insertObservation(makeReport(1, later(60)))).rejects.toMatchObject(
      unavailable,
    )
  })

  test('a missing database is reported as unavailable', async () => {
    await expect(openAt(`postgres://site@127.0.0.1:${server?.port}/missing`)).rejects.toMatchObject(
      unavailable,
    )
  })

  test('a server killed during reports loses nothing acknowledged, and retries are stored once', async () => {
    const { store } = await openFilled()
    const acknowledged: number[] = []
    let isKilled = false
    const send = async (lane: number) => {
      for (let second = lane; ; second += 3) {
        const report = makeReport(1, later(second))
        try {
          await store.snapshots.insertObservation(report)
          acknowledged.push(second)
        } catch (error) {
          expect(error).toMatchObject(unavailable)
          expect(isKilled).toBe(true)
          return report
        }
      }
    }
    const lanes = [1, 2, 3].map(send)
    while (acknowledged.length < 20) await new Promise(setImmediate)
    isKilled = true
    await server?.kill()
    const unanswered = await Promise.all(lanes)
    await expect(store.snapshots.getCurrent(1)).rejects.toMatchObject(unavailable)
    await expect(store.snapshots.hasSnapshot('a'.repeat(64))).rejects.toMatchObject(unavailable)
    await expect(store.printers.getPrinter(1)).rejects.toMatchObject(unavailable)
    await expect(store.retention.checkWritable()).rejects.toMatchObject(unavailable)

    await server?.start()
    for (const report of unanswered) await store.snapshots.insertObservation(report)
    const times = (await Array.fromAsync(store.retention.listStored(1))).map((stored) =>
      stored.capturedAt.getTime(),
    )
    expect(new Set(times).size).toBe(times.length)
    const due = [noon, ...acknowledged.map((s) => later(s)), ...unanswered.map((r) => r.observedAt)]
    expect(times).toEqual(due.map((at) => at.getTime()).sort((a, b) => a - b))
  })

  test('a hanging server is reported in time, and works again when it continues', async () => {
    const { store } = await openFilled(shortTimeouts)
    await server?.setPaused(true)
    try {
      await Promise.all(
        Array.from({ length: 15 }, (_, index) =>
          expect(
            store.snapshots.insertObservation(makeReport(1, later(index + 1))),
          ).rejects.toMatchObject(unavailable),
        ),
      )
      await expect(store.snapshots.getCurrent(1)).rejects.toMatchObject(unavailable)
      await expect(store.printers.listPrinters()).rejects.toMatchObject(unavailable)
    } finally {
      await server?.setPaused(false)
    }
    await store.snapshots.insertObservation(makeReport(1, later(1)))
    expect((await store.snapshots.getCurrent(1)).snapshot?.capturedAt).toEqual(later(1))
  })

  test('a silent server fails all requests long before their timeout, and works again when it continues', async () => {
    const { store } = await openFilled({ statementTimeoutMs: 300_000, maxSilenceMs: 500 })
    await server?.setPaused(true)
    try {
      const started = Array.from({ length: 15 }, () => store.printers.listPrinters())
      const write = store.snapshots.insertObservation(makeReport(1, later(1)))
      for (const one of [...started, write]) await expect(one).rejects.toMatchObject(unavailable)
      await expect(store.snapshots.getCurrent(1)).rejects.toMatchObject(unavailable)
    } finally {
      await server?.setPaused(false)
    }
    await vi.waitFor(() => store.snapshots.insertObservation(makeReport(1, later(2))))
    expect((await store.snapshots.getCurrent(1)).snapshot?.capturedAt).toEqual(later(2))
  })

  test('after a failover to a read-only server writes fail as unavailable, and pages still work', async () => {
    const { url, store } = await openFilled()
    const name = new URL(url).pathname.slice(1)
    await query(url, `alter database ${name} set default_transaction_read_only = on`)
    await dropConnections(url, store)
    const report = makeReport(1, later(60))
    await expect(store.snapshots.insertObservation(report)).rejects.toMatchObject(unavailable)
    await expect(store.retention.checkWritable()).rejects.toMatchObject(unavailable)
    expect((await store.snapshots.getCurrent(1)).snapshot?.capturedAt).toEqual(noon)

    await query(
      `postgres://site@127.0.0.1:${server?.port}/postgres`,
      `alter database ${name} reset all`,
    )
    await dropConnections(url, store)
    expect((await store.snapshots.insertObservation(report)).isNew).toBe(true)
  })

  test('too many connections are reported as unavailable, and later requests succeed', async () => {
    const { url, store } = await openFilled()
    await query(
      url,
      'create role few login connection limit 1; grant all on all tables in schema public to few; grant create on schema public to few',
    )
    const crowded = await openAt(url.replace('site@', 'few@'))
    const outcomes = await Promise.allSettled(
      Array.from({ length: 4 }, () => crowded.printers.listPrinters()),
    )
    const rejected = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(rejected.length).toBeGreaterThan(0)
    for (const { reason } of rejected) expect(reason).toMatchObject(unavailable)
    expect(await vi.waitFor(() => crowded.printers.listPrinters())).toHaveLength(1)
    expect(await store.printers.listPrinters()).toHaveLength(1)
  })

  test('waiting for a row that another session has locked fails in time', async () => {
    const { url, store } = await openFilled(shortTimeouts)
    const client = new Client(url)
    await client.connect()
    await client.query('begin; select * from printers for update')
    const report = makeReport(1, later(60))
    await expect(store.snapshots.insertObservation(report)).rejects.toMatchObject(unavailable)
    expect((await store.snapshots.getCurrent(1)).snapshot?.capturedAt).toEqual(noon)
    await client.end()
    expect((await store.snapshots.insertObservation(report)).isNew).toBe(true)
  })
})

/** Ends every session of the store, as a failover does, and waits until the store has new ones. */
async function dropConnections(url: string, store: OpenStore): Promise<void> {
  await query(
    url,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  )
  await vi.waitFor(() => store.printers.listPrinters())
}
