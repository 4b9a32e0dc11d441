import { beforeEach, describe, expect, test } from 'vitest'
import type { PrinterState } from '#lib/api/states.ts'
import type { OpenStore } from '../open-store.ts'
import { insertSamplePrinter, later, makeReading, makeReport, noon } from '../testing/samples.ts'
import type { OpenEmptyStore } from './open-empty-store.ts'

export function describePublishing(open: OpenEmptyStore): void {
  describe('publishing', () => {
    let store: OpenStore
    let printerId: number
    beforeEach(async () => {
      store = await open()
      printerId = (await insertSamplePrinter(store.printers)).id
    })
    const say = (minute: number, state: PrinterState, jobName = 'a', receivedMinute = minute) =>
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
      store.prints.setPublished(printerId, number, minute === null ? null : later(minute * 60))

    test('a print is a draft until the owner publishes it, and again when it is taken back', async () => {
      await say(0, 'printing')
      expect(await listPublished()).toEqual([])
      const revision = (await store.retention.listRevisions()).get(printerId) ?? 0
      await publish(1, 1)
      expect((await store.retention.listRevisions()).get(printerId)).toBeGreaterThan(revision)
      await say(10, 'finished')
      expect(await listPublished()).toEqual([[1, later(60)]])
      await publish(1, null)
      expect(await listPublished()).toEqual([])
      await expect(publish(2, 1)).rejects.toMatchObject({ code: 'not-found' })
    })

    test('published twice it keeps its time: no reader is shown it as new', async () => {
      await say(0, 'printing')
      await publish(1, 1)
      await publish(1, 99)
      expect(await listPublished()).toEqual([[1, later(60)]])
    })

    test('by itself only where the owner has said so, and only what ends from then on', async () => {
      await say(0, 'printing')
      await say(10, 'finished')
      await say(20, 'printing', 'b')
      expect((await setAutomatic(later(15 * 60))).publishesPrintsSince).toEqual(later(15 * 60))
      expect(await listPublished()).toEqual([])
      await say(30, 'printing', 'b')
      expect(await listPublished()).toEqual([])
      await say(40, 'finished', 'b', 41)
      expect(await listPublished()).toEqual([[2, later(41 * 60)]])
      await setAutomatic(null)
      await say(50, 'printing', 'c')
      await say(60, 'finished', 'c')
      expect(await listPublished()).toEqual([[2, later(41 * 60)]])
    })

    test('one that was found late, and one that another one follows, come too', async () => {
      await setAutomatic(noon)
      await say(10, 'printing', 'a')
      await say(20, 'printing', 'b')
      expect(await listPublished()).toEqual([[1, later(1200)]])
      await say(12, 'idle', 'a', 30)
      await say(14, 'printing', 'c', 31)
      expect(await listPublished()).toEqual([
        [3, later(31 * 60)],
        [1, later(1200)],
      ])
    })

    test('what the owner has taken out never comes back by itself', async () => {
      await setAutomatic(noon)
      await say(0, 'printing')
      await publish(1, null)
      await say(10, 'finished')
      expect(await listPublished()).toEqual([])
      await publish(1, 20)
      await publish(1, null)
      await say(5, 'printing', 'a', 30)
      expect(await listPublished()).toEqual([])
    })

    test('what is purged publishes nothing', async () => {
      await say(0, 'printing')
      await say(10, 'printing')
      await say(20, 'idle')
      await setAutomatic(noon)
      await store.retention.purge(printerId, { from: later(600), to: later(601) })
      expect(await listPublished()).toEqual([])
    })
  })
}
