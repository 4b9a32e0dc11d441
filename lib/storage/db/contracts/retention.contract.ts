import { setTimeout } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
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

export function describeRetention(open: OpenEmptyStore): void {
  describe('retention', () => {
    const store = openWithPrinter(open)
    const insert = (report: ReturnType<typeof makeReport>) =>
      store.snapshots.insertObservation(report)
    const getRevision = async () => (await store.retention.listRevisions()).get(printerId) ?? 0

    test('stored pictures are listed oldest first, with the current job', async () => {
      const idle = makeReading({ state: 'finished' })
      const second = await insert(makeReport(printerId, later(60), { reading: idle }))
      const first = await insert(makeReport(printerId, noon))
      const alone = await insert(makeReport(printerId, later(90), { reading: null }))
      const names = [
        [first, 'benchy.gcode'],
        [second, null],
        [alone, null],
      ] as const
      expect(await Array.fromAsync(store.retention.listStored(printerId))).toEqual(
        names.map(([{ snapshot }, jobName]) => ({
          id: snapshot?.id,
          printerId,
          sha256: snapshot?.sha256,
          bytes: snapshot?.bytes,
          capturedAt: snapshot?.capturedAt,
          jobName,
        })),
      )
    })

    test('a deleted picture leaves its reading, and its hash is an orphan', async () => {
      const { snapshot } = await insert(makeReport(printerId, noon))
      const before = await getRevision()
      const orphans = await store.retention.deleteSnapshots([snapshot?.id ?? 0, 4711])
      expect(orphans).toEqual([snapshot?.sha256])
      expect(await getRevision()).toBeGreaterThan(before)
      const current = await store.snapshots.getCurrent(printerId)
      expect(current.snapshot).toBeNull()
      expect(current.observation?.reading).toEqual(makeReading())
    })

    test('a blob is deleted only while no snapshot has its picture', async () => {
      const { snapshot } = await insert(makeReport(printerId, noon))
      const sha256 = snapshot?.sha256 ?? ''
      let deletions = 0
      const deleteBlob = async () => {
        deletions += 1
      }
      expect(await store.retention.deleteUnreferenced(sha256, deleteBlob)).toBe(false)
      await store.retention.deleteSnapshots([snapshot?.id ?? 0])
      expect(await store.retention.deleteUnreferenced(sha256, deleteBlob)).toBe(true)
      expect(deletions).toBe(1)
    })

    test('a snapshot waits until the deletion of its blob is complete', async () => {
      const picture = makeSnapshot(noon)
      const order: string[] = []
      const deletion = store.retention.deleteUnreferenced(picture.sha256, async () => {
        const insertion = insert(makeReport(printerId, noon, { snapshot: picture }))
        insertion.then(() => order.push('inserted'))
        await setTimeout(50)
        order.push('deleted')
      })
      await deletion
      await vi.waitFor(() => expect(order).toEqual(['deleted', 'inserted']))
    })

    test('a hash that another snapshot refers to isn’t an orphan', async () => {
      const other = (await insertSamplePrinter(store.printers)).id
      const shared = makeSnapshot(noon)
      const mine = await insert(makeReport(printerId, noon, { snapshot: shared }))
      const theirs = await insert(makeReport(other, noon, { snapshot: shared }))
      expect(await store.retention.deleteSnapshots([mine.snapshot?.id ?? 0])).toEqual([])
      expect(await store.retention.deleteSnapshots([theirs.snapshot?.id ?? 0])).toEqual([
        shared.sha256,
      ])
    })

    test('the totals follow every picture that is stored, thinned and purged', async () => {
      const getTotals = async () => (await store.retention.listTotals()).get(printerId)
      expect(await getTotals()).toEqual({ pictures: 0, bytes: 0 })
      const bytes = 1_000
      const taken = []
      for (const seconds of [0, 60, 120]) {
        const snapshot = makeSnapshot(later(seconds), { bytes })
        taken.push(await insert(makeReport(printerId, later(seconds), { snapshot })))
      }
      await insert(makeReport(printerId, noon, { snapshot: makeSnapshot(noon, { bytes }) }))
      await insert(makeReport(printerId, later(180), { snapshot: null }))
      expect(await getTotals()).toEqual({ pictures: 3, bytes: 3_000 })
      await store.retention.deleteSnapshots([taken[0]?.snapshot?.id ?? 0, 4711])
      expect(await getTotals()).toEqual({ pictures: 2, bytes: 2_000 })
      await store.retention.purge(printerId, { from: later(60), to: later(61) })
      expect(await getTotals()).toEqual({ pictures: 1, bytes: 1_000 })
    })

    test('deleting nothing changes nothing', async () => {
      const before = await getRevision()
      expect(await store.retention.deleteSnapshots([])).toEqual([])
      expect(await store.retention.deleteSnapshots([4711])).toEqual([])
      expect(await getRevision()).toBe(before)
    })

    test('more pictures than fit into one statement are deleted in one call', {
      timeout: 60_000,
    }, async () => {
      const ids: number[] = []
      for (let index = 0; index < 520; index++) {
        const taken = await insert(makeReport(printerId, later(index)))
        ids.push(taken.snapshot?.id ?? 0)
      }
      expect(
        (await Array.fromAsync(store.retention.listStored(printerId))).map((stored) => stored.id),
      ).toEqual(ids)
      expect(new Set(await store.retention.deleteSnapshots(ids)).size).toBe(520)
      expect(await Array.fromAsync(store.retention.listStored(printerId))).toEqual([])
    })

    test('a purge deletes exactly its span, including its start and excluding its end', async () => {
      const taken = []
      for (const seconds of [0, 60, 120, 180])
        taken.push(await insert(makeReport(printerId, later(seconds))))
      const other = (await insertSamplePrinter(store.printers)).id
      await insert(makeReport(other, later(60), { snapshot: makeSnapshot(later(61)) }))

      const purged = await store.retention.purge(printerId, { from: later(60), to: later(180) })
      expect(purged).toEqual({
        observations: 2,
        snapshots: 2,
        orphans: expect.arrayContaining([taken[1]?.snapshot?.sha256, taken[2]?.snapshot?.sha256]),
      })
      const left = await Array.fromAsync(store.retention.listStored(printerId))
      expect(left.map((stored) => stored.id)).toEqual([
        taken[0]?.snapshot?.id,
        taken[3]?.snapshot?.id,
      ])
      expect(await Array.fromAsync(store.retention.listStored(other))).toHaveLength(1)
    })

    test('a purge of everything leaves a printer without reports', async () => {
      await insert(makeReport(printerId, noon))
      const revision = await getRevision()
      const always = { from: new Date(0), to: later(1) }
      expect(await store.retention.purge(printerId, always)).toMatchObject({ observations: 1 })
      expect(await store.snapshots.getCurrent(printerId)).toEqual({
        observation: null,
        snapshot: null,
        snapshotReading: null,
        otherCameras: [],
        previousCapturedAt: null,
        withdrawnCapturedAt: null,
        intervalSeconds: null,
        lastReceivedAt: null,
      })
      expect(await getRevision()).toBeGreaterThan(revision)
      expect(await store.retention.purge(printerId, always)).toEqual({
        observations: 0,
        snapshots: 0,
        orphans: [],
      })
    })

    test('a purge deletes the reading of a picture that stays', async () => {
      const { snapshot } = await insert(
        makeReport(printerId, noon, { snapshot: makeSnapshot(later(600)) }),
      )
      const purged = await store.retention.purge(printerId, { from: later(-1), to: later(1) })
      expect(purged).toEqual({ observations: 1, snapshots: 0, orphans: [] })
      const current = await store.snapshots.getCurrent(printerId)
      expect(current).toMatchObject({ observation: null, snapshot, snapshotReading: null })
    })

    test('a purge deletes a picture whose reading stays', async () => {
      const snapshot = makeSnapshot(noon, { sha256: sha256Of('dark') })
      await insert(makeReport(printerId, later(600), { snapshot }))
      const purged = await store.retention.purge(printerId, { from: later(-1), to: later(1) })
      expect(purged).toEqual({ observations: 0, snapshots: 1, orphans: [snapshot.sha256] })
      const current = await store.snapshots.getCurrent(printerId)
      expect(current.snapshot).toBeNull()
      expect(current.observation?.reading).toEqual(makeReading())
    })

    test('a purge of an unknown printer is rejected', async () => {
      const span = { from: noon, to: later(1) }
      await expect(store.retention.purge(99, span)).rejects.toMatchObject({
        code: 'printer-not-found',
      })
    })
  })
}
