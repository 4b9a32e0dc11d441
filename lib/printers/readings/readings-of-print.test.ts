import { expect, test } from 'vitest'
import type { PrinterState } from '#lib/api/states.ts'
import type { ReadingPoint } from '../archive/archive-store.ts'
import { filterReadingsOf } from './readings-of-print.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 12, minute))
const print = { firstSeenAt: at(10), lastSeenAt: at(30) }

function point(minute: number, state: PrinterState): ReadingPoint {
  return {
    observedAt: at(minute),
    state,
    progress: minute,
    temperatures: null,
    intervalSeconds: 600,
  }
}

const keep = (...points: ReadingPoint[]) =>
  filterReadingsOf(print, points).map(({ progress }) => progress)

test('readings of the previous print or of the idle printer are left out', () => {
  expect(keep(point(0, 'finished'), point(5, 'idle'), point(10, 'starting'))).toEqual([10])
})

test('the next print, whose start ended this one, is left out', () => {
  expect(keep(point(30, 'printing'), point(40, 'printing'))).toEqual([30])
})

test.each(['finished', 'cancelled', 'error'] as const)(
  'that it has ended (%s) is of it',
  (state) => {
    expect(keep(point(30, 'printing'), point(40, state))).toEqual([30, 40])
  },
)

test('readings in between without a response of the printer stay, as gaps', () => {
  expect(keep(point(10, 'printing'), point(20, 'unreachable'), point(30, 'printing'))).toEqual([
    10, 20, 30,
  ])
  expect(keep(point(40, 'unreachable'), point(50, 'idle'))).toEqual([])
})
