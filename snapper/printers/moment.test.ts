import { describe, expect, test } from 'vitest'
import type { PrinterState } from '#lib/api/states.ts'
import type { PreviousState } from './backend.ts'
import { isMoment, listEarlierReadings } from './moment.ts'

const seenAtMs = Date.parse('2026-11-22T14:00:00Z')

function seen(state: PrinterState, jobName: string | null = null, hasJob = false): PreviousState {
  return { state, jobName, seenAtMs, job: hasJob ? { history: null, seenAtMs } : null }
}

describe('a moment of a print', () => {
  test.each<[PrinterState, PrinterState, boolean]>([
    ['idle', 'starting', true],
    ['idle', 'printing', true],
    ['finished', 'starting', true],
    ['printing', 'paused', true],
    ['paused', 'printing', true],
    ['printing', 'finished', true],
    ['paused', 'cancelled', true],
    ['printing', 'error', true],
    ['printing', 'offline', true],
    // It will be.
    ['printing', 'pausing', false],
    ['paused', 'resuming', false],
    ['printing', 'cancelling', false],
    ['printing', 'finishing', false],
    // It was one when it started.
    ['starting', 'printing', false],
    // No print.
    ['idle', 'offline', false],
    ['finished', 'idle', false],
    ['idle', 'transferring', false],
    ['offline', 'error', false],
    // Unknown.
    ['printing', 'unreachable', false],
    ['idle', 'unauthorized', false],
    ['unreachable', 'idle', false],
    ['unreachable', 'printing', true],
  ])('%s, %s: %s', (state, now, expected) => {
    expect(isMoment(seen(state, 'a'), { state: now, jobName: 'a' })).toBe(expected)
  })

  test('another print has begun since', () => {
    expect(isMoment(seen('printing', 'a'), { state: 'printing', jobName: 'b' })).toBe(true)
    expect(isMoment(seen('idle', 'a'), { state: 'idle', jobName: 'b' })).toBe(false)
  })

  test('a print that ended while the server was unreachable', () => {
    const now = { state: 'finished', jobName: 'a' } as const
    expect(isMoment(seen('unreachable', 'a', true), now)).toBe(true)
  })
})

describe('what was still so shortly before', () => {
  const at = (seconds: number) => seenAtMs + seconds * 1000
  const read = (state: PrinterState, second: number) => ({
    state,
    status: '',
    progress: 0,
    jobName: 'a.gcode',
    elapsedSeconds: 0,
    remainingSeconds: null,
    temperatures: null,
    observedAt: new Date(at(second)),
    backend: 'octoprint 1.11.8',
  })

  const list = (
    previous: PreviousState,
    now: ReturnType<typeof read>,
    unchangedAtMs: number | null,
  ) => listEarlierReadings(previous, { reading: now, end: null }, unchangedAtMs)

  test('dates the start of a print', () => {
    expect(list(seen('idle'), read('starting', 500), at(497))).toMatchObject([
      { state: 'idle', status: 'Not printing', observedAt: new Date(at(497)) },
    ])
  })

  test('dates an end that is in no history', () => {
    const [reading] = list(seen('printing', 'a.gcode'), read('cancelled', 500), at(497))
    expect(reading).toMatchObject({ state: 'printing', jobName: 'a.gcode', status: 'Printing a' })
  })

  test('is a second before an end that the history dates, by the same clock', () => {
    const parts = { reading: read('finished', 500), end: read('finished', 430) }
    expect(listEarlierReadings(seen('printing', 'a.gcode'), parts, at(497))).toMatchObject([
      { state: 'printing', observedAt: new Date(at(429)) },
      { state: 'finished', observedAt: new Date(at(430)) },
    ])
  })

  test('is not claimed of another print', () => {
    expect(list(seen('printing', 'b.gcode'), read('finished', 500), at(497))).toEqual([])
    expect(list(seen('finished', 'b.gcode'), read('starting', 500), at(497))).toHaveLength(1)
  })

  test.each<[string, PrinterState, PrinterState, number | null]>([
    ['nothing is known', 'idle', 'printing', null],
    ['the last report is as new', 'idle', 'printing', at(1)],
    ['it is not before the reading', 'idle', 'printing', at(500)],
    ['the print goes on', 'printing', 'paused', at(497)],
    ['the printer did not respond', 'unreachable', 'printing', at(497)],
  ])('is not reported where %s', (_, state, now, unchangedAtMs) => {
    expect(list(seen(state), read(now, 500), unchangedAtMs)).toEqual([])
  })
})
