import { describe, expect, test } from 'vitest'
import { insertSamplePrinter, later, makeReading, makeReport } from '../testing/samples.ts'
import { type OpenEmptyStore, openWithPrinter, printerId } from './test-store.ts'

const refuse = (address: string, second: number, count = 1) => ({
  at: later(second),
  code: 'unauthorized',
  reason: 'Send a token.',
  address,
  count,
})

export function describeOverview(open: OpenEmptyStore): void {
  describe('what the owner sees at a glance', () => {
    const store = openWithPrinter(open)

    test('refusals of one kind from one address are one row with a count, and eight are kept', async () => {
      const { overview } = store
      await overview.noteRefusals(printerId, [refuse('10.0.0.1', 1), refuse('10.0.0.2', 2, 3)])
      await overview.noteRefusals(printerId, [refuse('10.0.0.1', 5, 40)])
      expect((await overview.listRefusals()).get(printerId)).toEqual([
        refuse('10.0.0.1', 5, 41),
        refuse('10.0.0.2', 2, 3),
      ])
      const nextDay = 5 + 86_401
      await overview.noteRefusals(printerId, [refuse('10.0.0.1', nextDay, 2)])
      expect((await overview.listRefusals()).get(printerId)?.[0]).toEqual(
        refuse('10.0.0.1', nextDay, 2),
      )
      for (let host = 10; host < 30; host++)
        await overview.noteRefusals(printerId, [refuse(`10.0.0.${host}`, nextDay + host)])
      const kept = (await overview.listRefusals()).get(printerId)
      expect(kept?.map(({ address }) => address)).toEqual(
        Array.from({ length: 8 }, (_, index) => `10.0.0.${29 - index}`),
      )
    })

    test('of a printer that doesn’t exist no refusal is stored, of a deleted one none stays', async () => {
      const { overview, printers } = store
      const { id } = await insertSamplePrinter(printers)
      await overview.noteRefusals(4711, [refuse('10.0.0.1', 1)])
      await overview.noteRefusals(id, [refuse('10.0.0.1', 1)])
      expect([...(await overview.listRefusals()).keys()]).toEqual([id])
      await printers.deletePrinter(id)
      expect(await overview.listRefusals()).toEqual(new Map())
    })

    test('reports arrive with the time of their picture, or of their reading', async () => {
      const { snapshots, overview } = store
      const dark = makeReading({ reason: 'dark', intervalSeconds: 60 })
      await snapshots.insertObservation(makeReport(printerId, later(0), { intervalSeconds: 30 }))
      await snapshots.insertObservation(
        makeReport(printerId, later(40), { reading: dark, snapshot: null }),
      )
      await snapshots.insertObservation(makeReport(printerId, later(90)))
      const arrivals = await overview.listArrivals(printerId, later(0), 10)
      expect(arrivals).toEqual([
        { at: later(90), hasPicture: true, reason: null, promisedSeconds: null },
        { at: later(40), hasPicture: false, reason: 'dark', promisedSeconds: 60 },
        { at: later(0), hasPicture: true, reason: null, promisedSeconds: 30 },
      ])
      expect(await overview.listArrivals(printerId, later(1), 1)).toEqual([arrivals[0]])
    })

    test('the last measurement of each hour is kept for 60 days, with its own time', async () => {
      const { overview } = store
      await overview.noteStorage({ at: later(0), bytes: 1 })
      await overview.noteStorage({ at: later(60), bytes: 2 })
      await overview.noteStorage({ at: later(3660), bytes: 3e12 })
      expect(await overview.listStorage(later(0))).toEqual([
        { at: later(60), bytes: 2 },
        { at: later(3660), bytes: 3e12 },
      ])
      const monthsLater = later(61 * 86_400)
      await overview.noteStorage({ at: monthsLater, bytes: 4 })
      expect(await overview.listStorage(later(0))).toEqual([{ at: monthsLater, bytes: 4 }])
    })

    test('the last backup is known, however it was made', async () => {
      const { overview } = store
      expect(await overview.getLastBackup()).toBeNull()
      await overview.noteBackup({ kind: 'command', at: later(0), lost: 0 })
      await overview.noteBackup({ kind: 'download', at: later(9), lost: 2 })
      await overview.noteBackup({ kind: 'command', at: later(5), lost: 0 })
      expect(await overview.getLastBackup()).toEqual({ kind: 'download', at: later(9), lost: 2 })
    })
  })
}
