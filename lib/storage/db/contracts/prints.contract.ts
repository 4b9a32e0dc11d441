import { beforeEach, describe, expect, test } from 'vitest'
import { derivePrints } from '#lib/printers/prints/derive-prints.ts'
import type { NewObservation, Reading } from '#lib/printers/types.ts'
import {
  insertSamplePrinter,
  later,
  makeReading,
  makeReport,
  makeSnapshot,
  noon,
  sha256Of,
} from '../testing/samples.ts'
import { makeRandomHistory, quiet, toDerived } from './random-history.fixture.ts'
import { printerId as firstPrinterId, type OpenEmptyStore, openWithPrinter } from './test-store.ts'

export function describePrints(open: OpenEmptyStore): void {
  describe('prints', () => {
    const store = openWithPrinter(open)
    let printerId: number
    beforeEach(() => {
      printerId = firstPrinterId
    })
    // Reports arrive one after the other, whatever times they are of.
    let receivedSeconds = 10_000_000
    const report = (
      seconds: number,
      reading: Partial<Reading>,
      changes: Partial<NewObservation> = {},
    ) =>
      store.snapshots.insertObservation(
        makeReport(printerId, later(seconds), {
          reading: makeReading({ ...quiet, jobName: 'a', ...reading }),
          snapshot: null,
          receivedAt: later(receivedSeconds++),
          ...changes,
        }),
      )
    const list = () => store.prints.listPrints(printerId, { before: null, limit: 200 })

    test('there are no prints before the first report, and none of other printers', async () => {
      expect(await list()).toEqual([])
      expect(await store.prints.getPrint(printerId, 1)).toBeNull()
      await report(0, { state: 'printing' })
      expect(await store.prints.listPrints(99, { before: null, limit: 5 })).toEqual([])
      expect(await store.prints.getPrint(99, 1)).toBeNull()
    })

    test('a print is stored as it was derived', async () => {
      await report(0, { state: 'idle' })
      const temperatures = { tool0: { actual: 214.8, target: 215 } }
      const filament = { filamentUsedMm: 300, filamentTotalMm: 900, filamentColor: '#1e3a8a' }
      const running = { progress: 20, elapsedSeconds: 120, temperatures, ...filament }
      await report(600, { state: 'printing', ...running })
      const used = { filamentUsedMm: 812.4, filamentTotalMm: null, layer: 210, layers: 210 }
      await report(1200, { state: 'finished', progress: 100, elapsedSeconds: 660, ...used })
      expect(await list()).toEqual([
        {
          printerId,
          number: 1,
          publishedAt: null,
          outcome: 'finished',
          jobName: 'a',
          isJoined: false,
          started: { notBefore: later(0), notAfter: later(480) },
          ended: { notBefore: later(1140), notAfter: later(1200) },
          firstSeenAt: later(600),
          lastSeenAt: later(600),
          lastState: 'printing',
          progress: 20,
          elapsedSeconds: 660,
          remainingSeconds: null,
          maxTemperatures: { tool0: 214.8 },
          filament: { usedMm: 812.4, totalMm: 900 },
          material: { layer: 210, layers: 210, filament_color: '#1e3a8a' },
          name: null,
          note: null,
          coverId: null,
          isHidden: false,
          describedAt: null,
        },
      ])
    })

    test('a late report corrects a print, which keeps its number', async () => {
      await report(0, { state: 'idle' })
      await report(600, { state: 'printing' })
      await report(9000, { state: 'idle' })
      expect(await list()).toMatchObject([{ number: 1, outcome: 'unknown' }])
      await report(1200, { state: 'printing', progress: 80 })
      await report(1800, { state: 'finished' })
      await report(300, { state: 'starting', progress: 0 })
      expect(await list()).toMatchObject([
        {
          number: 1,
          outcome: 'finished',
          started: { notBefore: later(0), notAfter: later(300) },
          ended: { notBefore: later(1200), notAfter: later(1800) },
        },
      ])
    })

    test('a late report can split a print in two, and no number is used twice', async () => {
      await report(0, { state: 'printing', jobName: null })
      await report(1200, { state: 'printing', jobName: null })
      await report(600, { state: 'idle' })
      expect(await list()).toMatchObject([{ number: 2 }, { number: 1 }])
      await store.retention.purge(printerId, { from: later(600), to: later(601) })
      expect(await list()).toMatchObject([{ number: 1, lastSeenAt: later(1200) }])
      await report(1800, { state: 'idle' })
      await report(2400, { state: 'printing' })
      expect((await list()).map((print) => print.number)).toEqual([3, 1])
    })

    test('the same report again changes nothing', async () => {
      const snapshot = makeSnapshot(later(600))
      await report(600, { state: 'printing' }, { snapshot })
      await report(1200, { state: 'finished' })
      const before = await list()
      await report(600, { state: 'printing' }, { snapshot })
      expect(await list()).toEqual(before)
    })

    test.each([1, 7, 42])(
      'any observations in any order give the same prints (%d)',
      async (seed) => {
        const history = makeRandomHistory(60, seed)
        const whole = derivePrints(
          history.map(([seconds, reading]) => ({
            ...makeReading(reading),
            intervalSeconds: null,
            observedAt: later(seconds),
          })),
          600,
        ).prints
        const shuffled = history.map((_, index) => history[(index * 37 + seed) % history.length])
        for (const order of [history, shuffled]) {
          printerId = (await insertSamplePrinter(store.printers)).id
          for (const entry of order) if (entry) await report(entry[0], entry[1])
          expect((await list()).map(toDerived).reverse()).toEqual(whole)
        }
        expect(whole.length).toBeGreaterThan(5)
      },
    )

    test('purged observations leave no prints', async () => {
      await report(0, { state: 'idle' })
      await report(600, { state: 'printing' })
      await report(1200, { state: 'finished' })
      await report(1800, { state: 'printing', jobName: 'b' })
      await store.retention.purge(printerId, { from: later(1200), to: later(9000) })
      expect(await list()).toMatchObject([{ number: 1, outcome: 'running', jobName: 'a' }])
      await store.retention.purge(printerId, { from: new Date(0), to: later(9000) })
      expect(await list()).toEqual([])
    })

    test('prints have pages, and a print has its neighbours in time', async () => {
      for (const hour of [0, 3, 1, 2, 4])
        for (const [minutes, state] of [
          [0, 'printing'],
          [10, 'finished'],
        ] as const)
          await report(hour * 3600 + minutes * 60, { state, jobName: `job ${hour}` })
      const first = await store.prints.listPrints(printerId, { before: null, limit: 2 })
      const last = first.at(-1)
      const before = { capturedAt: last?.firstSeenAt ?? noon, id: last?.number ?? 0 }
      const second = await store.prints.listPrints(printerId, { before, limit: 9 })
      const names = [...first, ...second].map((print) => print.jobName)
      expect(names).toEqual(['job 4', 'job 3', 'job 2', 'job 1', 'job 0'])
      const middle = [...first, ...second][2]
      expect(await store.prints.getPrint(printerId, middle?.number ?? 0)).toMatchObject({
        print: { jobName: 'job 2' },
        previous: { jobName: 'job 1' },
        next: { jobName: 'job 3' },
      })
      expect(await store.prints.getPrint(printerId, last?.number ?? 0)).toMatchObject({
        next: { jobName: 'job 4' },
      })
      await expect(store.prints.listPrints(printerId, { before: null, limit: 0 })).rejects.toThrow(
        RangeError,
      )
    })

    test('the pictures of a print are thinned evenly, without those of the next job', async () => {
      for (let index = 0; index <= 100; index++)
        await report(
          index * 60,
          { state: 'printing', jobName: index === 100 ? 'b' : 'a' },
          { snapshot: makeSnapshot(later(index * 60), { sha256: sha256Of(`${index}`) }) },
        )
      const span = { from: noon, to: later(6000), jobName: 'a' }
      const minutes = (await store.prints.listFrames(printerId, span, 10)).map(
        ({ snapshot }) => (snapshot.capturedAt.getTime() - noon.getTime()) / 60_000,
      )
      expect(minutes).toHaveLength(10)
      expect([minutes[0], minutes.at(-1)]).toEqual([0, 99])
      const steps = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0))
      expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(1)
      expect(await store.prints.listFrames(printerId, span, 200)).toHaveLength(100)
      expect(await store.prints.countFrames(printerId, span)).toBe(100)
      const [newest] = await store.prints.listLastFrames(printerId, span, 3)
      expect(newest?.snapshot).toMatchObject({ sha256: sha256Of('99'), sharpness: 310.5 })
      expect(newest?.reading).toMatchObject({ jobName: 'a' })
    })

    test('the pictures of a print are those of its own time on the printer, and those showing the finished part', async () => {
      const history: [number, Partial<Reading>][] = [
        [0, { state: 'finished' }],
        [10, { state: 'idle', jobName: null }],
        [20, { state: 'starting' }],
        [30, { state: 'printing' }],
        [40, { state: 'unreachable', jobName: null }],
        [50, { state: 'printing' }],
        [60, { state: 'finished', progress: 100 }],
        [61, { state: 'idle', jobName: null }],
        [61.2, { state: 'printing' }],
      ]
      for (const [minute, reading] of history)
        await report(minute * 60, reading, { snapshot: makeSnapshot(later(minute * 60)) })
      await report(35 * 60, {}, { reading: null, snapshot: makeSnapshot(later(35 * 60)) })
      const listMinutes = async (seen?: { firstAt: Date; lastAt: Date }) => {
        const span = { from: noon, to: later(62 * 60), jobName: 'a', ...(seen && { seen }) }
        const frames = await store.prints.listFrames(printerId, span, 50)
        const counted = await store.prints.countFrames(printerId, span)
        expect(counted).toBe(frames.length)
        return frames.map(
          ({ snapshot }) => (snapshot.capturedAt.getTime() - noon.getTime()) / 60_000,
        )
      }
      expect(await listMinutes({ firstAt: later(1200), lastAt: later(3000) })).toEqual([
        20, 30, 35, 40, 50, 60,
      ])
      expect(await listMinutes()).toHaveLength(history.length + 1)
    })
  })
}
