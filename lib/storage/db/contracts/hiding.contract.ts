import { describe, expect, test } from 'vitest'
import { getPrinterEvents } from '#lib/printers/events.ts'
import { createChangePictures } from '#lib/printers/pictures/change-pictures.ts'
import type { PictureChange } from '#lib/printers/pictures/picture-store.ts'
import {
  insertSamplePrinter,
  later,
  makeReading,
  makeReport,
  makeSnapshot,
  sha256Of,
} from '../testing/samples.ts'
import { type OpenEmptyStore, openWithPrinter, printerId } from './test-store.ts'

const owner = { sessionId: 7 }
const everything = { from: later(-1e6), to: later(1e6) }
const none = { from: null, to: null, state: null, frames: null }
const all = { from: null, to: null, isHidden: null }

export function describeHiding(open: OpenEmptyStore): void {
  describe('pictures that the owner hides or deletes', () => {
    const store = openWithPrinter(open)
    /** The picture of a minute. */
    const insert = (minute: number, changes: Parameters<typeof makeReport>[2] = {}) =>
      store.snapshots.insertObservation(makeReport(printerId, later(minute * 60), changes))
    const idOf = async (minute: number) => (await insert(minute)).snapshot?.id ?? 0
    const removed: string[] = []
    const change = async (kind: PictureChange, ...ids: number[]) =>
      await createChangePictures({
        store,
        pictures: {
          remove: async (hashes) => removed.push(...hashes),
        },
        events: getPrinterEvents(),
        now: () => later(3600),
      })(owner, printerId, kind, { ids })
    const hashOf = (minute: number) => makeSnapshot(later(minute * 60)).sha256
    /** The hashes that each public query of pictures finds, by its name. */
    const listPublic = async () => {
      const frames = { from: later(-1e6), to: later(1e6), jobName: null }
      const cursor = { capturedAt: later(-1e6), id: 0 }
      const page = { before: null, limit: 50 }
      const current = await store.snapshots.getCurrent(printerId)
      const listed = {
        history: await store.snapshots.listSnapshots(printerId, page),
        archive: await store.archive.listArchive(printerId, page, none),
        newer: await store.archive.listArchive(printerId, { ...page, after: cursor }, none),
        ofState: await store.archive.listArchive(printerId, page, { ...none, state: 'printing' }),
        ofPrint: await store.archive.listArchive(printerId, page, { ...none, frames }),
        frames: await store.prints.listFrames(printerId, frames, 9),
        sampled: await store.prints.listFrames(printerId, frames, 2),
        lastFrames: await store.prints.listLastFrames(printerId, frames, 9),
        current: current.snapshot === null ? [] : [{ snapshot: current.snapshot }],
      }
      const quarters = await store.archive.countByQuarterHour(printerId, none)
      return {
        hashes: new Set(
          Object.values(listed)
            .flat()
            .map(({ snapshot }) => snapshot.sha256),
        ),
        counts: [
          await store.prints.countFrames(printerId, frames),
          quarters.reduce((sum, { count }) => sum + count, 0),
        ],
        current,
      }
    }

    test('ids that don’t exist, or are another printer’s, change nothing', async () => {
      const { id } = await insertSamplePrinter(store.printers)
      const { snapshot } = await store.snapshots.insertObservation(makeReport(id, later(0)))
      const before = await store.retention.listRevisions()
      await expect(change('delete', snapshot?.id ?? 0, 4711)).rejects.toThrow('Reload the page')
      await expect(change('hide')).rejects.toThrow('Nothing was changed')
      expect(await store.retention.listRevisions()).toEqual(before)
      expect(await store.owner.listLog({ before: null, limit: 9 })).toEqual([])
      expect((await store.snapshots.getCurrent(id)).snapshot).not.toBeNull()
    })

    test('a hidden picture is in no public query, its reading stays, and it can be shown again', async () => {
      await insert(0)
      const id = await idOf(1)
      await insert(2)
      expect((await listPublic()).counts).toEqual([3, 3])
      const revisions = await store.retention.listRevisions()
      expect(await change('hide', id, id)).toBe(1)
      expect(await store.retention.listRevisions()).not.toEqual(revisions)
      expect(await listPublic()).toMatchObject({
        hashes: new Set([hashOf(0), hashOf(2)]),
        counts: [2, 2],
      })
      expect(await store.snapshots.isPublic(hashOf(1))).toBe(false)
      expect(await store.snapshots.isWithdrawn(printerId, hashOf(1))).toBe(true)
      expect(await store.snapshots.hasSnapshot(hashOf(1))).toBe(true)
      expect(await store.archive.listReadings(printerId, everything, 9)).toHaveLength(3)
      expect(await change('hide', id)).toBe(0)
      expect(await change('show', id)).toBe(1)
      expect((await listPublic()).counts).toEqual([3, 3])
      expect(await store.snapshots.isPublic(hashOf(1))).toBe(true)
      const log = await store.owner.listLog({ before: null, limit: 9 })
      expect(log).toMatchObject([
        { action: 'pictures-shown', sessionId: 7 },
        { action: 'pictures-hidden', details: { pictures: '1', from: later(60).toISOString() } },
      ])
    })

    test('without its newest picture, a printer has the one before, with its own time', async () => {
      await insert(0)
      await insert(1)
      await change('hide', await idOf(2))
      const { current } = await listPublic()
      expect(current.snapshot?.capturedAt).toEqual(later(60))
      expect(current.previousCapturedAt).toEqual(later(0))
      expect(current.withdrawnCapturedAt).toEqual(later(120))
      expect(current.observation?.observedAt).toEqual(later(120))
      await change('delete', await idOf(3))
      expect((await listPublic()).current.withdrawnCapturedAt).toEqual(later(180))
    })

    test('the same report again brings back neither a hidden nor a deleted picture', async () => {
      const [hidden, deleted] = [await idOf(0), await idOf(1)]
      await change('hide', hidden)
      await change('delete', deleted)
      const totals = await store.retention.listTotals()
      expect(await insert(0)).toMatchObject({ isNew: false })
      expect(await insert(1)).toMatchObject({ isNew: false, snapshot: null })
      const alone = { reading: null, snapshot: makeSnapshot(later(60)) }
      expect((await insert(1, alone)).snapshot).toBeNull()
      expect(await store.retention.listTotals()).toEqual(totals)
      expect((await listPublic()).hashes).toEqual(new Set())
      expect(await store.snapshots.isWithdrawn(printerId, hashOf(1))).toBe(true)
    })

    test('a new report with the same bytes is a new picture, which is public', async () => {
      await change('hide', await idOf(0))
      const snapshot = makeSnapshot(later(600), { sha256: hashOf(0) })
      await insert(10, { snapshot })
      expect(await store.snapshots.isPublic(hashOf(0))).toBe(true)
      expect((await listPublic()).counts).toEqual([1, 1])
    })

    test('a deleted picture is an orphan unless another one, hidden or not, has its bytes', async () => {
      const snapshot = makeSnapshot(later(600), { sha256: hashOf(0) })
      const first = await idOf(0)
      const second = (await insert(10, { snapshot })).snapshot?.id ?? 0
      removed.length = 0
      await change('hide', second)
      await change('delete', first)
      expect(removed).toEqual([])
      expect(await store.snapshots.isPublic(hashOf(0))).toBe(false)
      await change('delete', second)
      expect(removed).toEqual([hashOf(0)])
      expect(await store.snapshots.hasSnapshot(hashOf(0))).toBe(false)
      expect((await store.retention.listTotals()).get(printerId)).toEqual({ pictures: 0, bytes: 0 })
      expect(await store.archive.listReadings(printerId, everything, 9)).toHaveLength(2)
    })

    test('an animation goes with any of its pictures that is hidden, and can’t be stored with it', async () => {
      const ids = [await idOf(0), await idOf(1), await idOf(2)]
      const animate = (name: string, minutes: number[]) =>
        store.prints.insertFlipbook({
          sha256: sha256Of(name),
          frames: minutes.map(hashOf),
          at: later(0),
        })
      await animate('a', [0, 1])
      await animate('b', [1, 2])
      removed.length = 0
      await change('hide', ids[0] ?? 0)
      expect(removed).toEqual([sha256Of('a')])
      expect(await store.prints.listFlipbooks()).toEqual([sha256Of('b')])
      expect(await animate('a', [0, 1])).toBe(false)
    })

    test('retention may delete the same pictures at the same moment', async () => {
      for (let round = 0; round < 20; round += 1) {
        const ids = []
        for (let each = 0; each < 6; each += 1) ids.push(await idOf(round * 10 + each))
        const hidden = change('hide', ...ids).catch((error: Error) => {
          expect(error.message).toContain('None of these pictures exists')
        })
        const deleted = ids.toReversed().map((id) => store.retention.deleteSnapshots([id]))
        await Promise.all([hidden, store.retention.deleteSnapshots(ids), ...deleted])
      }
      expect((await listPublic()).hashes).toEqual(new Set())
    })

    test('a picture has no public address while the cameras of all its printers are paused', async () => {
      await insert(0)
      const pause = (id: number, changes: Parameters<typeof store.printers.updatePrinter>[1]) =>
        store.printers.updatePrinter(id, changes)
      await pause(printerId, { isPublishing: false })
      expect(await store.snapshots.isPublic(hashOf(0))).toBe(false)
      const { id } = await insertSamplePrinter(store.printers)
      await store.snapshots.insertObservation(makeReport(id, later(0)))
      expect(await store.snapshots.isPublic(hashOf(0))).toBe(true)
      await pause(id, { isPublishing: false, pausedUntil: new Date(Date.now() + 60_000) })
      expect(await store.snapshots.isPublic(hashOf(0))).toBe(false)
      await pause(id, { isPublishing: false, pausedUntil: new Date(Date.now() - 1) })
      expect(await store.snapshots.isPublic(hashOf(0))).toBe(true)
    })

    test('a purge deletes hidden pictures too', async () => {
      await change('hide', await idOf(0))
      await insert(1)
      const span = { from: later(0), to: later(120) }
      expect(await store.retention.purge(printerId, span)).toMatchObject({
        snapshots: 2,
        observations: 2,
        orphans: [hashOf(0), hashOf(1)],
      })
      expect(await store.pictures.countHidden(printerId)).toBe(0)
    })

    test('a printer that is deleted leaves nothing of its pictures', async () => {
      await change('delete', await idOf(0))
      await change('hide', await idOf(1))
      await store.retention.purge(printerId, everything)
      await store.printers.deletePrinter(printerId)
      expect(await store.printers.listPrinters()).toEqual([])
    })

    test('the owner sees all pictures in pages, and finds the days that have any', async () => {
      const ids = []
      for (const minute of [0, 1, 2, 3]) ids.push(await idOf(minute))
      await change('hide', ids[1] ?? 0, ids[3] ?? 0)
      const list = async (filter: object, page: object = {}) =>
        (
          await store.pictures.listPictures(
            printerId,
            { before: null, limit: 9, ...page },
            { ...all, ...filter },
          )
        ).map(({ snapshot, isHidden }) => [snapshot.id, isHidden])
      const [a, b, c, d] = ids
      expect(await list({})).toEqual([
        [d, true],
        [c, false],
        [b, true],
        [a, false],
      ])
      expect(await list({}, { limit: 2, before: { capturedAt: later(180), id: d } })).toEqual([
        [c, false],
        [b, true],
      ])
      expect(await list({ isHidden: true, from: later(60), to: later(180) })).toEqual([[b, true]])
      expect(await store.pictures.countHidden(printerId)).toBe(2)
      expect(await store.pictures.findNearest(printerId, 'before', later(180))).toEqual(later(120))
      expect(await store.pictures.findNearest(printerId, 'from', later(121))).toEqual(later(180))
      expect(await store.pictures.findNearest(printerId, 'from', later(181))).toBeNull()
      expect(await store.pictures.getPicture(printerId, b ?? 0)).toMatchObject({ isHidden: true })
      expect(await store.pictures.getPicture(99, b ?? 0)).toBeNull()
      const stored = await Array.fromAsync(store.retention.listStored(printerId, true))
      expect(stored.map(({ id }) => id)).toEqual([b, d])
    })

    test('a span is changed as a whole, a rehearsal counts it, and what is shown stays', async () => {
      for (const minute of [0, 1, 2])
        await insert(minute, { reading: makeReading({ state: 'idle' }) })
      const run = createChangePictures({
        store,
        pictures: { remove: async () => 0 },
        events: getPrinterEvents(),
        now: () => later(3600),
      })
      const span = { from: later(60), to: later(180) }
      expect(await run(owner, printerId, 'hide', span, { isDryRun: true })).toBe(2)
      expect((await listPublic()).counts).toEqual([3, 3])
      expect(await run(owner, printerId, 'hide', span)).toBe(2)
      expect((await listPublic()).counts).toEqual([1, 1])
      await expect(run(owner, printerId, 'hide', span)).rejects.toThrow('no such pictures')
      expect(await run(owner, printerId, 'delete', everything)).toBe(3)
      await expect(run(owner, 99, 'delete', everything)).rejects.toThrow('99')
    })
  })
}
