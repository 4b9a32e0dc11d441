import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Receiver, startReceiver } from '#lib/notifications/channels/receiver.fixture.ts'
import { openStore } from '#lib/storage/db/open-store.ts'
import { later } from '#lib/storage/db/testing/samples.ts'
import { createFeedAnnouncer } from './announce-feeds.ts'
import { pingHub } from './ping-hub.ts'

const paths = ['/atom.xml', '/rss.xml', '/feed.json'] as const

/** A site of two replicas with one database, and a hub at home that answers `bench.status`. */
async function createBench() {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-'))
  const { hub: store, close } = await openStore({ database: { kind: 'sqlite', dataDir } })
  const hub: Receiver = await startReceiver((response) => response.writeHead(bench.status).end())
  onTestFinished(async () => {
    await hub.close()
    await close()
    await rm(dataDir, { recursive: true })
  })
  const bench = {
    status: 204,
    now: later(0),
    hasHub: true,
    failures: [] as string[],
    createReplica() {
      const replica = { version: 'one' as string | null, look: () => Promise.resolve() }
      replica.look = createFeedAnnouncer({
        store,
        getHubUrl: () => (bench.hasHub ? hub.url : null),
        listFeeds: async () => [paths],
        readVersion: async () => replica.version,
        siteUrl: 'https://example.org',
        now: () => bench.now,
        onFailure: (_, reason) => bench.failures.push(reason),
        ping: (url, feeds) => pingHub(url, feeds, { reach: 'home' }),
      })
      return replica
    },
    /** Every 30 s, as a site does. */
    async run(replicas: { look(): Promise<void> }[], seconds: number) {
      for (const end = bench.now.getTime() + seconds * 1000; bench.now.getTime() < end; ) {
        await Promise.all(replicas.map(({ look }) => look()))
        bench.now = later(30, bench.now)
      }
    },
    /** The feeds that the hub was told, since the last time. */
    take: () => hub.received.splice(0).map(({ body }) => new URLSearchParams(body).get('hub.url')),
    received: hub.received,
  }
  return bench
}

const all = paths.map((path) => `https://example.org${path}`)

test('a change is told once, in each format, by whichever replica', async () => {
  const bench = await createBench()
  const replicas = [bench.createReplica(), bench.createReplica()]
  await bench.run(replicas, 600)
  expect(bench.take()).toEqual([])
  for (const replica of replicas) replica.version = 'two'
  await bench.run(replicas, 60)
  const [request] = bench.received
  expect(request?.method).toBe('POST')
  expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded')
  const form = new URLSearchParams(request?.body)
  const names = ['hub.mode', 'hub.url', 'hub.topic']
  expect(names.map((name) => form.get(name))).toEqual(['publish', all[0], all[0]])
  expect(bench.take()).toEqual(all)
  await bench.run(replicas, 3600)
  expect(bench.take()).toEqual([])
})

test('a replica that shows a change later than the others tells nothing old', async () => {
  const bench = await createBench()
  const [first, second] = [bench.createReplica(), bench.createReplica()]
  await bench.run([first, second], 60)
  first.version = 'two'
  await bench.run([first, second], 240)
  second.version = 'two'
  await bench.run([first, second], 3600)
  expect(bench.take()).toEqual(all)
})

test('what was published and withdrawn again, and published again, is told each time', async () => {
  const bench = await createBench()
  const site = bench.createReplica()
  await bench.run([site], 60)
  for (const version of ['two', 'one', 'two']) {
    site.version = version
    await bench.run([site], 600)
    expect(bench.take()).toEqual(all)
  }
})

test('a state that only one look finds, and a feed that isn’t served at the moment, are no news', async () => {
  const bench = await createBench()
  const site = bench.createReplica()
  await bench.run([site], 60)
  for (const version of ['two', 'one', null, null, 'one', 'one']) {
    site.version = version
    await bench.run([site], 30)
  }
  expect(bench.take()).toEqual([])
})

test('a hub that is down for a day is told everything afterwards, once', async () => {
  const bench = await createBench()
  const site = bench.createReplica()
  await bench.run([site], 60)
  site.version = 'two'
  bench.status = 503
  await bench.run([site], 86_400)
  expect(bench.failures.length).toBeLessThan(10)
  expect(bench.failures[0]).toBe('It answered 503.')
  bench.status = 202
  bench.take()
  await bench.run([bench.createReplica(), site], 60)
  await bench.run([site], 86_400)
  expect(bench.take()).toEqual(all)
})

test('without a hub nothing is asked of the store, and a hub at home is refused', async () => {
  const bench = await createBench()
  bench.hasHub = false
  const site = bench.createReplica()
  await bench.run([site], 60)
  expect(await pingHub('http://127.0.0.1:1/', all)).toMatch(/is not a public address/)
})
