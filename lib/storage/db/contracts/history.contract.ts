import { describe, expect, test } from 'vitest'
import type { HistoryCursor } from '#lib/printers/types.ts'
import {
  insertSamplePrinter,
  later,
  makeReading,
  makeReport,
  makeSnapshot,
  noon,
  sha256Of,
} from '../testing/samples.ts'
import { type OpenEmptyStore, openWithPrinter, printerId } from './test-store.ts'

export function describeHistory(open: OpenEmptyStore): void {
  describe('the current state and the history', () => {
    const store = openWithPrinter(open)
    const insert = (report: ReturnType<typeof makeReport>) =>
      store.snapshots.insertObservation(report)
    const getCurrent = () => store.snapshots.getCurrent(printerId)

    test('before the first report everything is null or empty, as for an unknown printer', async () => {
      const nothing = {
        observation: null,
        snapshot: null,
        snapshotReading: null,
        otherCameras: [],
        previousCapturedAt: null,
        withdrawnCapturedAt: null,
        intervalSeconds: null,
        lastReceivedAt: null,
      }
      expect(await getCurrent()).toEqual(nothing)
      expect(await store.snapshots.getCurrent(99)).toEqual(nothing)
      expect(await store.snapshots.listSnapshots(printerId, { before: null, limit: 10 })).toEqual(
        [],
      )
      expect(await store.snapshots.hasSnapshot(sha256Of('never seen'))).toBe(false)
    })

    test('the newest reading and the newest picture are current', async () => {
      const both = await insert(makeReport(printerId, noon))
      const reading = makeReading({ state: 'finished', jobName: null })
      const last = await insert(makeReport(printerId, later(60), { reading, snapshot: null }))
      expect(await getCurrent()).toEqual({
        observation: last.observation,
        snapshot: both.snapshot,
        snapshotReading: makeReading(),
        otherCameras: [],
        previousCapturedAt: null,
        withdrawnCapturedAt: null,
        intervalSeconds: null,
        lastReceivedAt: later(60),
      })
    })

    test('all printers at once have the same state as each alone', async () => {
      const other = (await insertSamplePrinter(store.printers)).id
      const empty = (await insertSamplePrinter(store.printers)).id
      for (const seconds of [0, 60, 300]) await insert(makeReport(printerId, later(seconds)))
      await insert(makeReport(other, later(30)))
      const all = await store.snapshots.listCurrent()
      expect([...all.keys()].sort()).toEqual([printerId, other, empty])
      for (const [id, current] of all) expect(current).toEqual(await store.snapshots.getCurrent(id))
      expect(all.get(printerId)?.previousCapturedAt).toEqual(later(60))
    })

    test('a late report is added to the history and never becomes current', async () => {
      const newest = await insert(makeReport(printerId, noon))
      const late = makeReport(printerId, later(-3600), { receivedAt: later(30) })
      await insert(late)
      expect(await getCurrent()).toMatchObject({
        observation: newest.observation,
        snapshot: newest.snapshot,
        lastReceivedAt: later(30),
      })
      expect(await Array.fromAsync(store.retention.listStored(printerId))).toHaveLength(2)
    })

    test('of two reports with the same time the one received later is current', async () => {
      const make = (name: string, receivedAt: Date) =>
        makeReport(printerId, noon, {
          receivedAt,
          snapshot: makeSnapshot(noon, { sha256: sha256Of(name), receivedAt }),
        })
      const second = await insert(make('second', later(9)))
      await insert(make('first', later(8)))
      const current = await getCurrent()
      expect(current.snapshot).toEqual(second.snapshot)
      expect(current.observation).toEqual(second.observation)
    })

    test('of 100 pictures in any order the newest is current, and all are in the history', async () => {
      const order = Array.from({ length: 100 }, (_, index) => (index * 37) % 100)
      for (const [index, minute] of order.entries())
        await insert(
          makeReport(printerId, later(minute * 60), { receivedAt: later(6_000 + index) }),
        )
      expect((await getCurrent()).snapshot?.capturedAt).toEqual(later(99 * 60))
      const page = await store.snapshots.listSnapshots(printerId, { before: null, limit: 200 })
      const minutes = page.map(({ snapshot }) => snapshot.capturedAt.getTime())
      expect(minutes).toEqual(order.map((m) => later(m * 60).getTime()).sort((a, b) => b - a))
    })

    test('the newest announced interval is current', async () => {
      const announce = (at: Date, intervalSeconds: number | null) =>
        insert(
          makeReport(printerId, at, { reading: makeReading({ intervalSeconds }), snapshot: null }),
        )
      await announce(later(0), 600)
      await announce(later(20), 30)
      await announce(later(10), 300)
      await announce(later(30), null)
      expect((await getCurrent()).intervalSeconds).toBe(30)
    })

    test('an interval sent with a picture counts, with and without a status', async () => {
      const withoutReading = { reading: null, intervalSeconds: 120 }
      await insert(makeReport(printerId, noon, withoutReading))
      expect((await getCurrent()).intervalSeconds).toBe(120)
      await insert(makeReport(printerId, later(600), { snapshot: null, intervalSeconds: 60 }))
      const joined = makeReport(printerId, later(601), { reading: null, intervalSeconds: 45 })
      const { observation } = await insert(joined)
      expect(observation.reading).not.toBeNull()
      expect((await getCurrent()).intervalSeconds).toBe(45)
    })

    test('pages have no gaps and no repeats, also at equal times', async () => {
      const ids = new Map<number, Date>()
      for (let index = 0; index < 25; index++) {
        const at = later(Math.floor(index / 4) * 60)
        const snapshot = makeSnapshot(at, { sha256: sha256Of(`picture ${index}`) })
        const taken = await insert(makeReport(printerId, at, { snapshot, reading: null }))
        ids.set(taken.snapshot?.id ?? 0, at)
      }
      const seen: number[] = []
      let before: HistoryCursor | null = null
      for (;;) {
        const page = await store.snapshots.listSnapshots(printerId, { before, limit: 7 })
        const last = page.at(-1)
        if (!last) break
        seen.push(...page.map((entry) => entry.snapshot.id))
        expect(page.every((entry) => entry.reading === null)).toBe(true)
        before = { capturedAt: last.snapshot.capturedAt, id: last.snapshot.id }
      }
      const newestFirst = [...ids].sort(([a, x], [b, y]) => y.getTime() - x.getTime() || b - a)
      expect(seen).toEqual(newestFirst.map(([id]) => id))
    })

    test.each([0, 201, 1.5])('a page of %d entries is rejected', async (limit) => {
      await expect(
        store.snapshots.listSnapshots(printerId, { before: null, limit }),
      ).rejects.toThrow(RangeError)
    })

    test('a history has only the printer’s own pictures, but hasSnapshot finds those of all printers', async () => {
      const other = (await insertSamplePrinter(store.printers)).id
      const { snapshot } = await insert(makeReport(other, noon))
      expect(await store.snapshots.listSnapshots(printerId, { before: null, limit: 9 })).toEqual([])
      expect((await getCurrent()).snapshot).toBeNull()
      expect(await store.snapshots.hasSnapshot(snapshot?.sha256 ?? '')).toBe(true)
    })
  })
}
