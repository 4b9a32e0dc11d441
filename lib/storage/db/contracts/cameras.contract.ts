import { describe, expect, test } from 'vitest'
import { later, makeReport, makeSnapshot, noon, sha256Of } from '../testing/samples.ts'
import { type OpenEmptyStore, openWithPrinter, printerId } from './test-store.ts'

export function describeCameras(open: OpenEmptyStore): void {
  describe('several cameras', () => {
    const store = openWithPrinter(open)
    const report = (at: Date) => store.snapshots.insertObservation(makeReport(printerId, at))
    const picture = (camera: number, at: Date, changes = {}) => {
      const sha256 = sha256Of(`camera ${camera} at ${at.toISOString()}`)
      return store.snapshots.insertObservation(
        makeReport(printerId, at, {
          reading: null,
          snapshot: makeSnapshot(at, { camera, sha256 }),
          ...changes,
        }),
      )
    }
    const getCameras = async () => (await store.printers.getPrinter(printerId))?.cameras

    test('the second camera’s picture of a reading joins it, whenever it arrives', async () => {
      const first = await report(noon)
      const soon = await picture(2, later(3))
      const late = await picture(3, later(-1), { observedAt: noon, receivedAt: later(7200) })
      expect([soon.observation.id, late.observation.id]).toEqual(
        Array(2).fill(first.observation.id),
      )
      const current = await store.snapshots.getCurrent(printerId)
      expect(current.snapshot).toEqual(first.snapshot)
      expect(current.otherCameras).toEqual([
        { number: 2, snapshot: soon.snapshot, reading: first.observation.reading },
        { number: 3, snapshot: late.snapshot, reading: first.observation.reading },
      ])
      const readings = { from: later(-60), to: later(9_999) }
      expect(await store.archive.listReadings(printerId, readings, 9)).toHaveLength(1)
    })

    test('a second picture of the same camera doesn’t join, and the same one changes nothing', async () => {
      const first = await report(noon)
      const second = await picture(2, later(1))
      expect(await picture(2, later(1))).toEqual({ ...second, isNew: false })
      expect((await picture(2, later(2))).observation.id).not.toBe(first.observation.id)
    })

    test('two cameras may take the same bytes at the same time', async () => {
      const { snapshot } = await report(noon)
      const same = makeSnapshot(noon, { camera: 2 })
      const second = await picture(2, noon, { snapshot: same })
      expect(second).toMatchObject({ isNew: true, snapshot: { sha256: snapshot?.sha256 } })
    })

    test('the totals have the pictures of all cameras, also while they change', async () => {
      const getTotals = async () => (await store.retention.listTotals()).get(printerId)
      const { snapshot } = await report(noon)
      const bytes = snapshot?.bytes ?? 0
      const same = makeSnapshot(noon, { camera: 2 })
      for (const _ of ['first', 'retry']) await picture(2, noon, { snapshot: same })
      await picture(3, later(1))
      const all = { pictures: 3, bytes: 3 * bytes }
      expect(await getTotals()).toEqual(all)
      await store.retention.recountTotals()
      expect(await getTotals()).toEqual(all)
      await store.retention.deleteSnapshots([snapshot?.id ?? 0])
      expect(await getTotals()).toEqual({ pictures: 2, bytes: 2 * bytes })
      await store.retention.purge(printerId, { from: later(-9), to: later(9) })
      expect(await getTotals()).toEqual({ pictures: 0, bytes: 0 })
    })

    test('each camera has its own history, archive, frames and newest picture', async () => {
      await report(noon)
      await report(later(600))
      const early = await picture(2, later(1))
      const list = async (camera: number) => {
        const page = { before: null, limit: 9 }
        const filter = { from: null, to: null, state: null, frames: null, camera }
        const span = { from: later(-60), to: later(900), jobName: null, camera }
        return [
          (await store.archive.listArchive(printerId, page, filter)).length,
          (await store.archive.listArchive(printerId, page, { ...filter, state: 'printing' }))
            .length,
          (await store.archive.countByQuarterHour(printerId, filter)).reduce(
            (n, q) => n + q.count,
            0,
          ),
          await store.prints.countFrames(printerId, span),
          (await store.prints.listFrames(printerId, span, 9)).length,
          (await Array.fromAsync(store.retention.listStored(printerId, false, camera))).length,
        ]
      }
      expect(await list(1)).toEqual([2, 2, 2, 2, 2, 2])
      expect(await list(2)).toEqual([1, 1, 1, 1, 1, 1])
      expect(
        await store.snapshots.listSnapshots(printerId, { before: null, limit: 9 }),
      ).toHaveLength(2)
      const all = await store.snapshots.listCurrent()
      expect(all.get(printerId)?.otherCameras[0]?.snapshot).toEqual(early.snapshot)
    })

    test('the owner sees, hides, deletes and purges the pictures of all', async () => {
      await report(noon)
      const { snapshot } = await picture(2, later(1))
      const all = { from: null, to: null, isHidden: null }
      const list = async () =>
        (await store.pictures.listPictures(printerId, { before: null, limit: 9 }, all)).map(
          (each) => each.snapshot.camera,
        )
      expect(await list()).toEqual([2, 1])
      const second = { ...all, camera: 2 }
      const page = { before: null, limit: 9 }
      const [only, ...others] = await store.pictures.listPictures(printerId, page, second)
      expect([only?.snapshot.camera, others.length]).toEqual([2, 0])
      expect(await store.pictures.findNearest(printerId, 'before', later(5), 1)).toEqual(noon)
      const entry = { at: noon, action: 'pictures-hidden', actor: 'test', details: {} } as never
      await store.pictures.changePictures(printerId, [snapshot?.id ?? 0], 'hide', { entry })
      const hidden = await store.snapshots.getCurrent(printerId)
      const { countHidden } = store.pictures
      expect([await countHidden(printerId, 1), await countHidden(printerId, 2)]).toEqual([0, 1])
      expect(hidden).toMatchObject({ otherCameras: [], withdrawnCapturedAt: null })
      expect(await store.pictures.findNearest(printerId, 'from', later(1))).toEqual(later(1))
      const purged = await store.retention.purge(printerId, { from: later(-9), to: later(9) })
      expect(purged).toMatchObject({ snapshots: 2, observations: 1 })
      expect(await list()).toEqual([])
    })

    test('a camera is known from its first picture on, with the name that the snapper gives it', async () => {
      await report(noon)
      expect(await getCameras()).toEqual([])
      await picture(2, later(1), { cameraName: 'nozzle' })
      await picture(2, later(2))
      const known = { number: 2, name: null, reportedName: 'nozzle', isPublishing: true }
      expect(await getCameras()).toEqual([known])
      expect((await store.printers.listPrinters())[0]?.cameras).toEqual([known])
      await picture(2, later(3), { cameraName: 'side' })
      expect(await getCameras()).toEqual([{ ...known, reportedName: 'side' }])
    })
  })
}
