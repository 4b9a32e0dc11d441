import { beforeEach, describe, expect, test } from 'vitest'
import type { ArchiveFilter } from '#lib/printers/archive/archive-store.ts'
import { later, makeReading, makeReport, makeSnapshot, noon } from '../testing/samples.ts'
import { type OpenEmptyStore, openWithPrinter, printerId } from './test-store.ts'

const all: ArchiveFilter = { from: null, to: null, state: null, frames: null }

export function describeArchive(open: OpenEmptyStore): void {
  describe('the archive', () => {
    const store = openWithPrinter(open)
    beforeEach(async () => {
      for (let index = 0; index < 12; index++)
        await store.snapshots.insertObservation(
          makeReport(printerId, later(index * 600), {
            reading: makeReading({
              state: index < 6 ? 'printing' : 'idle',
              jobName: index < 3 ? 'a' : 'b',
              progress: index,
            }),
          }),
        )
    })
    const list = async (filter: Partial<ArchiveFilter>, limit = 50) =>
      (
        await store.archive.listArchive(printerId, { before: null, limit }, { ...all, ...filter })
      ).map(({ snapshot }) => (snapshot.capturedAt.getTime() - noon.getTime()) / 600_000)

    test('without a filter it is the history, newest first', async () => {
      expect(await list({}, 3)).toEqual([11, 10, 9])
    })

    test('a span includes its start and excludes its end', async () => {
      expect(await list({ from: later(1200), to: later(2400) })).toEqual([3, 2])
    })

    test('a state selects the pictures whose reading has it', async () => {
      expect(await list({ state: 'idle', to: later(4800) })).toEqual([7, 6])
      expect(await list({ state: 'error' })).toEqual([])
    })

    test('a picture sent after its status has its state, and one without a status has none', async () => {
      const at = later(8000)
      const withoutReading = { reading: null, credentialId: 7 }
      await store.snapshots.insertObservation(
        makeReport(printerId, at, { reading: makeReading({ state: 'paused' }), snapshot: null }),
      )
      const picture = makeReport(printerId, later(8001), { reading: null })
      await store.snapshots.insertObservation(picture)
      await store.snapshots.insertObservation(makeReport(printerId, later(9000), withoutReading))
      expect(await list({ state: 'paused' })).toHaveLength(1)
    })

    test('the state of a picture disappears when its reading is purged', async () => {
      const snapshot = makeSnapshot(later(90_000))
      const reading = makeReading({ state: 'paused' })
      await store.snapshots.insertObservation(
        makeReport(printerId, later(9000), { reading, snapshot }),
      )
      await store.retention.purge(printerId, { from: later(9000), to: later(9001) })
      expect(await list({ state: 'paused' })).toEqual([])
      expect(await list({ from: later(90_000) })).toHaveLength(1)
    })

    test('a print selects the pictures of its span and job', async () => {
      const frames = { from: later(600), to: later(2400), jobName: 'a' }
      expect(await list({ frames })).toEqual([2, 1])
    })

    test('a filtered archive has pages', async () => {
      const page = { before: { capturedAt: later(2400), id: 0 }, limit: 2 }
      const entries = await store.archive.listArchive(printerId, page, {
        ...all,
        state: 'printing',
      })
      expect(entries.map(({ snapshot }) => snapshot.capturedAt)).toEqual([later(1800), later(1200)])
    })

    test('`after` returns the next newer pictures, newest first', async () => {
      const listNewer = async (seconds: number, filter: Partial<ArchiveFilter> = {}, id = 0) => {
        const after = { capturedAt: later(seconds), id }
        const page = { before: null, after, limit: 2 }
        const entries = await store.archive.listArchive(printerId, page, { ...all, ...filter })
        return entries.map(
          ({ snapshot }) => (snapshot.capturedAt.getTime() - noon.getTime()) / 600_000,
        )
      }
      expect(await listNewer(1200)).toEqual([3, 2])
      expect(await listNewer(1200, {}, Number.MAX_SAFE_INTEGER)).toEqual([4, 3])
      expect(await listNewer(1200, { state: 'idle' })).toEqual([7, 6])
      expect(await listNewer(6600, {}, Number.MAX_SAFE_INTEGER)).toEqual([])
    })

    test('pictures are counted per quarter of an hour', async () => {
      const hour = { ...all, from: noon, to: later(3600) }
      expect(await store.archive.countByQuarterHour(printerId, hour)).toEqual([
        { startsAt: noon, count: 2 },
        { startsAt: later(900), count: 1 },
        { startsAt: later(1800), count: 2 },
        { startsAt: later(2700), count: 1 },
      ])
      const frames = { from: noon, to: later(3600), jobName: 'a' }
      expect(await store.archive.countByQuarterHour(printerId, { ...hour, frames })).toEqual([
        { startsAt: noon, count: 2 },
        { startsAt: later(900), count: 1 },
      ])
      const idle = { ...all, state: 'idle' } as const
      const counted = await store.archive.countByQuarterHour(printerId, idle)
      expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(6)
    })

    test('all readings of a span are returned up to the limit, above it the last of each part', async () => {
      const span = { from: noon, to: later(6600) }
      const whole = await store.archive.listReadings(printerId, span, 12)
      expect(whole.map((point) => point.progress)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
      expect(whole[0]).toEqual({
        observedAt: noon,
        state: 'printing',
        progress: 0,
        temperatures: makeReading().temperatures,
        intervalSeconds: null,
      })
      const few = await store.archive.listReadings(printerId, span, 4)
      expect(few.map((point) => point.progress)).toEqual([2, 5, 8, 11])
      expect(await store.archive.listReadings(99, span, 4)).toEqual([])
    })
  })
}
