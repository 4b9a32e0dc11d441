import { describe, expect, test } from 'vitest'
import { createBrowser } from '#lib/notifications/push/push-service.fixture.ts'
import type { OpenStore } from '../open-store.ts'
import { later, makeReading, makeReport } from '../testing/samples.ts'
import { type OpenEmptyStore, openWithPrinter, printerId } from './test-store.ts'

type Store = Pick<OpenStore, 'notifications' | 'snapshots' | 'printers'>

const lease = { limit: 25, leaseMs: 60_000 }

async function report(
  { snapshots }: Pick<Store, 'snapshots'>,
  state: 'printing' | 'finished' | 'idle' | 'error',
  seconds: number,
  receivedAt = later(seconds),
): Promise<void> {
  const reading = makeReading({ state, elapsedSeconds: state === 'printing' ? 100 : null })
  await snapshots.insertObservation(
    makeReport(printerId, later(seconds), { reading, snapshot: null, receivedAt }),
  )
}

/** A visitor with a browser of their own, who taps. @returns the endpoint */
async function tap(
  { notifications }: Pick<Store, 'notifications'>,
  name = 'https://fcm.googleapis.com/fcm/send/a',
  seconds = 10,
): Promise<string> {
  const { subscription } = createBrowser(name)
  await notifications.subscribe(printerId, subscription, later(seconds))
  return name
}

export function describePush(open: OpenEmptyStore): void {
  describe('visitors who wait', () => {
    const store = openWithPrinter(open)
    const claim = (seconds: number) => store.notifications.claimPushes(later(seconds), lease)
    const listKinds = async (seconds: number) =>
      (await claim(seconds)).map(({ fact }) => `${fact.kind} ${fact.print}`)

    test('the keys are made once, whoever asks first', async () => {
      const all = await Promise.all(
        Array.from({ length: 4 }, () => store.notifications.getPushKeys()),
      )
      expect(new Set(all.map(({ publicKey }) => publicKey)).size).toBe(1)
    })

    test('nobody waits, and reports write nothing', async () => {
      await report(store, 'printing', 0)
      await report(store, 'finished', 30)
      expect(await store.notifications.hasSubscriptions()).toBe(false)
      expect(await claim(60)).toEqual([])
      await report(store, 'printing', 90)
      await tap(store)
      expect(await claim(120)).toEqual([])
    })

    test('the end of the print that runs is due once for each, and no other print’s', async () => {
      await report(store, 'printing', 0)
      await tap(store, 'https://fcm.googleapis.com/fcm/send/a')
      await tap(store, 'https://fcm.googleapis.com/fcm/send/b')
      await report(store, 'finished', 30)
      const due = await claim(40)
      expect(due.map(({ fact, wish }) => `${wish} ${fact.kind} ${fact.print}`)).toEqual([
        'end finished 1',
        'end finished 1',
      ])
      expect(new Set(due.map(({ fact }) => fact.messageId)).size).toBe(1)
      expect(await claim(41)).toEqual([])
      await store.notifications.finishPushes(due.map(({ id }) => ({ id, dueAt: null })))
      await report(store, 'printing', 600)
      await report(store, 'finished', 900)
      expect(await claim(1000)).toEqual([])
      expect(await store.notifications.hasSubscriptions()).toBe(false)
    })

    test('a corrected end is no second message', async () => {
      await report(store, 'printing', 0)
      await tap(store)
      await report(store, 'finished', 60)
      const due = await claim(70)
      await store.notifications.finishPushes(due.map(({ id }) => ({ id, dueAt: null })))
      await report(store, 'error', 50, later(120))
      expect(await claim(200)).toEqual([])
    })

    test('the start of the next print is news for ten minutes', async () => {
      await report(store, 'printing', 0)
      await report(store, 'finished', 30)
      await tap(store)
      expect(await claim(60)).toEqual([])
      await report(store, 'printing', 600)
      expect(await claim(1300)).toEqual([])
      expect(await listKinds(610)).toEqual(['started 2'])
    })

    test('what a tap means depends on the printer, and one that is unknown has no visitors', async () => {
      const { subscription } = createBrowser('https://fcm.googleapis.com/fcm/send/a')
      const tapOn = (id: number) => store.notifications.subscribe(id, subscription, later(0))
      expect(await tapOn(printerId)).toBe('start')
      await report(store, 'printing', 0)
      expect(await tapOn(printerId)).toBe('end')
      await report(store, 'finished', 30)
      expect(await store.notifications.findWish(printerId, subscription.endpoint)).toBeNull()
      expect(await tapOn(printerId)).toBe('start')
      await expect(tapOn(99)).rejects.toMatchObject({ code: 'printer-not-found' })
    })

    test('a browser has one wish at a printer, and takes it back', async () => {
      await report(store, 'printing', 0)
      const endpoint = await tap(store)
      await Promise.all([tap(store), tap(store)])
      expect(await store.notifications.findWish(printerId, endpoint)).toBe('end')
      await report(store, 'finished', 30)
      expect(await claim(31)).toHaveLength(1)
      await store.notifications.unsubscribe(printerId, endpoint)
      expect(await store.notifications.findWish(printerId, endpoint)).toBeNull()
    })

    test('a browser with a new subscription gets what it waited for there, once', async () => {
      await report(store, 'printing', 0)
      const { notifications } = store
      const { subscription: former } = createBrowser('https://fcm.googleapis.com/fcm/send/a')
      const { subscription: other } = createBrowser('https://fcm.googleapis.com/fcm/send/a')
      const { subscription: next } = createBrowser('https://fcm.googleapis.com/fcm/send/b')
      const { subscription: unknown } = createBrowser('https://victim.example/b')
      await notifications.subscribe(printerId, former, later(10))
      expect(await notifications.renewSubscription(other, next)).toBe(false)
      expect(await notifications.renewSubscription(former, unknown)).toBe(false)
      await report(store, 'finished', 30)
      const [lost] = await claim(40)
      expect(lost).toMatchObject(former)
      expect(await notifications.renewSubscription(former, next)).toBe(true)
      // The former one has answered 410 meanwhile.
      await notifications.finishPushes([{ id: lost?.id ?? 0, dueAt: null }])
      expect(await claim(41)).toMatchObject([next])
      expect(await notifications.renewSubscription(former, next)).toBe(false)
    })

    test('a lease that expired is another process’s', async () => {
      await report(store, 'printing', 0)
      await tap(store)
      await report(store, 'finished', 30)
      const [first] = await claim(40)
      const [second] = await claim(101)
      expect(second?.id).toBe(first?.id)
      expect(second?.fact.messageId).toBe(first?.fact.messageId)
    })

    test('a failed message is due again, with the same id', async () => {
      await report(store, 'printing', 0)
      await tap(store)
      await report(store, 'finished', 30)
      const [first] = await claim(40)
      await store.notifications.finishPushes([{ id: first?.id ?? 0, dueAt: later(100) }])
      expect(await claim(99)).toEqual([])
      expect(await claim(100)).toMatchObject([
        { tries: 1, fact: { messageId: first?.fact.messageId } },
      ])
    })

    test('at services that no browser is known to use, a hundred may wait', async () => {
      await report(store, 'printing', 0)
      for (let count = 0; count < 100; count++)
        await tap(store, `https://n${count}.victim.example/x`)
      await expect(tap(store, 'https://victim.example/x')).rejects.toMatchObject({
        code: 'busy',
      })
      await tap(store, 'https://web.push.apple.com/x')
    })

    test('who waited is forgotten: a day after an end, or after ninety days', async () => {
      await report(store, 'printing', 0)
      await tap(store)
      const has = async (seconds: number) => {
        await store.notifications.prunePushes(later(seconds))
        return await store.notifications.hasSubscriptions()
      }
      expect(await has(3 * 86_400)).toBe(true)
      await report(store, 'finished', 100)
      expect(await has(80_000)).toBe(true)
      expect(await has(90_000)).toBe(false)
      await tap(store, undefined, 100_000)
      expect(await has(80 * 86_400)).toBe(true)
      expect(await has(100 * 86_400)).toBe(false)
    })

    test('a printer that is removed takes its visitors along', async () => {
      await tap(store)
      await store.printers.deletePrinter(printerId)
      expect(await store.notifications.hasSubscriptions()).toBe(false)
    })
  })
}
