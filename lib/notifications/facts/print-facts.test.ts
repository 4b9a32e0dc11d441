import { expect, test } from 'vitest'
import type { PrinterState } from '#lib/api/states.ts'
import { derivePrints } from '#lib/printers/prints/derive-prints.ts'
import { classify } from '#lib/printers/prints/identity.ts'
import type { StateObservation } from '#lib/printers/prints/types.ts'
import { emptyReading } from '#lib/printers/report.ts'
import { findPrintFacts, findPrintOf, type PrintsView } from './print-facts.ts'

const noon = Date.parse('2026-11-22T12:00:00Z')

type Seen = [seconds: number, state: PrinterState, more?: Partial<StateObservation>]

function observe([seconds, state, more = {}]: Seen): StateObservation {
  const at = new Date(noon + seconds * 1000)
  return { ...emptyReading, intervalSeconds: 30, ...more, state, observedAt: at }
}

/** As the store has them: numbered as they were first seen. */
function view(seen: readonly Seen[], at: Date): PrintsView {
  const observations = seen.map(observe).sort((a, b) => +a.observedAt - +b.observedAt)
  const prints = derivePrints(observations, 600).prints.map((print, index) => ({
    ...print,
    number: index + 1,
  }))
  const known = prints.toReversed()
  const last = findPrintOf(known, at)?.lastSeenAt ?? 0
  const later = observations.filter((each) => each.observedAt > last && classify(each) !== null)
  const recent = observations.filter((each) => each.observedAt <= at && classify(each) !== null)
  return {
    prints: known,
    at,
    afterwards: later.slice(0, 2),
    recent: recent.toReversed().slice(0, 3),
  }
}

/** What the last one establishes. */
function findNews(...seen: readonly Seen[]) {
  const at = new Date(noon + (seen.at(-1)?.[0] ?? 0) * 1000)
  return findPrintFacts(1, view(seen.slice(0, -1), at), view(seen, at))
}

/** The kinds that each observation establishes, in the order of their arrival. */
function findAll(...seen: Seen[]): string[] {
  return seen.flatMap((_, index) =>
    findNews(...seen.slice(0, index + 1)).map(({ kind, print }) => `${index} ${kind} ${print}`),
  )
}

test('a start needs a second observation, or a running job clock', () => {
  expect(findAll([0, 'idle'], [30, 'printing'])).toEqual([])
  expect(findAll([0, 'idle'], [30, 'printing'], [60, 'printing'])).toEqual(['2 started 1'])
  const clock = { elapsedSeconds: 20 }
  expect(findAll([0, 'idle'], [30, 'printing', clock], [60, 'printing'])).toEqual(['1 started 1'])
})

test('an end that the printer reports needs no second observation', () => {
  const running: Seen = [0, 'printing', { elapsedSeconds: 100 }]
  for (const state of ['finished', 'cancelled', 'error'] as const)
    expect(findAll(running, [30, state], [60, state], [90, 'idle'])).toEqual([
      '0 started 1',
      `1 ${state === 'error' ? 'failed' : state} 1`,
    ])
})

test('an end that is guessed needs a second observation without the print', () => {
  const running: Seen = [0, 'printing', { elapsedSeconds: 100, progress: 99.5 }]
  expect(findAll(running, [30, 'idle'])).toEqual(['0 started 1'])
  expect(findAll(running, [30, 'idle'], [40, 'unreachable'])).toEqual(['0 started 1'])
  expect(findAll(running, [30, 'idle'], [60, 'idle'], [90, 'idle'])).toEqual([
    '0 started 1',
    '2 finished 1',
  ])
  const early: Seen = [0, 'printing', { elapsedSeconds: 100 }]
  expect(findAll(early, [30, 'idle'], [60, 'idle'])).toEqual(['0 started 1', '2 ended 1'])
})

test('a short stop is no pause', () => {
  const at = (seconds: number): Seen => [seconds, 'printing', { elapsedSeconds: seconds + 100 }]
  expect(findAll(at(0), [30, 'paused'], at(60))).toEqual(['0 started 1'])
  expect(findAll(at(0), [30, 'paused'], [60, 'paused'], [90, 'paused']).slice(0, 2)).toEqual([
    '0 started 1',
    '2 paused 1',
  ])
})

test('a pause is told at its second observation, and a second pause of the print again', () => {
  const at = (seconds: number): Seen => [seconds, 'printing', { elapsedSeconds: seconds + 100 }]
  const pause = (...seconds: number[]): Seen[] => seconds.map((each) => [each, 'paused'])
  const seen = [at(0), ...pause(30, 60, 90), at(120), ...pause(150, 180, 210)]
  expect(findAll(...seen)).toEqual(['0 started 1', '2 paused 1', '6 paused 1'])
})

test('a report that is lost within a pause, or arrives late, makes no second pause', () => {
  const running: Seen = [0, 'printing', { elapsedSeconds: 100 }]
  const unknown: Seen[] = [
    [30, 'paused'],
    [60, 'unreachable'],
    [90, 'paused'],
    [120, 'paused'],
  ]
  expect(findAll(running, ...unknown)).toEqual(['0 started 1', '3 paused 1'])
  const paused: Seen[] = [
    [60, 'paused'],
    [90, 'paused'],
    [120, 'paused'],
  ]
  const [fact, ...more] = findNews(running, ...paused, [30, 'paused'], [150, 'paused'])
  expect([fact, more]).toEqual([undefined, []])
})

test('the half of a print is told once, where progress is reported', () => {
  const at = (seconds: number, progress: number | null): Seen => [
    seconds,
    'printing',
    { elapsedSeconds: seconds + 100, progress },
  ]
  expect(findAll(at(0, 49), at(30, 50), at(60, 51), at(90, 49.9), at(120, 50))).toEqual([
    '0 started 1',
    '1 half 1',
    '4 half 1',
  ])
  const [first, second] = [at(30, 50), at(120, 50)].map(
    (last) => findNews(at(0, 49), at(15, 49), last)[0]?.subject,
  )
  expect(first).toBe(second)
  expect(findAll(at(0, 70), at(30, 80), at(60, null))).toEqual(['0 started 1'])
})

test('an error without a print is told at its second observation, one that ends a print isn’t', () => {
  const error = (...seconds: number[]): Seen[] => seconds.map((each) => [each, 'error'])
  expect(findAll([0, 'idle'], ...error(30, 60, 90), [120, 'idle'], ...error(150, 180))).toEqual([
    '2 error null',
    '6 error null',
  ])
  const running: Seen = [0, 'printing', { elapsedSeconds: 100 }]
  expect(findAll(running, ...error(30, 60, 90))).toEqual(['0 started 1', '1 failed 1'])
  const afterwards: Seen[] = [[30, 'finished'], ...error(60, 90)]
  expect(findAll(running, ...afterwards)).toEqual(['0 started 1', '1 finished 1', '3 error null'])
})

test('a print that ran between two observations is finished, and not started', () => {
  const finished: Seen = [600, 'finished', { jobName: 'benchy.gcode', elapsedSeconds: 300 }]
  expect(findAll([0, 'idle'], finished, [630, 'finished'])).toEqual(['1 finished 1'])
})

test('ten changes in a minute establish nothing', () => {
  const flaps = Array.from(
    { length: 20 },
    (_, index): Seen => [index * 3, index % 2 === 0 ? 'printing' : 'idle'],
  )
  expect(findAll(...flaps)).toEqual([])
})

test('a late report that changes the outcome repeats the subject', () => {
  const known: Seen[] = [
    [0, 'printing', { elapsedSeconds: 100, progress: 50, remainingSeconds: 5000 }],
    [60, 'idle'],
    [90, 'idle'],
  ]
  const outcomeOf = (seen: Seen[]) => view(seen, new Date(noon)).prints[0]?.outcome
  expect(outcomeOf(known)).toBe('cancelled')
  const late: Seen = [30, 'error']
  expect(outcomeOf([...known, late])).toBe('failed')
  const subjects = [findNews(...known), findNews(...known, late)].map((facts) =>
    facts.map(({ kind, subject }) => `${kind} ${subject}`),
  )
  const subject = 'printer-1/print-1/end'
  expect(subjects).toEqual([[`cancelled ${subject}`], [`failed ${subject}`]])
})

test('a late report of the end establishes it with its own time', () => {
  const known: Seen[] = [
    [0, 'printing', { elapsedSeconds: 100 }],
    [7200, 'idle'],
  ]
  const late: Seen = [3600, 'finished']
  const facts = findNews(...known, late)
  expect(facts.map(({ kind }) => kind)).toEqual(['finished'])
  expect(facts[0]?.happenedAt.getTime()).toBeLessThanOrEqual(noon + 3600_000)
})

test('all facts of an end have one subject', () => {
  const running: Seen = [0, 'printing', { elapsedSeconds: 100 }]
  const subjects = (['finished', 'error'] as const).map(
    (state) => findNews(running, [30, state])[0]?.subject,
  )
  expect(subjects).toEqual(['printer-1/print-1/end', 'printer-1/print-1/end'])
})

test('while a print is reported late, only its own end is one', () => {
  const idle: Seen[] = [
    [7200, 'idle'],
    [7230, 'idle'],
  ]
  const late: Seen[] = [
    [0, 'printing', { elapsedSeconds: 100 }],
    [30, 'printing', { elapsedSeconds: 130 }],
    [60, 'finished'],
  ]
  expect(findAll(...idle, ...late)).toEqual(['4 finished 1'])
})
