import { describe, expect, test } from 'vitest'
import type { Channel, Delivery } from '#lib/notifications/ports.ts'
import { insertSampleChannel } from '../testing/sample-channel.ts'
import { later, noon } from '../testing/samples.ts'
import { listMessages, type MessageStore, report } from './messages.fixture.ts'
import { type OpenEmptyStore, openWithPrinter, printerId } from './test-store.ts'

async function claimNext(store: MessageStore, channel: Channel, at: Date): Promise<Delivery> {
  const delivery = await store.notifications.claim(channel.id, at, 60_000)
  if (delivery === null) throw new Error('Nothing is due.')
  return delivery
}

export function describeOutbox(open: OpenEmptyStore): void {
  describe('the outbox of notifications', () => {
    const store = openWithPrinter(open)
    const add = (changes?: Parameters<typeof insertSampleChannel>[1]) =>
      insertSampleChannel(store.notifications, changes)

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
