import { describe, expect, test } from 'vitest'
import type { Channel, Delivery } from '#lib/notifications/ports.ts'
import type { OpenStore } from '../open-store.ts'
import { insertSampleChannel } from '../testing/sample-channel.ts'
import { later, makeReading, makeReport, makeSnapshot, noon } from '../testing/samples.ts'
import { type OpenEmptyStore, openWithPrinter, printerId } from './test-store.ts'

type Store = Pick<OpenStore, 'notifications' | 'snapshots'>

/** Reports states, 30 s apart from `start` on. */
async function report(
  { snapshots }: Store,
  states: readonly ('printing' | 'paused' | 'finished' | 'idle' | 'error')[],
  start = noon,
  receivedAt?: Date,
): Promise<void> {
  for (const [index, state] of states.entries()) {
    const at = later(index * 30, start)
    const reading = makeReading({ state, elapsedSeconds: state === 'printing' ? 100 : null })
    const changes = { reading, snapshot: null, receivedAt: receivedAt ?? at }
    await snapshots.insertObservation(makeReport(printerId, at, changes))
  }
}

async function listMessages({ notifications }: Store): Promise<string[]> {
  const all = await notifications.listDeliveries({ channelId: null, state: null, limit: 100 })
  return all.map(({ channelId, kind, state }) => `${channelId} ${kind} ${state}`).toReversed()
}

async function claimNext(store: Store, channel: Channel, at: Date): Promise<Delivery> {
  const delivery = await store.notifications.claim(channel.id, at, 60_000)
  if (delivery === null) throw new Error('Nothing is due.')
  return delivery
}

export function describeNotifications(open: OpenEmptyStore): void {
  describe('notifications', () => {
    const store = openWithPrinter(open)
    const add = (changes?: Parameters<typeof insertSampleChannel>[1]) =>
      insertSampleChannel(store.notifications, changes)

    test('without a channel, reports write nothing', async () => {
      await report(store, ['printing', 'finished'])
      expect(await listMessages(store)).toEqual([])
      expect(await store.notifications.listDueChannels(later(3600))).toEqual([])
    })

    test('each channel gets what it wants, once', async () => {
      await add()
      await add({ facts: ['finished'] })
      await add({ printers: [7] })
      await add({ createdAt: later(600) })
      await report(store, ['printing', 'printing', 'finished', 'finished', 'idle'])
      expect(await listMessages(store)).toEqual([
        '1 started waiting',
        '1 finished waiting',
        '2 finished waiting',
      ])
      expect((await store.notifications.listDueChannels(later(60))).sort()).toEqual([1, 2])
    })

    test('two pauses of a print are two messages, ten within a minute at most two', async () => {
      await add({ facts: ['paused'] })
      const pause = ['paused', 'paused', 'paused'] as const
      await report(store, ['printing', ...pause, 'printing', ...pause, 'printing'])
      expect(await listMessages(store)).toHaveLength(2)
      for (let second = 600; second < 660; second += 6) {
        const seconds = [second, second + 2, second + 4]
        for (const [index, state] of (['printing', 'paused', 'paused'] as const).entries())
          await report(store, [state], later(seconds[index] ?? 0))
      }
      expect((await listMessages(store)).length).toBeLessThanOrEqual(4)
    })

    test('an error without a print is told once while it lasts, also where a report comes late', async () => {
      await add({ facts: ['error', 'failed'] })
      await report(store, ['idle', 'error', 'error', 'error'])
      await report(store, ['error', 'error'], later(40), later(150))
      await report(store, ['error'], later(180))
      expect(await listMessages(store)).toEqual(['1 error waiting'])
    })

    test('the half of a print is told only where it is chosen', async () => {
      await add()
      await add({ facts: ['half'] })
      for (const [index, progress] of [40, 55, 60].entries()) {
        const reading = makeReading({ state: 'printing', progress, elapsedSeconds: 100 })
        const changes = { reading, snapshot: null }
        const at = later(index * 30)
        await store.snapshots.insertObservation(makeReport(printerId, at, changes))
      }
      expect(await listMessages(store)).toEqual(['1 started waiting', '2 half waiting'])
    })

    test('a late report that changes the end sends no second message', async () => {
      await add()
      await report(store, ['printing', 'idle', 'idle', 'idle'])
      await report(store, ['error'], later(20), later(120))
      expect(await listMessages(store)).toEqual(['1 started waiting', '1 cancelled waiting'])
    })

    test('what a spooled report says is news for a time, then a line of a digest, then nothing', async () => {
      await add({ createdAt: later(-30 * 86_400) })
      await report(store, ['printing', 'finished'], noon, later(3600))
      await report(store, ['printing', 'finished'], later(-3 * 86_400), later(3660))
      await report(store, ['printing', 'finished'], later(-9 * 86_400), later(3720))
      expect(await listMessages(store)).toEqual(['1 finished waiting', '1 finished held'])
    })

    test('a printer that flaps ten times a minute makes two messages', async () => {
      await add()
      const states = Array.from({ length: 20 }, (_, index) => (index % 2 ? 'finished' : 'printing'))
      for (const [index, state] of states.entries())
        await report(store, [state as 'finished'], later(index * 3))
      expect(await listMessages(store)).toEqual(['1 started waiting', '1 finished waiting'])
    })

    test('the return of a printer is announced only after its absence was', async () => {
      const { id } = await add()
      const absent = { subject: 'printer-1/late/1', printerId, print: null, detail: null }
      const picture = (seconds: number) =>
        store.snapshots.insertObservation(
          makeReport(printerId, later(seconds), { snapshot: makeSnapshot(later(seconds)) }),
        )
      await picture(0)
      const facts = [{ ...absent, kind: 'late', happenedAt: later(1800) } as const]
      await store.notifications.insertFacts(facts, later(1800))
      await store.notifications.insertFacts(facts, later(1801))
      await store.snapshots.insertObservation(
        makeReport(printerId, later(1900), { snapshot: null }),
      )
      const ofPrinter = async () =>
        (await listMessages(store)).filter((each) => !each.includes('started'))
      expect(await ofPrinter()).toEqual([`${id} late waiting`])
      await picture(2000)
      await picture(2600)
      expect(await ofPrinter()).toEqual([`${id} late waiting`, `${id} back waiting`])
    })

    test('a lease keeps a message from others until it expires, and a late result changes nothing', async () => {
      const channel = await add({ facts: ['finished'] })
      await report(store, ['printing', 'finished'])
      const { notifications } = store
      const first = await claimNext(store, channel, later(60))
      expect(first).toMatchObject({ kind: 'finished', tries: 0, printerId, print: 1 })
      expect(await notifications.claim(channel.id, later(60), 60_000)).toBeNull()
      const again = await claimNext(store, channel, later(200))
      expect(again.messageId).toBe(first.messageId)
      await notifications.finish(again, { state: 'delivered', answer: '200', at: later(201) })
      await notifications.finish(first, {
        state: 'waiting',
        dueAt: later(202),
        answer: 'no answer',
        at: later(202),
      })
      expect(await listMessages(store)).toEqual(['1 finished delivered'])
    })

    test('a failed try waits, and a success after an outage releases all that waits', async () => {
      const channel = await add()
      await report(store, ['printing', 'finished'])
      const { notifications } = store
      for (const seconds of [60, 61]) {
        const delivery = await claimNext(store, channel, later(seconds))
        const dueAt = later(seconds === 60 ? 9000 : 4000)
        await notifications.finish(delivery, {
          state: 'waiting',
          dueAt,
          answer: '503',
          at: later(seconds),
        })
      }
      expect(await notifications.listDueChannels(later(3000))).toEqual([])
      expect((await notifications.listChannels())[0]?.failingSince).toEqual(later(60))
      const second = await claimNext(store, channel, later(4000))
      await notifications.finish(second, { state: 'delivered', answer: '200', at: later(4000) })
      expect((await notifications.listChannels())[0]?.failingSince).toBeNull()
      expect(await notifications.listDueChannels(later(4000))).toEqual([channel.id])
    })

    test('what is no news any more is listed in one digest, or expires', async () => {
      const channel = await add()
      await report(store, ['printing', 'finished'])
      const day = later(86_400 + 60)
      await store.notifications.prepare(channel.id, day)
      await store.notifications.prepare(channel.id, day)
      expect(await listMessages(store)).toEqual([
        '1 started expired',
        '1 finished listed',
        '1 digest waiting',
      ])
      const digest = await claimNext(store, channel, day)
      expect(digest.expiresAt).toBeNull()
      expect(await store.notifications.listDigest(digest.id)).toMatchObject([{ kind: 'finished' }])
    })

    test('quiet hours hold what is new for a digest, and what was tried keeps its message', async () => {
      const channel = await add()
      await report(store, ['printing', 'finished'])
      const { notifications } = store
      const started = await claimNext(store, channel, later(60))
      await notifications.finish(started, {
        state: 'waiting',
        dueAt: later(65),
        answer: '503',
        at: later(60),
      })
      const morning = later(300)
      await notifications.holdAll(channel.id, later(70), morning)
      expect(await listMessages(store)).toEqual(['1 started waiting', '1 finished held'])
      expect(await notifications.listDueChannels(later(299))).toEqual([])
      await notifications.prepare(channel.id, morning)
      expect(await listMessages(store)).toEqual([
        '1 started waiting',
        '1 finished listed',
        '1 digest waiting',
      ])
      expect((await claimNext(store, channel, morning)).messageId).toBe(started.messageId)
    })

    test('the owner retries and drops messages, and removes a channel with all of them', async () => {
      const channel = await add()
      const entry = { at: noon, action: 'channel-removed', details: {}, sessionId: null }
      await report(store, ['printing', 'finished'])
      const { notifications } = store
      const [second, first] = await notifications.listDeliveries({
        channelId: channel.id,
        state: 'waiting',
        limit: 10,
      })
      await notifications.drop(first?.id ?? 0, entry)
      await notifications.finish(await claimNext(store, channel, later(60)), {
        state: 'given-up',
        answer: '500',
        at: later(60),
      })
      expect(await listMessages(store)).toEqual(['1 started dropped', '1 finished given-up'])
      await notifications.retry(second?.id ?? 0, later(90_000), entry)
      const again = await claimNext(store, channel, later(90_000))
      expect(again).toMatchObject({ messageId: second?.messageId, tries: 0 })
      await notifications.finish(again, { state: 'delivered', answer: '', at: later(90_000) })
      const actions = async () =>
        (await store.owner.listLog({ before: null, limit: 9 })).map(({ action }) => action)
      const logged = await actions()
      await expect(notifications.retry(again.id, later(90_001), entry)).rejects.toMatchObject({
        code: 'not-found',
      })
      await expect(notifications.drop(again.id, entry)).rejects.toMatchObject({ code: 'not-found' })
      expect(await actions()).toEqual(logged)
      await notifications.pruneDeliveries(later(1000))
      expect(await listMessages(store)).toEqual([])
      await report(store, ['printing', 'printing'], later(100_000))
      await notifications.deleteChannel(channel.id, entry)
      expect(await listMessages(store)).toEqual([])
      expect((await store.owner.listLog({ before: null, limit: 1 }))[0]?.action).toBe(entry.action)
      await expect(notifications.deleteChannel(channel.id, entry)).rejects.toMatchObject({
        code: 'not-found',
      })
    })

    test('the log is paged, and says of each channel what waits, what was given up and what arrived last', async () => {
      const [first, second] = [await add(), await add({ facts: ['finished'] })]
      const { notifications } = store
      expect(await notifications.summarizeDeliveries()).toEqual(new Map())
      await report(store, ['printing', 'finished'])
      const finish = async (channel: Channel, state: 'delivered' | 'given-up', at: Date) =>
        notifications.finish(await claimNext(store, channel, at), { state, answer: '', at })
      await finish(first, 'delivered', later(60))
      await finish(second, 'given-up', later(90))
      expect(await notifications.summarizeDeliveries()).toEqual(
        new Map([
          [first.id, { waiting: 1, held: 0, givenUp: 0, deliveredAt: later(60) }],
          [second.id, { waiting: 0, held: 0, givenUp: 1, deliveredAt: null }],
        ]),
      )
      const all = { channelId: null, state: null, limit: 2 }
      const page = await notifications.listDeliveries(all)
      const rest = await notifications.listDeliveries({ ...all, before: page.at(-1)?.id ?? null })
      expect([page.length, rest.length]).toEqual([2, 1])
      expect(rest[0]?.id).toBeLessThan(page[1]?.id ?? 0)
      const [givenUp] = await notifications.listDeliveries({ ...all, state: 'given-up' })
      const entry = { at: noon, action: 'message-dropped', details: {}, sessionId: null }
      await notifications.drop(givenUp?.id ?? 0, entry)
      expect((await notifications.summarizeDeliveries()).has(second.id)).toBe(false)
      expect((await store.owner.listLog({ before: null, limit: 1 }))[0]?.action).toBe(entry.action)
    })

    test('a channel that is off gets nothing, and keeps its settings', async () => {
      const channel = await add({ settings: { url: 'https://example.org' }, secrets: { a: 'b' } })
      await report(store, ['printing', 'printing'])
      const off = { since: later(60), reason: 'The receiver answered 410.' }
      expect(await store.notifications.updateChannel(channel.id, { off })).toEqual({
        ...channel,
        off,
      })
      await report(store, ['finished'], later(90))
      expect(await listMessages(store)).toEqual(['1 started waiting'])
      expect(await store.notifications.listDueChannels(later(600))).toEqual([])
      expect(await store.notifications.updateChannel(channel.id, { off: null })).toEqual(channel)
      expect(await store.notifications.listChannels()).toEqual([channel])
    })
  })
}
