import { describe, expect, test } from 'vitest'
import { later, makeReading, makeReport, makeSnapshot, sha256Of } from '../testing/samples.ts'
import { type OpenEmptyStore, openWithPrinter, printerId } from './test-store.ts'

const daySeconds = 86_400

export function describeClocks(open: OpenEmptyStore): void {
  describe('a machine whose clock is wrong for a while', () => {
    const store = openWithPrinter(open)
    /** A report every ten minutes; `ahead`: by how many seconds the clock is wrong. */
    const report = (minute: number, ahead = 0, progress = minute) => {
      const at = later(minute * 60 + ahead)
      const snapshot = makeSnapshot(at, { sha256: sha256Of(`${minute}`) })
      const elapsedSeconds = minute * 60
      const reading = makeReading({ progress, elapsedSeconds, remainingSeconds: null })
      return store.snapshots.insertObservation(makeReport(printerId, at, { reading, snapshot }))
    }
    const getCurrent = () => store.snapshots.getCurrent(printerId)
    const listArchive = async () => {
      const filter = { from: null, to: null, state: null, frames: null }
      const page = { before: null, limit: 20 }
      const entries = await store.archive.listArchive(printerId, page, filter)
      return entries.map(({ snapshot }) => snapshot)
    }

    test.each([
      ['hour', 3_600],
      ['day', daySeconds],
      ['year', 365 * daySeconds],
    ])(
      'after one upload that is an %s ahead, the next report is current at once',
      async (_, ahead) => {
        await report(0)
        await report(10)
        await report(20, ahead)
        expect((await getCurrent()).observation?.reading.progress).toBe(20)
        await report(30)
        const current = await getCurrent()
        expect(current.observation?.reading.progress).toBe(30)
        expect(current.snapshot?.capturedAt).toEqual(later(1_800))
        expect(current.lastReceivedAt).toEqual(later(1_800))
        const archive = await listArchive()
        expect(archive.map(({ sha256 }) => sha256)).toEqual(
          [30, 20, 10, 0].map((minute) => sha256Of(`${minute}`)),
        )
        expect(archive.map(({ isClamped }) => isClamped)).toEqual([false, true, false, false])
        expect(archive[1]?.capturedAt.getTime()).toBeLessThan(later(1_800).getTime())
        const prints = await store.prints.listPrints(printerId, { before: null, limit: 9 })
        expect(prints).toMatchObject([{ number: 1, outcome: 'running', lastSeenAt: later(1_800) }])
      },
    )

    test('what the owner said of a time that was ahead moves with it', async () => {
      await report(0)
      await report(10)
      await report(20, 3600)
      await store.printEdits.split(printerId, 1, later(1200 + 3600))
      await store.printEdits.setHidden(printerId, 2, true)
      await report(30)
      const page = { before: null, limit: 9, withHidden: true }
      const prints = await store.prints.listPrints(printerId, page)
      expect(prints).toMatchObject([
        { number: 2, isHidden: true, lastSeenAt: later(1800) },
        { number: 1, isHidden: false, lastSeenAt: later(600) },
      ])
      expect(prints[0]?.firstSeenAt.getTime()).toBeLessThan(later(1800).getTime())
    })

    test('several uploads, and those of a new printer, keep their order', async () => {
      for (const minute of [0, 10, 20]) await report(minute, daySeconds)
      await report(30)
      const minutes = [30, 20, 10, 0]
      expect((await listArchive()).map(({ sha256 }) => sha256)).toEqual(
        minutes.map((minute) => sha256Of(`${minute}`)),
      )
      const prints = await store.prints.listPrints(printerId, { before: null, limit: 9 })
      expect(prints).toMatchObject([{ number: 1, lastSeenAt: later(1_800) }])
    })

    test('without a further report, the next sweep corrects it', async () => {
      await report(0)
      await report(10, daySeconds)
      await store.retention.correctTimes(later(660))
      const current = await getCurrent()
      expect(current.observation?.reading.progress).toBe(10)
      expect(current.observation?.observedAt.getTime()).toBeLessThanOrEqual(later(660).getTime())
      expect(current.lastReceivedAt).toEqual(later(660))
      await store.retention.correctTimes(later(700))
      expect((await getCurrent()).lastReceivedAt).toEqual(later(660))
    })

    test('a sender’s own right times stay as they were sent', async () => {
      await report(0)
      const snapshot = makeSnapshot(later(600), { receivedAt: later(600 + daySeconds) })
      const receivedAt = later(600 + daySeconds)
      await store.snapshots.insertObservation(
        makeReport(printerId, later(600), { snapshot, receivedAt }),
      )
      await report(20)
      const archive = await listArchive()
      expect(archive.map(({ capturedAt }) => capturedAt)).toEqual([
        later(1200),
        later(600),
        later(0),
      ])
      expect((await getCurrent()).lastReceivedAt).toEqual(later(1200))
    })

    test('a clock that is behind changes nothing that was received before', async () => {
      for (const minute of [0, 10, 20, 30, 40, 50]) await report(minute)
      const before = await listArchive()
      await report(60, -3_000)
      const times = (await listArchive()).map(({ capturedAt }) => capturedAt)
      for (const { capturedAt } of before) expect(times).toContainEqual(capturedAt)
      await report(70)
      expect((await getCurrent()).snapshot?.capturedAt).toEqual(later(4_200))
    })

    test('a clock of another century changes nothing either', async () => {
      await report(0)
      await report(10, -56 * 365 * daySeconds)
      expect((await getCurrent()).snapshot?.capturedAt).toEqual(later(0))
    })
  })
}
