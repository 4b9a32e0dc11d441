import { describe, expect, test } from 'vitest'
import type { PrinterState } from '#lib/api/states.ts'
import { later, makeReading, makeReport, noon } from '../testing/samples.ts'
import { type OpenEmptyStore, openWithPrinter, printerId } from './test-store.ts'

export function describePublishing(open: OpenEmptyStore): void {
  describe('publishing', () => {
    const store = openWithPrinter(open)
    const report = (minute: number, state: PrinterState, jobName = 'a', receivedMinute = minute) =>
      store.snapshots.insertObservation(
        makeReport(printerId, later(minute * 60), {
          reading: makeReading({ state, jobName, progress: null, elapsedSeconds: null }),
          receivedAt: later(receivedMinute * 60),
          snapshot: null,
        }),
      )
    const listPublished = async () => {
      const page = { before: null, limit: 50, isPublished: true }
      const found = await store.prints.listPrints(printerId, page)
      return found.map(({ number, publishedAt }) => [number, publishedAt])
    }
    const setAutomatic = (since: Date | null) =>
      store.printers.updatePrinter(printerId, { publishesPrintsSince: since })
    const publish = (number: number, minute: number | null) =>
      store.printEdits.setPublished(printerId, number, minute === null ? null : later(minute * 60))

    test('the names of prints are read newest first, so many as asked for', async () => {
      await report(0, 'printing')
      await report(10, 'finished')
      await report(20, 'printing')
      const names = await store.prints.listNames(printerId, 10_000)
      expect(names.map(({ number, firstSeenAt }) => [number, firstSeenAt])).toEqual([
        [2, later(20 * 60)],
        [1, later(0)],
      ])
      expect(names[0]?.jobName).toBe((await store.prints.getPrint(printerId, 2))?.print.jobName)
      expect(await store.prints.listNames(printerId, 1)).toEqual(names.slice(0, 1))
      await expect(store.prints.listNames(printerId, 10_001)).rejects.toThrow(RangeError)
    })

    test('a print is a draft until the owner publishes it, and after it is unpublished', async () => {
      await report(0, 'printing')
      expect(await listPublished()).toEqual([])
      const revision = (await store.retention.listRevisions()).get(printerId) ?? 0
      await publish(1, 1)
      expect((await store.retention.listRevisions()).get(printerId)).toBeGreaterThan(revision)
      await report(10, 'finished')
      expect(await listPublished()).toEqual([[1, later(60)]])
      await publish(1, null)
      expect(await listPublished()).toEqual([])
      await expect(publish(2, 1)).rejects.toMatchObject({ code: 'not-found' })
    })

    test('publishing again keeps the time, so that feed readers don’t show it as new', async () => {
      await report(0, 'printing')
      await publish(1, 1)
      await publish(1, 99)
      expect(await listPublished()).toEqual([[1, later(60)]])
    })

    test('prints are published automatically only if the owner has enabled it, and only if they end later', async () => {
      await report(0, 'printing')
      await report(10, 'finished')
      await report(20, 'printing', 'b')
      expect((await setAutomatic(later(15 * 60))).publishesPrintsSince).toEqual(later(15 * 60))
      expect(await listPublished()).toEqual([])
      await report(30, 'printing', 'b')
      expect(await listPublished()).toEqual([])
      await report(40, 'finished', 'b', 41)
      expect(await listPublished()).toEqual([[2, later(41 * 60)]])
      await setAutomatic(null)
      await report(50, 'printing', 'c')
      await report(60, 'finished', 'c')
      expect(await listPublished()).toEqual([[2, later(41 * 60)]])
    })

    test('a print derived from late reports, and one ended by the next print, are published too', async () => {
      await setAutomatic(noon)
      await report(10, 'printing', 'a')
      await report(20, 'printing', 'b')
      expect(await listPublished()).toEqual([[1, later(1200)]])
      await report(12, 'idle', 'a', 30)
      await report(14, 'printing', 'c', 31)
      expect(await listPublished()).toEqual([
        [3, later(31 * 60)],
        [1, later(1200)],
      ])
    })

    test('a print that the owner unpublished is never published automatically', async () => {
      await setAutomatic(noon)
      await report(0, 'printing')
      await publish(1, null)
      await report(10, 'finished')
      expect(await listPublished()).toEqual([])
      await publish(1, 20)
      await publish(1, null)
      await report(5, 'printing', 'a', 30)
      expect(await listPublished()).toEqual([])
    })

    test('a purge publishes nothing', async () => {
      await report(0, 'printing')
      await report(10, 'printing')
      await report(20, 'idle')
      await setAutomatic(noon)
      await store.retention.purge(printerId, { from: later(600), to: later(601) })
      expect(await listPublished()).toEqual([])
    })
  })
}
