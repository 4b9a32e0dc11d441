import { describe, expect, test } from 'vitest'
import {
  type OpenEmptyStore,
  openWithPrinter,
  printerId,
} from '#lib/storage/db/contracts/test-store.ts'
import type { OpenStore } from '#lib/storage/db/open-store.ts'
import { later, makeReading, makeReport } from '#lib/storage/db/testing/samples.ts'
import type { Answer } from '../channels/channel-kind.ts'
import { createSources } from '../sources.fixture.ts'
import { type Browser, createBrowser } from './push-service.fixture.ts'
import { createVisitorWorker } from './visitor-worker.ts'

type Store = Omit<OpenStore, 'close'>

const created: Answer = { status: 201, text: '', retryAfterMs: null }
const entry = { at: later(31), action: 'print-hidden', details: {}, sessionId: null }

/** A push service that shows what its browsers would. */
function createBench(store: Store, answer: (endpoint: string) => Answer = () => created) {
  const browsers = new Map<string, Browser>()
  const bench = {
    now: later(0),
    shown: [] as { endpoint: string; title: string; id: string; image?: string }[],
    tried: [] as string[],
    async tap(name: string): Promise<void> {
      const endpoint = `https://fcm.googleapis.com/fcm/send/${name}`
      const browser = createBrowser(endpoint)
      browsers.set(endpoint, browser)
      await store.notifications.subscribe(printerId, browser.subscription, bench.now)
    },
    createWorker: (leaseMs?: number) =>
      createVisitorWorker({
        store: store.notifications,
        sources: createSources(store, () => bench.now, false),
        getVapid: async () => ({
          ...(await store.notifications.getPushKeys()),
          subject: 'https://example.org',
        }),
        now: () => bench.now,
        ...(leaseMs !== undefined && { leaseMs }),
        async send({ url, body }) {
          bench.tried.push(url.href)
          const given = answer(url.href)
          const browser = browsers.get(url.href)
          if (given.status === 201 && browser !== undefined) {
            const message = JSON.parse(browser.decrypt(Buffer.from(body)).toString())
            bench.shown.push({ endpoint: url.href, ...message })
          }
          return given
        },
      }),
    async report(state: 'printing' | 'finished' | 'idle', seconds: number): Promise<void> {
      const reading = makeReading({ state, elapsedSeconds: state === 'printing' ? 100 : null })
      const receivedAt = later(seconds)
      const report = makeReport(printerId, receivedAt, { reading, snapshot: null, receivedAt })
      await store.snapshots.insertObservation(report)
      bench.now = receivedAt
    },
  }
  return bench
}

/** What visitors are promised, on each database. */
export function describeVisitorWorker(open: OpenEmptyStore): void {
  describe('visitors', () => {
    const store = openWithPrinter(open)
    const isAnybodyWaiting = () => store.notifications.hasSubscriptions()

    test('are told once when the print is done, and forgotten', async () => {
      const bench = createBench(store)
      await bench.report('printing', 0)
      await bench.tap('a')
      await bench.report('finished', 30)
      for (const worker of [bench.createWorker(), bench.createWorker()]) await worker.run()
      expect(bench.shown.map(({ title }) => title)).toEqual(['Maker Select has finished Print 1'])
      expect(await isAnybodyWaiting()).toBe(false)
    })

    test('hear nothing of a hidden print', async () => {
      const bench = createBench(store)
      await bench.report('printing', 0)
      await bench.tap('a')
      await bench.report('finished', 30)
      await store.printEdits.setHidden(printerId, 1, true, entry)
      await bench.createWorker().run()
      expect(bench.tried).toEqual([])
      await store.notifications.prunePushes(later(90_000))
      expect(await isAnybodyWaiting()).toBe(false)
    })

    test('hear of an end that a late report took back when it is true', async () => {
      const bench = createBench(store)
      await bench.report('printing', 0)
      await bench.tap('a')
      await bench.report('idle', 30)
      await bench.report('idle', 60)
      const reading = makeReading({ state: 'printing', elapsedSeconds: 165 })
      const at = later(65)
      const late = { reading, snapshot: null, receivedAt: at }
      await store.snapshots.insertObservation(makeReport(printerId, at, late))
      await bench.createWorker().run()
      expect(bench.tried).toEqual([])
      await bench.report('finished', 90)
      bench.now = later(600)
      await bench.createWorker().run()
      expect(bench.shown).toHaveLength(1)
    })

    test.each([404, 410, 400, 403, 413])(
      'whose service answers %i are forgotten',
      async (status) => {
        const bench = createBench(store, () => ({ ...created, status }))
        await bench.report('printing', 0)
        await bench.tap('a')
        await bench.report('finished', 30)
        await bench.createWorker().run()
        expect(bench.tried).toHaveLength(1)
        expect(await isAnybodyWaiting()).toBe(false)
      },
    )

    test('are tried again when their service asks for it, and told no old news', async () => {
      let answer: Answer = { status: 429, text: '', retryAfterMs: 3_600_000 }
      const bench = createBench(store, () => answer)
      await bench.report('printing', 0)
      await bench.tap('a')
      await bench.report('finished', 30)
      const runAt = async (seconds: number) => {
        bench.now = later(seconds)
        await bench.createWorker().run()
        return bench.tried.length
      }
      expect(await runAt(30)).toBe(1)
      expect(await runAt(3600)).toBe(1)
      answer = { status: null, text: '', retryAfterMs: null }
      expect(await runAt(3700)).toBe(2)
      expect(await runAt(3800)).toBe(3)
      answer = created
      expect(await runAt(90_000)).toBe(3)
      expect(bench.shown).toEqual([])
    })

    test('are each told once by three workers together', async () => {
      const bench = createBench(store)
      await bench.report('printing', 0)
      for (let count = 0; count < 120; count++) await bench.tap(`${count}`)
      await bench.report('finished', 30)
      await Promise.all(Array.from({ length: 3 }, () => bench.createWorker().run()))
      expect(new Set(bench.tried).size).toBe(120)
      expect(bench.tried).toHaveLength(120)
      expect(new Set(bench.shown.map(({ id }) => id)).size).toBe(1)
      expect(await isAnybodyWaiting()).toBe(false)
    })

    test('are told by another process where one was killed', async () => {
      const bench = createBench(store)
      await bench.report('printing', 0)
      await bench.tap('a')
      await bench.report('finished', 30)
      await store.notifications.claimPushes(bench.now, { limit: 25, leaseMs: 60_000 })
      await bench.createWorker().run()
      expect(bench.tried).toEqual([])
      bench.now = later(91)
      await bench.createWorker().run()
      expect(bench.shown).toHaveLength(1)
    })
  })
}
