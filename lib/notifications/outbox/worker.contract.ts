import { expect, test } from 'vitest'
import {
  type OpenEmptyStore,
  openWithPrinter,
  printerId,
} from '#lib/storage/db/contracts/test-store.ts'
import type { OpenStore } from '#lib/storage/db/open-store.ts'
import { insertSampleChannel } from '#lib/storage/db/testing/sample-channel.ts'
import { later, makeReading, makeReport } from '#lib/storage/db/testing/samples.ts'
import type { Answer } from '../channels/send-request.ts'
import { webhook } from '../channels/webhook.ts'
import type { NewChannel } from '../ports.ts'
import { createSources } from '../sources.fixture.ts'
import { createWorker, type WorkerParts } from './worker.ts'

type Store = Omit<OpenStore, 'close'>

interface Sent {
  id: string
  title: string
  at: Date
}

const ok: Answer = { status: 200, text: 'ok', retryAfterMs: null }
const down: Answer = { status: null, text: 'connect ECONNREFUSED', retryAfterMs: null }

/** A worker whose clock is moved by hand, and a receiver behind it. */
function createBench(store: Store, answer: (sent: Sent, url: URL) => Answer | Promise<Answer>) {
  const bench = {
    now: later(0),
    /** What the receiver has taken. */
    taken: [] as Sent[],
    tried: [] as Sent[],
    troubles: [] as string[],
    createWorker: (changes: Partial<WorkerParts> = {}) =>
      createWorker({
        store: store.notifications,
        sources: createSources(store, () => bench.now),
        now: () => bench.now,
        onTrouble: (_, what) => bench.troubles.push(what),
        async send({ url, headers, body }) {
          const { title } = JSON.parse(body).data
          const sent = { id: headers['webhook-id'] ?? '', title, at: bench.now }
          bench.tried.push(sent)
          const given = await answer(sent, url)
          if (given.status === 200) bench.taken.push(sent)
          return given
        },
        ...changes,
      }),
    /** Moves the clock from one message that is due to the next, and runs the worker at each. */
    async runUntil(seconds: number) {
      const worker = bench.createWorker()
      for (;;) {
        await worker.run()
        const due = await listDue(store)
        const now = bench.now.getTime()
        // A channel that has just failed has more to send.
        const next = Math.min(...due.map((at) => (at > now ? at : now + 30_000)))
        bench.now = new Date(Math.min(next, later(seconds).getTime()))
        if (next > bench.now.getTime()) return
      }
    },
  }
  return bench
}

const addWebhook = (store: Store, changes: Partial<NewChannel> = {}) =>
  insertSampleChannel(store.notifications, {
    settings: { url: 'https://example.org/hook', home: false },
    secrets: webhook.createSecrets?.().secrets ?? {},
    ...changes,
  })

async function report(
  { snapshots }: Pick<Store, 'snapshots'>,
  state: 'printing' | 'finished' | 'idle' | 'paused',
  seconds: number,
  elapsedSeconds: number | null = state === 'printing' ? 10 : null,
  receivedAt = later(seconds),
): Promise<void> {
  const reading = makeReading({ state, elapsedSeconds })
  const changes = { reading, snapshot: null, receivedAt }
  await snapshots.insertObservation(makeReport(printerId, later(seconds), changes))
}

async function listDue({ notifications }: Store): Promise<number[]> {
  const query = { channelId: null, limit: 200 }
  const lists = (['waiting', 'held'] as const).map((state) =>
    notifications.listDeliveries({ ...query, state }),
  )
  return (await Promise.all(lists)).flat().map(({ dueAt }) => dueAt.getTime())
}

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
    const base = { subject: 'site/content/x', printerId: null, print: null, detail: 'a.md' }
    const fact = { ...base, kind: 'content', happenedAt: later(0) } as const
    await store.notifications.insertFacts([fact], later(0))
    const [delivery] = await store.notifications.listDeliveries({
      channelId: null,
      state: 'waiting',
      limit: 1,
    })
    // Retried by the owner, it doesn't expire.
    await store.notifications.retry(delivery?.id ?? 0, later(0))
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
    expect(channel?.off?.reason).toBe('The receiver answered 410: 410 gone')
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
    await worker.run()
    expect(bench.taken.map(({ title }) => title)).toEqual([
      'Maker Select has started Print 1',
      'Maker Select has finished Print 1',
    ])
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
      bodies.push(body)
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
