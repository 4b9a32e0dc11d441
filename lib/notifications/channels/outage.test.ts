import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openWithPrinter } from '#lib/storage/db/contracts/test-store.ts'
import { openStore } from '#lib/storage/db/open-store.ts'
import { insertSampleChannel } from '#lib/storage/db/testing/sample-channel.ts'
import { later } from '#lib/storage/db/testing/samples.ts'
import { createBench, ok, report } from '../outbox/worker-bench.fixture.ts'
import { channelKinds } from './list.ts'
import type { ReceivedRequest, Receiver } from './receiver.fixture.ts'
import { createSampleChannel, samples } from './samples.fixture.ts'
import { sendRequest } from './send-request.ts'

const day = 86_400

const store = openWithPrinter(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'outage-'))
  const opened = await openStore({ database: { kind: 'sqlite', dataDir } })
  onTestFinished(async () => {
    await opened.close()
    await rm(dataDir, { recursive: true })
  })
  return opened
})

/** What is the same where a message has arrived twice. */
const identify = ({ path, body }: ReceivedRequest) =>
  /^Message-ID: .*$/m.exec(body)?.[0] ?? `${path} ${body}`

test('receivers that are away for a day get everything afterwards, each message once', {
  timeout: 60_000,
}, async () => {
  const bench = createBench(store, () => ok, { send: sendRequest })
  const receivers = new Map<number, Receiver>()
  for (const kind of channelKinds) {
    const receiver = await samples[kind.kind]?.start(() =>
      bench.now < later(day) ? 'is down' : 'takes',
    )
    if (receiver === undefined) throw new Error(`samples.fixture.ts lacks ${kind.kind}.`)
    onTestFinished(() => receiver.close())
    const channel = createSampleChannel(kind, receiver.url)
    const { id } = await insertSampleChannel(store.notifications, {
      ...channel,
      name: kind.kind,
      facts: ['finished'],
    })
    receivers.set(id, receiver)
  }
  for (let seconds = 0; seconds < day; seconds += 21_600) {
    await bench.runUntil(seconds)
    await report(store, seconds % 43_200 === 0 ? 'printing' : 'finished', seconds)
  }
  await bench.runUntil(day - 1)
  for (const { received } of receivers.values()) received.length = 0
  await bench.runUntil(2 * day)

  for (const [channelId, { received }] of receivers) {
    const query = { channelId, state: null, limit: 200 }
    const all = await store.notifications.listDeliveries(query)
    expect(all.filter(({ kind }) => kind === 'finished')).toHaveLength(2)
    const delivered = all.filter(({ state }) => state === 'delivered')
    const digests = delivered.map(({ id }) => store.notifications.listDigest(id))
    const listed = (await Promise.all(digests)).flat()
    // Each is delivered itself, or is a line of a digest that was.
    expect(delivered.filter(({ kind }) => kind === 'finished').length + listed.length).toBe(2)
    expect(received).toHaveLength(delivered.length)
    expect(new Set(received.map(identify)).size).toBe(delivered.length)
  }
})
