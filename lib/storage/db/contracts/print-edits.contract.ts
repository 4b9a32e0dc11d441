import { describe, expect, test } from 'vitest'
import { derivePrints } from '#lib/printers/prints/derive-prints.ts'
import type { OwnerFact } from '#lib/printers/prints/owner-facts.ts'
import type { NewObservation, Reading } from '#lib/printers/types.ts'
import { insertSampleChannel } from '../testing/sample-channel.ts'
import { later, makeReading, makeReport, makeSnapshot } from '../testing/samples.ts'
import { makeRandomHistory, quiet, toDerived } from './random-history.fixture.ts'
import { type OpenEmptyStore, openWithPrinter, printerId } from './test-store.ts'

const withHidden = true

/** What the owner says of prints, which nothing that is derived again undoes. */
export function describePrintEdits(open: OpenEmptyStore): void {
  describe('what the owner says of prints', () => {
    const store = openWithPrinter(open)
    let receivedSeconds = 10_000_000
    const report = (
      minute: number,
      reading: Partial<Reading>,
      changes: Partial<NewObservation> = {},
    ) =>
      store.snapshots.insertObservation(
        makeReport(printerId, later(minute * 60), {
          reading: makeReading({ ...quiet, jobName: 'a', ...reading }),
          snapshot: null,
          receivedAt: later(receivedSeconds++),
          ...changes,
        }),
      )
    const reportAll = async (
      history: readonly (readonly [number, Partial<Reading>['state'], string?])[],
    ) => {
      for (const [minute, state = null, jobName = 'a'] of history)
        await report(minute, { state, jobName })
    }
    const twoPrints = [
      [0, 'printing'],
      [10, 'finished'],
      [20, 'printing', 'b'],
      [30, 'printing', 'b'],
      [40, 'finished', 'b'],
    ] as const
    const list = () => store.prints.listPrints(printerId, { before: null, limit: 200, withHidden })
    const listPublic = async () =>
      (await store.prints.listPrints(printerId, { before: null, limit: 200 })).map(
        ({ number }) => number,
      )
    const spans = async () =>
      (await list()).map(({ number, firstSeenAt, lastSeenAt }) => [
        number,
        (firstSeenAt.getTime() - later(0).getTime()) / 60_000,
        (lastSeenAt.getTime() - later(0).getTime()) / 60_000,
      ])
    const edits = () => store.printEdits

    test('two prints become one, its first number leads there, and it is undone', async () => {
      await reportAll(twoPrints)
      await edits().describe(printerId, 2, { name: 'Lamp' }, later(0))
      const before = await list()
      const revision = (await store.retention.listRevisions()).get(printerId) ?? 0
      expect(await edits().join(printerId, 2)).toBe(1)
      expect((await store.retention.listRevisions()).get(printerId)).toBeGreaterThan(revision)
      expect(await list()).toMatchObject([
        {
          number: 1,
          name: 'Lamp',
          outcome: 'finished',
          isJoined: true,
          jobName: 'b',
          started: { notAfter: later(0) },
          ended: { notAfter: later(2400) },
        },
      ])
      expect((await store.prints.getPrint(printerId, 2))?.print.number).toBe(1)
      const [joined] = await edits().listJoined(printerId, 1)
      expect(joined).toEqual({ number: 2, firstSeenAt: later(1200) })

      expect(await edits().split(printerId, 1, joined?.firstSeenAt ?? later(0))).toBe(2)
      expect(await list()).toEqual(before)
      expect(await edits().listJoined(printerId, 1)).toEqual([])
    })

    test('a joined print goes on while its last part does', async () => {
      await reportAll(twoPrints.slice(0, 4))
      await edits().join(printerId, 2)
      await reportAll([
        [40, 'printing', 'b'],
        [35, 'idle', 'b'],
      ])
      expect(await spans()).toEqual(
        [
          [1, 0, 30],
          [3, 40, 40],
        ].reverse(),
      )
      await reportAll([[50, 'printing', 'c']])
      expect((await spans())[0]).toEqual([4, 50, 50])
    })

    test('what was joined stays so, whatever late reports say', async () => {
      await reportAll(twoPrints)
      await edits().join(printerId, 2)
      await reportAll([
        [5, 'idle'],
        [25, 'finished', 'b'],
        [15, 'printing', 'c'],
        [18, 'finished', 'c'],
      ])
      expect(await spans()).toEqual([[1, 0, 30]])
    })

    test('a print is split at a picture, and the earlier part keeps its number', async () => {
      const snapshot = makeSnapshot(later(21 * 60 + 5))
      await reportAll([
        [0, 'printing'],
        [10, 'printing'],
      ])
      await report(21, { state: 'printing', elapsedSeconds: 1300 }, { snapshot })
      await reportAll([
        [30, 'printing'],
        [40, 'finished'],
      ])
      await edits().describe(printerId, 1, { name: 'Lamp' }, later(0))
      expect(await edits().split(printerId, 1, snapshot.capturedAt)).toBe(2)
      expect(await spans()).toEqual([
        [2, 21, 30],
        [1, 0, 10],
      ])
      const bounds = { notBefore: later(600), notAfter: later(21 * 60) }
      expect(await list()).toMatchObject([
        { name: null, outcome: 'finished', started: bounds },
        { name: 'Lamp', outcome: 'unknown', ended: bounds },
      ])
      // A late report shortens the gap, and changes nothing else.
      await reportAll([[15, 'printing']])
      expect(await spans()).toEqual([
        [2, 21, 30],
        [1, 0, 15],
      ])
      expect(await edits().join(printerId, 2)).toBe(1)
      expect(await spans()).toEqual([[1, 0, 30]])
      expect(await edits().split(printerId, 2, later(21 * 60))).toBe(2)
      expect((await store.prints.getPrint(printerId, 2))?.print.firstSeenAt).toEqual(later(21 * 60))
    })

    test('what can’t be joined or split changes nothing', async () => {
      await reportAll(twoPrints)
      const before = [await list(), await store.retention.listRevisions()]
      const notFound = { code: 'not-found' }
      const invalid = { code: 'invalid-fields' }
      await expect(edits().join(printerId, 1)).rejects.toMatchObject(invalid)
      await expect(edits().join(printerId, 9)).rejects.toMatchObject(notFound)
      await expect(edits().split(printerId, 9, later(0))).rejects.toMatchObject(notFound)
      for (const minute of [-10, 10, 20, 31, 9000])
        await expect(edits().split(printerId, 2, later(minute * 60))).rejects.toMatchObject(invalid)
      await expect(edits().setHidden(printerId, 9, true)).rejects.toMatchObject(notFound)
      await expect(edits().describe(printerId, 9, {}, later(0))).rejects.toMatchObject(notFound)
      expect([await list(), await store.retention.listRevisions()]).toEqual(before)
    })

    test('words stay with their print when late reports move, join and split it', async () => {
      await reportAll([
        [10, 'printing'],
        [20, 'finished'],
        [40, 'printing'],
        [50, 'finished'],
      ])
      const note = { markdown: '*For* the kitchen', html: '<p><em>For</em> the kitchen</p>' }
      await edits().describe(printerId, 2, { name: 'Lamp', note, coverId: 7 }, later(60))
      const described = { name: 'Lamp', note, coverId: 7, describedAt: later(60) }
      await reportAll([[35, 'printing']])
      expect((await list())[0]).toMatchObject({ number: 2, ...described, firstSeenAt: later(2100) })
      // The job's clock of a late report shows that both were one print.
      await report(30, { state: 'printing', elapsedSeconds: 1800 })
      await report(40.5, { state: 'printing', elapsedSeconds: 2430 })
      expect((await list()).at(-1)).toMatchObject(described)
      await edits().describe(printerId, 1, { name: null }, later(70))
      expect((await list()).at(-1)).toMatchObject({ name: null, note })
      expect(await store.prints.listNames(printerId, 9)).toMatchObject([{ name: null }])
    })

    test('a hidden print is shown to the owner only, and so is what was once part of it', async () => {
      await reportAll(twoPrints)
      await reportAll([
        [60, 'printing'],
        [70, 'printing'],
        [80, 'finished'],
      ])
      await edits().setPublished(printerId, 3, later(0))
      await edits().setHidden(printerId, 3, true)
      await edits().setHidden(printerId, 3, true)
      expect(await listPublic()).toEqual([2, 1])
      const published = { before: null, limit: 9, isPublished: true }
      expect(await store.prints.listPrints(printerId, published)).toEqual([])
      expect(await store.prints.listNames(printerId, 9)).toHaveLength(2)
      expect(await store.prints.getPrint(printerId, 3)).toBeNull()
      expect((await store.prints.getPrint(printerId, 2))?.next).toBeNull()
      expect((await store.prints.getPrint(printerId, 3, { withHidden }))?.print.isHidden).toBe(true)

      await reportAll([[65, 'idle']])
      expect(await listPublic()).toEqual([2, 1])
      await edits().setHidden(printerId, 4, false)
      expect(await listPublic()).toEqual([4, 2, 1])
      await reportAll([[68, 'printing']])
      expect(await listPublic()).toEqual([4, 2, 1])
      await edits().join(printerId, 3)
      expect(await listPublic()).toEqual([4, 1])
      expect(await store.prints.getPrint(printerId, 3)).toBeNull()
      await edits().setHidden(printerId, 2, false)
      await edits().split(printerId, 2, later(60 * 60))
      expect(await listPublic()).toEqual([4, 3, 2, 1])
    })

    test('a running print stays hidden while it runs', async () => {
      await reportAll([[0, 'printing']])
      await edits().setHidden(printerId, 1, true)
      await reportAll([
        [10, 'printing'],
        [20, 'printing'],
        [5, 'idle'],
        [30, 'finished'],
      ])
      expect(await list()).toHaveLength(2)
      expect(await listPublic()).toEqual([])
      await reportAll([[40, 'printing', 'b']])
      expect(await listPublic()).toEqual([3])
    })

    test('no channel announces what the owner has joined or split', async () => {
      await insertSampleChannel(store.notifications, { createdAt: later(-60) })
      // Of the last hour: older ends are no news.
      const start = Math.floor((Date.now() - later(0).getTime()) / 60_000) - 60
      for (const minute of [0, 10, 20, 30])
        await report(
          start + minute,
          { state: 'printing' },
          { receivedAt: later((start + minute) * 60) },
        )
      const messages = async () => {
        const query = { channelId: null, state: null, limit: 100 }
        return (await store.notifications.listDeliveries(query)).length
      }
      const before = await messages()
      await edits().split(printerId, 1, later((start + 20) * 60))
      await edits().join(printerId, 2)
      expect(await messages()).toBe(before)
    })

    test('a purge leaves nothing of what was said about the span', async () => {
      await reportAll(twoPrints)
      await edits().describe(printerId, 2, { name: 'Lamp' }, later(0))
      await edits().join(printerId, 2)
      await edits().setHidden(printerId, 1, true)
      await store.retention.purge(printerId, { from: later(-60), to: later(9000) })
      await reportAll(twoPrints)
      expect(await spans()).toEqual([
        [4, 20, 30],
        [3, 0, 0],
      ])
      expect(await listPublic()).toEqual([4, 3])
      expect(await store.prints.getPrint(printerId, 2)).toBeNull()
    })

    test.each([1, 7, 42, 99])(
      'any observations in any order, with what the owner says, give the same prints (%d)',
      async (seed) => {
        const history = makeRandomHistory(60, seed)
        const shuffled = history.map((_, index) => history[(index * 37 + seed) % history.length])
        const facts: OwnerFact[] = []
        for (const [index, entry] of shuffled.entries()) {
          if (entry) await report(entry[0] / 60, entry[1])
          if (index % 9 !== 8) continue
          const prints = await list()
          const [print, before] = prints.slice((index * seed) % Math.max(1, prints.length - 1))
          if (print === undefined || before === undefined) continue
          if (index % 2 === 0) {
            await edits().join(printerId, print.number)
            const gap = { from: before.lastSeenAt, to: print.firstSeenAt }
            const isUndone = (fact: OwnerFact) =>
              fact.kind === 'split' && fact.from > gap.from && fact.from <= gap.to
            facts.splice(0, facts.length, ...facts.filter((fact) => !isUndone(fact)))
            facts.push({ kind: 'join', from: before.firstSeenAt, to: print.lastSeenAt })
          } else if (print.firstSeenAt < print.lastSeenAt) {
            const { lastSeenAt: at } = print
            await edits().split(printerId, print.number, at)
            facts.push({ kind: 'split', from: at, to: at })
          }
        }
        const observations = history.map(([seconds, reading]) => ({
          ...makeReading(reading),
          intervalSeconds: null,
          observedAt: later(seconds),
        }))
        const whole = derivePrints(observations, 600, undefined, facts).prints
        expect((await list()).map(toDerived).reverse()).toEqual(whole)
        expect(whole).not.toEqual(derivePrints(observations, 600).prints)
      },
    )
  })
}
