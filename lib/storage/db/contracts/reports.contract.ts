import { describe, expect, test } from 'vitest'
import {
  insertSamplePrinter,
  later,
  makeReading,
  makeReport,
  makeSnapshot,
  noon,
} from '../testing/samples.ts'
import { type OpenEmptyStore, openWithPrinter, printerId } from './test-store.ts'

export function describeReports(open: OpenEmptyStore): void {
  describe('reports', () => {
    const store = openWithPrinter(open)
    const insert = (report: ReturnType<typeof makeReport>) =>
      store.snapshots.insertObservation(report)
    const status = (at: Date, credentialId = 1) =>
      insert(makeReport(printerId, at, { snapshot: null, credentialId }))
    const picture = (at: Date, credentialId = 1) =>
      insert(makeReport(printerId, at, { reading: null, credentialId }))
    const getRevision = async () => (await store.retention.listRevisions()).get(printerId)

    test('a report of an unknown printer is rejected', async () => {
      await expect(insert(makeReport(99, noon))).rejects.toMatchObject({
        code: 'printer-not-found',
      })
    })

    test('a report is returned as it was given', async () => {
      const given = makeReport(printerId, noon, { observedAt: later(-2), receivedAt: later(3) })
      const taken = await insert(given)
      expect(taken).toEqual({
        isNew: true,
        observation: {
          id: taken.observation.id,
          printerId,
          reading: given.reading,
          observedAt: given.observedAt,
          receivedAt: given.receivedAt,
        },
        snapshot: {
          ...given.snapshot,
          id: taken.snapshot?.id,
          printerId,
          observationId: taken.observation.id,
        },
      })
    })

    test('a reading without values stays a reading, and an empty status a status', async () => {
      const reading = {
        ...makeReading({ status: '' }),
        state: null,
        progress: null,
        jobName: null,
        elapsedSeconds: null,
        remainingSeconds: null,
        temperatures: null,
        source: null,
      }
      const taken = await insert(makeReport(printerId, noon, { reading, snapshot: null }))
      expect(taken.observation.reading).toEqual(reading)
    })

    test('the same picture at the same time again changes nothing', async () => {
      const first = await insert(makeReport(printerId, noon))
      const revision = await getRevision()
      const again = await insert(
        makeReport(printerId, noon, {
          reading: makeReading({ status: 'something else' }),
          receivedAt: later(90),
        }),
      )
      expect(again).toEqual({ ...first, isNew: false })
      expect(await getRevision()).toBe(revision)
      expect((await store.snapshots.getCurrent(printerId)).lastReceivedAt).toEqual(noon)
    })

    test('20 concurrent copies of a report make one row and have equal results', async () => {
      const results = await Promise.all(
        Array.from({ length: 20 }, () => insert(makeReport(printerId, noon))),
      )
      expect(results.filter((result) => result.isNew)).toHaveLength(1)
      expect(new Set(results.map((result) => result.snapshot?.id)).size).toBe(1)
      expect(new Set(results.map((result) => result.observation.id)).size).toBe(1)
      expect(await Array.fromAsync(store.retention.listStored(printerId))).toHaveLength(1)
    })

    test('the same picture at another time, or of another printer, is another snapshot', async () => {
      const other = (await insertSamplePrinter(store.printers)).id
      const frozen = makeSnapshot(noon)
      await insert(makeReport(printerId, noon, { snapshot: frozen }))
      const second = await insert(
        makeReport(printerId, later(60), { snapshot: { ...frozen, capturedAt: later(60) } }),
      )
      const elsewhere = await insert(makeReport(other, noon, { snapshot: frozen }))
      expect([second.isNew, elsewhere.isNew]).toEqual([true, true])
      expect(await Array.fromAsync(store.retention.listStored(printerId))).toHaveLength(2)
    })

    test('a picture sent after a status with the same credential belongs to it', async () => {
      const first = await status(noon)
      const second = await picture(later(1))
      expect(second.observation).toEqual(first.observation)
      expect(second.snapshot?.observationId).toBe(first.observation.id)
      expect((await store.snapshots.getCurrent(printerId)).snapshotReading).toEqual(makeReading())
    })

    test.each([
      ['60 s later joins', 60, 1, true],
      ['61 s later doesn’t join', 61, 1, false],
      ['of another credential doesn’t join', 1, 2, false],
    ])('a picture %s', async (_, seconds, credentialId, joins) => {
      const first = await status(noon, 1)
      const second = await picture(later(seconds), credentialId)
      expect(second.isNew).toBe(true)
      expect(second.observation.id === first.observation.id).toBe(joins)
      expect(second.observation.reading).toEqual(joins ? makeReading() : null)
    })

    test('a status has one picture, and the next one doesn’t join', async () => {
      const first = await status(noon)
      await picture(later(1))
      const second = await picture(later(2))
      expect(second.observation.id).not.toBe(first.observation.id)
      expect(second.observation.reading).toBeNull()
    })

    test('a picture joins the newer of two statuses', async () => {
      await status(noon)
      const newer = await status(later(10))
      expect((await picture(later(11))).observation.id).toBe(newer.observation.id)
    })

    test('a picture with its own reading never joins', async () => {
      const first = await status(noon)
      const own = await insert(makeReport(printerId, later(1)))
      expect(own.observation.id).not.toBe(first.observation.id)
    })

    test('each report that changes something increments the revision', async () => {
      const revisions = [await getRevision()]
      await status(noon)
      revisions.push(await getRevision())
      await picture(later(1))
      revisions.push(await getRevision())
      expect(new Set(revisions).size).toBe(3)
    })

    test('the same reading of the same time again changes nothing', async () => {
      const first = await status(noon)
      const revision = await getRevision()
      const again = await insert(
        makeReport(printerId, noon, { snapshot: null, receivedAt: later(90) }),
      )
      expect(again).toEqual({ ...first, isNew: false })
      expect(await getRevision()).toBe(revision)
    })

    test('20 concurrent copies of a reading make one row', async () => {
      const results = await Promise.all(Array.from({ length: 20 }, () => status(noon)))
      expect(results.filter((result) => result.isNew)).toHaveLength(1)
      expect(new Set(results.map((result) => result.observation.id)).size).toBe(1)
    })

    test.each([
      ['with other values', { reading: makeReading({ progress: 43 }) }],
      ['of another time', { observedAt: later(1) }],
      ['of another credential', { credentialId: 2 }],
    ])('a reading %s is a new one', async (_, changes) => {
      const first = await status(noon)
      const other = await insert(makeReport(printerId, noon, { snapshot: null, ...changes }))
      expect(other.isNew).toBe(true)
      expect(other.observation.id).not.toBe(first.observation.id)
    })

    test('a repeated reading that now has a picture isn’t stored twice', async () => {
      const first = await status(noon)
      const second = await insert(makeReport(printerId, noon))
      expect(second).toMatchObject({ isNew: true, observation: { id: first.observation.id } })
      const other = makeSnapshot(noon, { sha256: 'f'.repeat(64) })
      const third = await insert(makeReport(printerId, noon, { snapshot: other }))
      expect(third.observation.id).not.toBe(first.observation.id)
    })
  })
}
