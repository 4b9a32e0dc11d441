import { beforeEach, describe, expect, test } from 'vitest'
import type { OpenStore } from '../open-store.ts'
import {
  insertSamplePrinter,
  later,
  makeReading,
  makeReport,
  makeSnapshot,
  noon,
} from '../testing/samples.ts'
import type { OpenEmptyStore } from './open-empty-store.ts'

export function describeReports(open: OpenEmptyStore): void {
  describe('reports', () => {
    let store: OpenStore
    let printerId: number
    beforeEach(async () => {
      store = await open()
      printerId = (await insertSamplePrinter(store.printers)).id
    })
    const insert = (report: ReturnType<typeof makeReport>) =>
      store.snapshots.insertObservation(report)
    const status = (at: Date, credentialId = 1) =>
      insert(makeReport(printerId, at, { snapshot: null, credentialId }))
    const picture = (at: Date, credentialId = 1) =>
      insert(makeReport(printerId, at, { reading: null, credentialId }))
    const getRevision = async () => (await store.retention.listRevisions()).get(printerId)

    test('a report of a printer that is not there is refused', async () => {
      await expect(insert(makeReport(99, noon))).rejects.toMatchObject({
        code: 'printer-not-found',
      })
    })

    test('a report comes back as it was given', async () => {
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

    test('a reading of nothing stays a reading of nothing, and an empty status a status', async () => {
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

    test('20 of the same report at once are one row and 20 equal answers', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => insert(makeReport(printerId, noon))),
      )
      expect(answers.filter((answer) => answer.isNew)).toHaveLength(1)
      expect(new Set(answers.map((answer) => answer.snapshot?.id)).size).toBe(1)
      expect(new Set(answers.map((answer) => answer.observation.id)).size).toBe(1)
      expect(await store.retention.listStored(printerId)).toHaveLength(1)
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
      expect(await store.retention.listStored(printerId)).toHaveLength(2)
    })

    test('a picture that follows a status of the same caller is its picture', async () => {
      const said = await status(noon)
      const shown = await picture(later(1))
      expect(shown.observation).toEqual(said.observation)
      expect(shown.snapshot?.observationId).toBe(said.observation.id)
      expect((await store.snapshots.getCurrent(printerId)).snapshotReading).toEqual(makeReading())
    })

    test.each([
      ['60 s later still joins', 60, 1, true],
      ['61 s later comes alone', 61, 1, false],
      ['of another caller comes alone', 1, 2, false],
    ])('a picture %s', async (_, seconds, credentialId, joins) => {
      const said = await status(noon, 1)
      const shown = await picture(later(seconds), credentialId)
      expect(shown.isNew).toBe(true)
      expect(shown.observation.id === said.observation.id).toBe(joins)
      expect(shown.observation.reading).toEqual(joins ? makeReading() : null)
    })

    test('a status has one picture: the next one comes alone', async () => {
      const said = await status(noon)
      await picture(later(1))
      const second = await picture(later(2))
      expect(second.observation.id).not.toBe(said.observation.id)
      expect(second.observation.reading).toBeNull()
    })

    test('of two statuses the newer gets the picture', async () => {
      await status(noon)
      const newer = await status(later(10))
      expect((await picture(later(11))).observation.id).toBe(newer.observation.id)
    })

    test('a picture with a reading of its own never joins', async () => {
      const said = await status(noon)
      const own = await insert(makeReport(printerId, later(1)))
      expect(own.observation.id).not.toBe(said.observation.id)
    })

    test('each report that changes something grows the revision', async () => {
      const revisions = [await getRevision()]
      await status(noon)
      revisions.push(await getRevision())
      await picture(later(1))
      revisions.push(await getRevision())
      expect(new Set(revisions).size).toBe(3)
    })

    test('the same reading of the same moment again changes nothing', async () => {
      const first = await status(noon)
      const revision = await getRevision()
      const again = await insert(
        makeReport(printerId, noon, { snapshot: null, receivedAt: later(90) }),
      )
      expect(again).toEqual({ ...first, isNew: false })
      expect(await getRevision()).toBe(revision)
    })

    test('20 of the same reading at once are one', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => status(noon)))
      expect(answers.filter((answer) => answer.isNew)).toHaveLength(1)
      expect(new Set(answers.map((answer) => answer.observation.id)).size).toBe(1)
    })

    test.each([
      ['that says something else', { reading: makeReading({ progress: 43 }) }],
      ['of another moment', { observedAt: later(1) }],
      ['of another caller', { credentialId: 2 }],
    ])('a reading %s is another one', async (_, changes) => {
      const first = await status(noon)
      const other = await insert(makeReport(printerId, noon, { snapshot: null, ...changes }))
      expect(other.isNew).toBe(true)
      expect(other.observation.id).not.toBe(first.observation.id)
    })

    test('what is said again with its picture, after the camera has rested, is not said twice', async () => {
      const said = await status(noon)
      const shown = await insert(makeReport(printerId, noon))
      expect(shown).toMatchObject({ isNew: true, observation: { id: said.observation.id } })
      const other = makeSnapshot(noon, { sha256: 'f'.repeat(64) })
      const second = await insert(makeReport(printerId, noon, { snapshot: other }))
      expect(second.observation.id).not.toBe(said.observation.id)
    })
  })
}
