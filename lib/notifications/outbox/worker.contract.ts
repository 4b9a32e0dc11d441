import { expect, test } from 'vitest'
import {
  type OpenEmptyStore,
  openWithPrinter,
  printerId,
} from '#lib/storage/db/contracts/test-store.ts'
import { insertSampleChannel } from '#lib/storage/db/testing/sample-channel.ts'
import { later } from '#lib/storage/db/testing/samples.ts'
import type { Answer } from '../channels/channel-kind.ts'
import { webhook } from '../channels/webhook.ts'
import type { NewChannel } from '../ports.ts'
import type { WorkerParts } from './worker.ts'
import { createBench, ok, report, type Store } from './worker-bench.fixture.ts'

const down: Answer = { status: null, text: 'connect ECONNREFUSED', retryAfterMs: null }

const addWebhook = (store: Store, changes: Partial<NewChannel> = {}) =>
  insertSampleChannel(store.notifications, {
    settings: { url: 'https://example.org/hook', home: false },
    secrets: webhook.createSecrets?.().secrets ?? {},
    ...changes,
  })

async function insertContentFact({ notifications }: Store): Promise<void> {
  const base = { subject: 'site/content/x', printerId: null, print: null, detail: 'a.md' }
  const fact = { ...base, kind: 'content', happenedAt: later(0) } as const
  await notifications.insertFacts([fact], later(0))
}

const addNtfy = (store: Store) =>
  addWebhook(store, { kind: 'ntfy', settings: { topic: 'printer' }, secrets: {} })

const listStates = async ({ notifications }: Store) =>
  (await notifications.listDeliveries({ channelId: null, state: null, limit: 200 }))
    .map(({ kind, state, tries }) => `${kind} ${state} ${tries}`)
    .toReversed()

/** What the worker promises, on each database. */
export function describeWorker(open: OpenEmptyStore): void {
  const store = openWithPrinter(open)

  test('a message is sent once, and signed, with what is known of its print', async () => {
    await addWebhook(store)
    const bench = createBench(store, () => ok)
    await report(store, 'printing', 0)
    await bench.createWorker().run()
    await report(store, 'finished', 30)
    bench.now = later(30)
    for (const worker of [bench.createWorker(), bench.createWorker()]) await worker.run()
    expect(bench.taken.map(({ title }) => title)).toEqual([
      'Maker Select has started Print 1',
      'Maker Select has finished Print 1',
    ])
    expect(await listStates(store)).toEqual(['started delivered 1', 'finished delivered 1'])
  })

  test('a failing receiver is tried nine times again with growing breaks, then given up', async () => {
    await addWebhook(store, { facts: ['content'] })
    const bench = createBench(store, () => ({ ...down, status: 500 }))
    await insertContentFact(store)
    const [delivery] = await store.notifications.listDeliveries({
      channelId: null,
      state: 'waiting',
      limit: 1,
    })
    // Retried by the owner, it doesn't expire.
    const entry = { at: later(0), action: 'message-retried', details: {}, sessionId: null }
    await store.notifications.retry(delivery?.id ?? 0, later(0), entry)
    await bench.runUntil(5 * 86_400)
    const waits = bench.tried.map(({ at }, index) =>
      index === 0 ? 0 : Math.round((+at - +(bench.tried[index - 1]?.at ?? at)) / 1000),
    )
    expect(waits).toEqual([0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400])
    expect(new Set(bench.tried.map(({ id }) => id)).size).toBe(1)
    expect(await listStates(store)).toEqual(['content given-up 10'])
    expect(bench.troubles).toEqual([expect.stringContaining('gave up message')])
  })

  test('a receiver decides when it is tried again', async () => {
    await addWebhook(store)
    const bench = createBench(store, () => ({ status: 429, text: '', retryAfterMs: 7_200_000 }))
    await report(store, 'printing', -3600, 10)
    await report(store, 'finished', 0, null)
    await bench.runUntil(7000)
    expect(bench.tried).toHaveLength(1)
    await bench.runUntil(7400)
    expect(bench.tried).toHaveLength(2)
  })

  test('a receiver that is gone turns its channel off', async () => {
    await addWebhook(store)
    const bench = createBench(store, () => ({ status: 410, text: 'gone', retryAfterMs: null }))
    await report(store, 'printing', 0)
    await bench.runUntil(600)
    expect(bench.tried).toHaveLength(1)
    const [channel] = await store.notifications.listChannels()
    expect(channel?.off?.reason).toBe('The receiver answered: 410 gone')
  })

  test('a wrong token is believed after half an hour, and what was waiting is sent when it is corrected', async () => {
    await addNtfy(store)
    const bench = createBench(store, () => answer)
    let answer: Answer = { status: 403, text: 'forbidden', retryAfterMs: null }
    await insertContentFact(store)
    await bench.runUntil(2200)
    expect(bench.tried).toHaveLength(4)
    const [channel] = await store.notifications.listChannels()
    expect(channel?.off?.reason).toMatch(
      /^It was refused 4 times: 403 forbidden\. Correct the addr/,
    )
    expect(bench.troubles).toEqual([expect.stringContaining('was turned off. It was refused 4')])
    expect(await listStates(store)).toEqual(['content waiting 4'])
    answer = ok
    await store.notifications.updateChannel(channel?.id ?? 0, { off: null })
    await bench.createWorker().run()
    expect(bench.taken).toHaveLength(1)
  })

  test('a message that is not accepted is given up after half an hour, and the channel goes on', async () => {
    await addNtfy(store)
    const bench = createBench(store, () => ({ status: 413, text: 'too large', retryAfterMs: null }))
    await insertContentFact(store)
    await bench.runUntil(86_400)
    expect(await listStates(store)).toEqual(['content given-up 4'])
    expect((await store.notifications.listChannels())[0]?.off).toBeNull()
  })

  test('a slow channel delays no other', async () => {
    await addWebhook(store, { settings: { url: 'https://slow.example/', home: false } })
    await addWebhook(store)
    const slow = Promise.withResolvers<Answer>()
    const bench = createBench(store, (_, url) => (url.host === 'slow.example' ? slow.promise : ok))
    const worker = bench.createWorker()
    await report(store, 'printing', 0)
    const running = worker.run()
    await expect.poll(() => bench.taken.length).toBe(1)
    await report(store, 'finished', 30)
    bench.now = later(30)
    const run = async () => {
      await worker.run()
      return bench.taken.map(({ title }) => title)
    }
    await expect
      .poll(run)
      .toEqual(['Maker Select has started Print 1', 'Maker Select has finished Print 1'])
    slow.resolve(ok)
    await running
    expect(bench.taken).toHaveLength(4)
  })

  test('what three workers send at the same time is sent once', async () => {
    await addWebhook(store, { facts: ['finished'], createdAt: later(-86_400) })
    const bench = createBench(store, () => ok)
    for (let print = 0; print < 12; print++) {
      const seconds = print * 600 - 7200
      await report(store, 'printing', seconds)
      await report(store, 'finished', seconds + 300)
    }
    await Promise.all(Array.from({ length: 3 }, () => bench.createWorker().run()))
    await bench.createWorker().run()
    expect(bench.taken).toHaveLength(12)
    expect(new Set(bench.taken.map(({ id }) => id)).size).toBe(12)
  })

  test('quiet hours are followed by one digest', async () => {
    await addWebhook(store, { quietHours: '12:00-13:00', createdAt: later(-86_400) })
    const bench = createBench(store, () => ok)
    for (const seconds of [0, 900]) {
      await report(store, 'printing', seconds)
      await report(store, 'finished', seconds + 300)
    }
    await bench.runUntil(3540)
    expect(bench.tried).toEqual([])
    await bench.runUntil(3700)
    expect(bench.taken.map(({ title }) => title)).toEqual(['2 messages of example.org'])
  })

  test('the end of a print that a late report takes back waits until it is true', async () => {
    await addWebhook(store, { facts: ['finished', 'cancelled', 'ended'] })
    const bench = createBench(store, () => ok)
    await report(store, 'printing', 0, 100)
    await report(store, 'idle', 30)
    await report(store, 'idle', 60)
    await report(store, 'printing', 65, 165)
    bench.now = later(70)
    await bench.createWorker().run()
    expect(bench.tried).toEqual([])
    await report(store, 'finished', 90)
    await bench.runUntil(600)
    expect(bench.taken.map(({ title }) => title)).toEqual(['Maker Select has finished Print 1'])
    expect(await listStates(store)).toEqual(['cancelled delivered 1'])
  })

  test('of a hidden print the owner is told without its page', async () => {
    await addWebhook(store, { facts: ['finished'] })
    const bodies: string[] = []
    const bench = createBench(store, () => ok)
    await report(store, 'printing', 0, 100)
    await report(store, 'finished', 30)
    const entry = { at: later(31), action: 'print-hidden', details: {}, sessionId: null }
    await store.printEdits.setHidden(printerId, 1, true, entry)
    bench.now = later(40)
    const send: WorkerParts['send'] = async ({ body }) => {
      bodies.push(String(body))
      return ok
    }
    await bench.createWorker({ send }).run()
    expect(bodies).toHaveLength(1)
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
      type: 'print.finished',
      data: { url: 'https://example.org/admin/printers' },
    })
    expect(bodies[0]).not.toMatch(/prints\/1|is_hidden|markdown/)
  })

  test('a pause that is over is not announced', async () => {
    await addWebhook(store, { facts: ['paused'] })
    const bench = createBench(store, () => ok)
    for (const [index, state] of (['printing', 'paused', 'paused'] as const).entries())
      await report(store, state, index * 30)
    expect(await listStates(store)).toEqual(['paused waiting 0'])
    await report(store, 'printing', 90, 100)
    await bench.runUntil(120)
    expect(await listStates(store)).toEqual(['paused dropped 1'])
    expect(bench.tried).toEqual([])
  })

  test('a receiver that is down for a day loses nothing', { timeout: 60_000 }, async () => {
    const channel = await addWebhook(store, { facts: ['finished', 'failed'] })
    const day = 86_400
    const listed: string[] = []
    const bench = createBench(store, () => (bench.now < later(day) ? down : ok))
    const ends: string[] = []
    for (let seconds = 0; seconds < day + 7200; seconds += 3600) {
      await bench.runUntil(seconds)
      await report(store, seconds % 7200 === 0 ? 'printing' : 'finished', seconds)
    }
    await bench.runUntil(2 * day)
    const all = await store.notifications.listDeliveries({
      channelId: channel.id,
      state: null,
      limit: 200,
    })
    for (const { kind, subject } of all) if (kind === 'finished') ends.push(subject)
    for (const digest of all.filter(
      ({ kind, state }) => kind === 'digest' && state === 'delivered',
    ))
      listed.push(
        ...(await store.notifications.listDigest(digest.id)).map(({ subject }) => subject),
      )
    const delivered = all.filter(({ state }) => state === 'delivered' || state === 'listed')
    expect(ends).toHaveLength(13)
    expect(delivered).toHaveLength(all.length)
    // Each under its own id, or as a line of a digest that was delivered; none under two.
    const taken = new Map<string, Set<string>>()
    for (const { title, id } of bench.taken)
      taken.set(title, (taken.get(title) ?? new Set()).add(id))
    for (const ids of taken.values()) expect(ids.size).toBe(1)
    const own = all.filter(({ kind, state }) => kind === 'finished' && state === 'delivered')
    expect(new Set([...listed, ...own.map(({ subject }) => subject)]).size).toBe(13)
    expect(listed.length + own.length).toBe(13)
    expect(bench.taken).toHaveLength(new Set(bench.taken.map(({ id }) => id)).size)
  })
}
