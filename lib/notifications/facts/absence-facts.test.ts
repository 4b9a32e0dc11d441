import { expect, test } from 'vitest'
import { emptyCurrent, newPrinter } from '#lib/printers/printer.fixture.ts'
import type { Current } from '#lib/printers/types.ts'
import { later, makeReading, makeSnapshot, noon } from '#lib/storage/db/testing/samples.ts'
import { findAbsenceFacts } from './absence-facts.ts'
import { findContentFact, findRefusalFact, findStorageFact } from './site-facts.ts'

const hour = 3600
const printer = newPrinter

function makeCurrent(changes: Partial<Current> = {}): Current {
  const ids = { id: 1, printerId: 1 }
  return {
    ...emptyCurrent,
    observation: { ...ids, reading: makeReading(), observedAt: noon, receivedAt: noon },
    snapshot: { ...ids, ...makeSnapshot(noon), observationId: 1 },
    intervalSeconds: 600,
    lastReceivedAt: noon,
    ...changes,
  }
}

const find = (seconds: number, changes?: Partial<Current>, upSince = later(-hour)) =>
  findAbsenceFacts(printer, makeCurrent(changes), { upSince, now: later(seconds) }).map(
    ({ kind }) => kind,
  )

test('a picture is late after three intervals, and a printer silent after a day', () => {
  expect(find(1800)).toEqual([])
  expect(find(1801)).toEqual(['late'])
  expect(find(24 * hour + 1)).toEqual(['silent', 'late'])
})

test('a printer that reports every ten seconds isn’t late after a minute', () => {
  expect(find(60, { intervalSeconds: 10 })).toEqual([])
  expect(find(599, { intervalSeconds: 10 })).toEqual([])
  expect(find(600, { intervalSeconds: 10 })).toEqual(['late'])
})

test('a picture that the owner has hidden or deleted is not late', () => {
  const withdrawnCapturedAt = later(1000)
  expect(find(1801, { withdrawnCapturedAt })).toEqual([])
  expect(find(2801, { withdrawnCapturedAt })).toEqual(['late'])
})

test('what was due while the site itself was down is not late', () => {
  expect(find(10 * hour, {}, later(10 * hour - 60))).toEqual([])
  expect(find(10 * hour, {}, later(9 * hour))).toEqual(['late'])
})

test('a picture that is left out on purpose is not late, while the printer reports', () => {
  const dark = (seconds: number) => ({
    lastReceivedAt: later(seconds),
    observation: {
      id: 2,
      printerId: 1,
      reading: makeReading({ reason: 'dark' }),
      observedAt: later(seconds),
      receivedAt: later(seconds),
    },
  })
  expect(find(hour, dark(hour - 60))).toEqual([])
  expect(find(hour, dark(60))).toEqual(['late'])
  const paused = { ...printer, isPublishing: false }
  expect(findAbsenceFacts(paused, makeCurrent(), { upSince: noon, now: later(hour) })).toEqual([])
})

test('a printer that has never reported is missing nothing', () => {
  const never = { lastReceivedAt: null, observation: null, snapshot: null }
  expect(find(100 * hour, never)).toEqual([])
})

test('refused reports are news only while none is accepted', () => {
  const refusals = (seconds: number, count = 2) => [
    { at: later(seconds), code: 'unauthorized', reason: 'The token is wrong.', count },
  ]
  const kind = (...[all, at]: [ReturnType<typeof refusals>, number]) =>
    findRefusalFact(printer, makeCurrent(), all, later(at))?.kind
  expect(kind(refusals(950), 1000)).toBe('refused')
  expect(kind(refusals(950, 1), 1000)).toBeUndefined()
  expect(kind(refusals(100), 200)).toBeUndefined()
  expect(kind(refusals(-100), 1000)).toBeUndefined()
  expect(kind(refusals(950), 9000)).toBeUndefined()
})

test('a disk that fills is news at each of three levels', () => {
  const subject = (free: number) => findStorageFact({ free, size: 100e9 }, noon)?.subject
  expect(subject(11e9)).toBeUndefined()
  const levels = [subject(9e9), subject(8e9), subject(4e9), subject(0.5e9)]
  expect(new Set(levels).size).toBe(3)
  expect(findStorageFact({ free: 150e6, size: 1e9 }, noon)?.kind).toBe('storage')
})

test('the same faults of the content are one fact, in any order', () => {
  expect(findContentFact([], noon)).toBeNull()
  const faults = ['a.md:1: x', 'b.md: y', 'c.md: z', 'd.md: w']
  const fact = findContentFact(faults, noon)
  expect(fact?.subject).toBe(findContentFact(faults.toReversed(), noon)?.subject)
  expect(fact?.detail).toBe('a.md:1: x\nb.md: y\nc.md: z\n1 more')
  expect(findContentFact(['a.md:1: x'], noon)?.subject).not.toBe(fact?.subject)
})
