import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { openStore } from '#lib/storage/db/open-store.ts'
import { startOrSkip } from '#lib/storage/db/testing/real-server.ts'
import { insertSampleChannel } from '#lib/storage/db/testing/sample-channel.ts'
import { insertSamplePrinter, makeReading, makeReport } from '#lib/storage/db/testing/samples.ts'
import { startPostgres } from '../../testing/postgres/postgres-server.ts'
import { type ReceivedRequest, startReceiver } from './channels/receiver.fixture.ts'
import { webhook } from './channels/webhook.ts'
import { createBrowser } from './push/push-service.fixture.ts'
import { createTestVisitorWorker, createTestWorker } from './testing/test-worker.ts'

/** On each database. `npm run test:faults -- notifications` makes a thousand of both. */
const kills = Number(process.env.NOTIFICATION_KILLS ?? 20) / 2
const driver = fileURLToPath(new URL('./testing/kill-driver.ts', import.meta.url))

type Database = Parameters<typeof openStore>[0]['database']

// With fsync, as a site has it.
const server = await startOrSkip('Postgres', () => startPostgres())
afterAll(() => server?.stop())

/**
 * What the receiver has taken: the ids of each printer's message about its finished print, and how many it got; which visitors got
 * theirs, by its address, and with which of the site's keys.
 */
function createRecord() {
  const ids = new Map<number, Set<string>>()
  const visitors = new Set<string>()
  const keys = new Set<string>()
  let count = 0
  return {
    ids,
    visitors,
    keys,
    noteVisitor({ path, headers }: ReceivedRequest) {
      visitors.add(path)
      keys.add(headers.authorization?.split('k=')[1] ?? 'none')
    },
    getCount: () => count,
    note({ headers, body }: ReceivedRequest) {
      const { type, data } = JSON.parse(body)
      if (type !== 'print.finished') return
      const known = ids.get(data.printer.id) ?? new Set()
      ids.set(data.printer.id, known.add(String(headers['webhook-id'])))
      count += 1
    },
  }
}

/** Takes most messages, some of them slowly; fails, or breaks the connection before or after it has taken one. */
function createMoodyAnswer(record: ReturnType<typeof createRecord>) {
  return async (response: ServerResponse, request: ReceivedRequest) => {
    if (request.path.startsWith('/push/')) {
      await sleep(Math.random() * 100)
      record.noteVisitor(request)
      return response.writeHead(201).end()
    }
    const mood = Math.random()
    if (mood < 0.1) return response.writeHead(503).end()
    if (mood < 0.15) return response.destroy()
    record.note(request)
    if (mood < 0.2) return response.destroy()
    if (mood < 0.4) await sleep(Math.random() * 200)
    return response.end('ok')
  }
}

interface Victim {
  process: ChildProcess
  acknowledged: Promise<number[]>
}

function startVictim(database: Database, receiverUrl: string): Victim {
  const child = spawn(process.execPath, [driver, JSON.stringify(database), receiverUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  // An incomplete last line is no acknowledgement.
  const acknowledged = once(child, 'close').then(() => output.split('\n').slice(0, -1).map(Number))
  return { process: child, acknowledged }
}

/** After one to three acknowledgements, however long a loaded machine takes for them, and a moment. */
async function killAtRandom({ process: child, acknowledged }: Victim): Promise<number[]> {
  for (let left = 1 + Math.floor(Math.random() * 3); left > 0 && child.stdout; left--)
    await Promise.race([once(child.stdout, 'data'), acknowledged])
  await sleep(Math.random() * 150)
  child.kill('SIGKILL')
  return await acknowledged
}

async function runKills(database: Database, replicas: number): Promise<void> {
  const record = createRecord()
  const receiver = await startReceiver(createMoodyAnswer(record))
  onTestFinished(() => receiver.close())
  const store = await openStore({ database })
  onTestFinished(() => store.close())
  await insertSampleChannel(store.notifications, {
    settings: { url: receiver.url, home: true },
    secrets: webhook.createSecrets?.().secrets ?? {},
  })
  const acknowledged: number[] = []
  const kill = async () =>
    acknowledged.push(...(await killAtRandom(startVictim(database, receiver.url))))
  const killInTurn = async (index: number) => {
    for (let count = index; count < kills; count += replicas) await kill()
  }
  await Promise.all(Array.from({ length: replicas }, (_, index) => killInTurn(index)))

  const worker = createTestWorker(store)
  const visitorWorker = createTestVisitorWorker(store)
  const countWaiting = async () => {
    await Promise.all([worker.run(), visitorWorker.run()])
    const query = { channelId: null, state: 'waiting', limit: 200 } as const
    return (await store.notifications.listDeliveries(query)).length
  }
  const polling = { timeout: 30_000 + kills * 200, interval: 50 }
  await expect.poll(countWaiting, polling).toBe(0)
  const listLostVisitors = async () => {
    await visitorWorker.run()
    const paths = acknowledged.flatMap((id) => [0, 1, 2].map((each) => `/push/${id}/${each}`))
    return paths.filter((path) => !record.visitors.has(path))
  }
  await expect.poll(listLostVisitors, polling).toEqual([])
  // All processes began at the same time, on an empty database.
  expect(record.keys.size).toBe(1)
  expect(acknowledged.length).toBeGreaterThanOrEqual(kills)
  const lost = acknowledged.filter((id) => !record.ids.has(id))
  const twice = [...record.ids].filter(([, ids]) => ids.size > 1)
  expect({ lost, twice }).toEqual({ lost: [], twice: [] })
  console.log(
    `${kills} kills, ${acknowledged.length} prints acknowledged, ${record.ids.size} messages, ${record.getCount() - record.ids.size} repeated with the same id`,
  )
}

const timeout = 60_000 + kills * 4_000

test('with SQLite, killed at any moment, no message is lost, and none has two ids', {
  timeout,
}, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'kills-'))
  onTestFinished(() => rm(dataDir, { recursive: true, maxRetries: 5 }))
  await runKills({ kind: 'sqlite', dataDir }, 1)
})

test.skipIf(server === null)('so it is with three replicas on Postgres', { timeout }, async () => {
  await runKills({ kind: 'postgres', url: (await server?.createSchema()) ?? '' }, 3)
})

test.skipIf(server === null)(
  'two replicas send each visitor one message',
  { timeout },
  async () => {
    const receiver = await startReceiver((response) => response.writeHead(201).end())
    onTestFinished(() => receiver.close())
    const url = (await server?.createSchema()) ?? ''
    const open = () => openStore({ database: { kind: 'postgres', url } })
    const first = await open()
    const stores = [first, await open()]
    onTestFinished(async () => void (await Promise.all(stores.map((store) => store.close()))))
    const { id } = await insertSamplePrinter(first.printers)
    const report = (state: 'printing' | 'finished') =>
      first.snapshots.insertObservation(
        makeReport(id, new Date(), {
          reading: makeReading({ state, elapsedSeconds: 10 }),
          snapshot: null,
        }),
      )
    await report('printing')
    const tap = (visitor: number) => {
      const { subscription } = createBrowser(`${receiver.url}${visitor}`)
      return first.notifications.subscribe(id, subscription, new Date())
    }
    await Promise.all(Array.from({ length: 60 }, (_, visitor) => tap(visitor)))
    await report('finished')
    await Promise.all(stores.map((store) => createTestVisitorWorker(store).run()))
    expect(new Set(receiver.received.map(({ path }) => path)).size).toBe(60)
    expect(receiver.received).toHaveLength(60)
    expect(await first.notifications.hasSubscriptions()).toBe(false)
  },
)
