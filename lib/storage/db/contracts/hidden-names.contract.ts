import { describe, expect, test } from 'vitest'
import type { Reading } from '#lib/printers/types.ts'
import { insertSamplePrinter, later, makeReading, makeReport } from '../testing/samples.ts'
import { quiet } from './random-history.fixture.ts'
import { type OpenEmptyStore, openWithPrinter, printerId } from './test-store.ts'

/** The job's name of a hidden print is told nowhere, so each public query says which readings have one. */
export function describeHiddenNames(open: OpenEmptyStore): void {
  describe('the job’s name of a hidden print', () => {
    const store = openWithPrinter(open)
    const page = { before: null, limit: 50 }
    const all = { from: null, to: null, state: null, frames: null }
    const report = (minute: number, state: Reading['state'], jobName: string | null = 'gift') =>
      store.snapshots.insertObservation(
        makeReport(printerId, later(minute * 60), {
          reading: makeReading({ ...quiet, state, jobName }),
        }),
      )
    /** By minute, oldest first: each public query must say the same. */
    const listHidden = async () => {
      const queries = [
        await store.snapshots.listSnapshots(printerId, page),
        await store.archive.listArchive(printerId, page, all),
        await store.archive.listArchive(
          printerId,
          { ...page, after: { capturedAt: later(-9), id: 0 } },
          all,
        ),
      ]
      const [first = [], ...others] = queries.map((entries) =>
        entries.flatMap(({ snapshot, reading }) =>
          reading?.isJobHidden
            ? [(snapshot.capturedAt.getTime() - later(0).getTime()) / 60_000]
            : [],
        ),
      )
      for (const other of others) expect(other).toEqual(first)
      const current = await store.snapshots.getCurrent(printerId)
      const isNowHidden = current.observation?.reading.isJobHidden === true
      expect(current.snapshotReading?.isJobHidden === true).toBe(isNowHidden)
      return { minutes: first.toReversed(), isNowHidden }
    }

    test('isn’t public before, in and after that print, and is public in others', async () => {
      await report(0, 'printing')
      await report(10, 'finished')
      await report(20, 'transferring')
      await report(30, 'printing')
      await report(40, 'finished')
      await report(50, 'idle')
      await report(60, 'idle', 'benchy')
      expect(await listHidden()).toEqual({ minutes: [], isNowHidden: false })
      await store.printEdits.setHidden(printerId, 2, true)
      expect((await listHidden()).minutes).toEqual([10, 20, 30, 40, 50])
      await report(70, 'idle')
      expect((await listHidden()).isNowHidden).toBe(true)
      await store.printEdits.setHidden(printerId, 2, false)
      expect(await listHidden()).toEqual({ minutes: [], isNowHidden: false })
    })

    test('isn’t public while it goes on', async () => {
      await report(0, 'printing')
      await store.printEdits.setHidden(printerId, 1, true)
      await report(10, 'printing')
      expect(await listHidden()).toEqual({ minutes: [0, 10], isNowHidden: true })
    })

    test('the owner’s name for a print is known in and after it, in each public query', async () => {
      const rename = (print: number, name: string) =>
        store.printEdits.describe(printerId, print, { name }, later(0))
      await report(0, 'printing')
      await report(10, 'finished')
      await report(20, 'transferring')
      await report(30, 'printing')
      await report(40, 'finished')
      await report(50, 'idle', 'benchy')
      await rename(1, 'Blue vase')
      const listNames = async () => {
        const entries = await store.snapshots.listSnapshots(printerId, page)
        expect(await store.archive.listArchive(printerId, page, all)).toEqual(entries)
        return entries.map(({ reading }) => reading?.printName).toReversed()
      }
      const none = undefined
      expect(await listNames()).toEqual(['Blue vase', 'Blue vase', none, none, none, none])
      await rename(2, 'Red vase')
      await report(60, 'idle')
      const { observation, snapshotReading } = await store.snapshots.getCurrent(printerId)
      expect([observation?.reading.printName, snapshotReading?.printName]).toEqual(
        Array(2).fill('Red vase'),
      )
      await store.printEdits.setHidden(printerId, 2, true)
      expect(await listNames()).toEqual(['Blue vase', none, none, none, none, none, none])
    })

    test('another printer’s print of that name is public', async () => {
      await report(0, 'printing')
      await store.printEdits.setHidden(printerId, 1, true)
      const { id } = await insertSamplePrinter(store.printers)
      await store.snapshots.insertObservation(
        makeReport(id, later(0), { reading: makeReading({ ...quiet, jobName: 'gift' }) }),
      )
      const { observation } = await store.snapshots.getCurrent(id)
      expect(observation?.reading.isJobHidden).toBeUndefined()
    })
  })
}
