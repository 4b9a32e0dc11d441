import { beforeEach, describe, expect, test } from 'vitest'
import { derivePrints } from '#lib/printers/prints/derive-prints.ts'
import type { DerivedPrint, Print } from '#lib/printers/prints/types.ts'
import type { NewObservation, Reading } from '#lib/printers/types.ts'
import type { OpenStore } from '../open-store.ts'
import {
  insertSamplePrinter,
  later,
  makeReading,
  makeReport,
  makeSnapshot,
  noon,
  sha256Of,
} from '../testing/samples.ts'
import type { OpenEmptyStore } from './open-empty-store.ts'

const quiet = { progress: null, elapsedSeconds: null, remainingSeconds: null, temperatures: null }

function toDerived({
  printerId: _,
  number: __,
  publishedAt: ___,
  ...derived
}: Print): DerivedPrint {
  return derived
}

/** Anything a printer may say, the same for the same seed. */
function makeStory(length: number, seed: number): [number, Partial<Reading>][] {
  let last = seed
  const draw = (count: number) => {
    last = (last * 48_271) % 2_147_483_647
    return last % count
  }
  const states = [
    'printing',
    'printing',
    'printing',
    'paused',
    'idle',
    'finished',
    'error',
  ] as const
  let minute = 0
  return Array.from({ length }, () => {
    minute += draw(12) === 0 ? 2000 : 1 + draw(40)
    const state = draw(9) === 0 ? 'unreachable' : (states[draw(states.length)] ?? 'idle')
    const jobName = [null, 'a', 'a', 'b'][draw(4)] ?? null
    const elapsedSeconds = draw(2) === 0 ? null : draw(9000)
    return [minute * 60, { ...quiet, state, jobName, elapsedSeconds, progress: draw(100) }]
  })
}

export function describePrints(open: OpenEmptyStore): void {
  describe('prints', () => {
    let store: OpenStore
    let printerId: number
    beforeEach(async () => {
      store = await open()
      printerId = (await insertSamplePrinter(store.printers)).id
    })
    const say = (
      seconds: number,
      reading: Partial<Reading>,
      changes: Partial<NewObservation> = {},
    ) =>
      store.snapshots.insertObservation(
        makeReport(printerId, later(seconds), {
          reading: makeReading({ ...quiet, jobName: 'a', ...reading }),
          snapshot: null,
          ...changes,
        }),
      )
    const list = () => store.prints.listPrints(printerId, { before: null, limit: 200 })

    test('before the first report there are none, and no printer has others’', async () => {
      expect(await list()).toEqual([])
      expect(await store.prints.getPrint(printerId, 1)).toBeNull()
      await say(0, { state: 'printing' })
      expect(await store.prints.listPrints(99, { before: null, limit: 5 })).toEqual([])
      expect(await store.prints.getPrint(99, 1)).toBeNull()
    })

    test('a print comes back as it was derived', async () => {
      await say(0, { state: 'idle' })
      const heat = { tool0: { actual: 214.8, target: 215 } }
      const filament = { filamentUsedMm: 300, filamentTotalMm: 900 }
      const running = { progress: 20, elapsedSeconds: 120, temperatures: heat, ...filament }
      await say(600, { state: 'printing', ...running })
      const used = { filamentUsedMm: 812.4, filamentTotalMm: null }
      await say(1200, { state: 'finished', progress: 100, elapsedSeconds: 660, ...used })
      expect(await list()).toEqual([
        {
          printerId,
          number: 1,
          publishedAt: null,
          outcome: 'finished',
          jobName: 'a',
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
        },
      ])
    })

    test('what a snapper sends late corrects a print, which keeps its number', async () => {
      await say(0, { state: 'idle' })
      await say(600, { state: 'printing' })
      await say(9000, { state: 'idle' })
      expect(await list()).toMatchObject([{ number: 1, outcome: 'unknown' }])
      await say(1200, { state: 'printing', progress: 80 })
      await say(1800, { state: 'finished' })
      await say(300, { state: 'starting', progress: 0 })
      expect(await list()).toMatchObject([
        {
          number: 1,
          outcome: 'finished',
          started: { notBefore: later(0), notAfter: later(300) },
          ended: { notBefore: later(1200), notAfter: later(1800) },
        },
      ])
    })

    test('what comes late can part one print into two, and no number is given twice', async () => {
      await say(0, { state: 'printing', jobName: null })
      await say(1200, { state: 'printing', jobName: null })
      await say(600, { state: 'idle' })
      expect(await list()).toMatchObject([{ number: 2 }, { number: 1 }])
      await store.retention.purge(printerId, { from: later(600), to: later(601) })
      expect(await list()).toMatchObject([{ number: 1, lastSeenAt: later(1200) }])
      await say(1800, { state: 'idle' })
      await say(2400, { state: 'printing' })
      expect((await list()).map((print) => print.number)).toEqual([3, 1])
    })

    test('the same report again changes nothing', async () => {
      const snapshot = makeSnapshot(later(600))
      await say(600, { state: 'printing' }, { snapshot })
      await say(1200, { state: 'finished' })
      const before = await list()
      await say(600, { state: 'printing' }, { snapshot })
      expect(await list()).toEqual(before)
    })

    test.each([1, 7, 42])(
      'any story, told in any order, makes the same prints (%d)',
      async (seed) => {
        const story = makeStory(60, seed)
        const whole = derivePrints(
          story.map(([seconds, reading]) => ({
            ...makeReading(reading),
            intervalSeconds: null,
            observedAt: later(seconds),
          })),
          600,
        ).prints
        const shuffled = story.map((_, index) => story[(index * 37 + seed) % story.length])
        for (const order of [story, shuffled]) {
          printerId = (await insertSamplePrinter(store.printers)).id
          for (const told of order) if (told) await say(told[0], told[1])
          expect((await list()).map(toDerived).reverse()).toEqual(whole)
        }
        expect(whole.length).toBeGreaterThan(5)
      },
    )

    test('what is purged tells of no print any more', async () => {
      await say(0, { state: 'idle' })
      await say(600, { state: 'printing' })
      await say(1200, { state: 'finished' })
      await say(1800, { state: 'printing', jobName: 'b' })
      await store.retention.purge(printerId, { from: later(1200), to: later(9000) })
      expect(await list()).toMatchObject([{ number: 1, outcome: 'running', jobName: 'a' }])
      await store.retention.purge(printerId, { from: new Date(0), to: later(9000) })
      expect(await list()).toEqual([])
    })

    test('pages follow each other; a print knows its neighbours in time', async () => {
      for (const hour of [0, 3, 1, 2, 4])
        for (const [minutes, state] of [
          [0, 'printing'],
          [10, 'finished'],
        ] as const)
          await say(hour * 3600 + minutes * 60, { state, jobName: `job ${hour}` })
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

    test('a print’s pictures are thinned evenly, without those of the next job', async () => {
      for (let index = 0; index <= 100; index++)
        await say(
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

    test('a print’s pictures are those of its own time on the machine, and of what it has finished', async () => {
      const told: [number, Partial<Reading>][] = [
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
      for (const [minute, reading] of told)
        await say(minute * 60, reading, { snapshot: makeSnapshot(later(minute * 60)) })
      await say(35 * 60, {}, { reading: null, snapshot: makeSnapshot(later(35 * 60)) })
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
      expect(await listMinutes()).toHaveLength(told.length + 1)
    })
  })
}
