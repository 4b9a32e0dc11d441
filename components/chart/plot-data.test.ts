import { describe, expect, test } from 'vitest'
import { defaultFormats } from '#lib/api/formats.ts'
import type { ApiReadingColumns } from '#lib/api/schema/charts.ts'
import { findNearest, toPlotData } from './plot-data.ts'

const noon = Date.parse('2026-11-22T12:00:00Z') / 1000

function columns(minutes: number[], changes: Partial<ApiReadingColumns> = {}): ApiReadingColumns {
  return {
    from: '2026-11-22T12:00:00Z',
    to: '2026-11-22T13:00:00Z',
    gap_seconds: 900,
    observed_at: minutes.map((minute) => noon + minute * 60),
    state: minutes.map(() => 'printing'),
    progress: minutes.map((minute) => minute),
    temperatures: null,
    pictures: [],
    ...changes,
  }
}

const minutesOf = (seconds: readonly number[]) => seconds.map((second) => (second - noon) / 60)

describe('plot data', () => {
  test('without readings there is no line, and one gap from end to end', () => {
    const data = toPlotData(columns([]), defaultFormats)
    expect(data.lines).toEqual([])
    expect(data.gaps).toEqual([[noon, noon + 3600]])
  })

  test('a gap interrupts the line and is marked in its full width', () => {
    const data = toPlotData(columns([0, 10, 40, 50, 60]), defaultFormats)
    expect(minutesOf(data.at)).toEqual([0, 10, 25, 40, 50, 60])
    expect(data.readings).toEqual([0, 1, null, 2, 3, 4])
    expect(data.lines[0]?.values).toEqual([0, 10, null, 40, 50, 60])
    expect(data.gaps.map(minutesOf)).toEqual([[10, 40]])
  })

  test('readings of an unreachable printer count as a gap', () => {
    const data = toPlotData(
      columns([0, 10, 20, 30], {
        to: '2026-11-22T12:30:00Z',
        state: ['printing', 'unreachable', 'unauthorized', 'printing'],
        progress: [1, null, null, 4],
      }),
      defaultFormats,
    )
    expect(data.gaps.map(minutesOf)).toEqual([[0, 30]])
    expect(data.lines[0]?.alone).toEqual([0, 3])
  })

  test('each heater has two lines, and one without values has none', () => {
    const data = toPlotData(
      columns([0, 10], {
        progress: [null, null],
        temperatures: {
          bed: { actual: [60, 60.5], target: [60, 60] },
          chamber: { actual: [null, null], target: [null, null] },
          tool0: { actual: [214, -1200], target: [215, 215] },
        },
      }),
      defaultFormats,
    )
    expect(data.lines.map(({ heater, kind, place }) => `${heater} ${kind} ${place}`)).toEqual([
      'bed target 0',
      'bed actual 0',
      'tool0 target 2',
      'tool0 actual 2',
    ])
    expect(data.highest).toBe(215)
  })
})

describe('the nearest time', () => {
  test.each([
    [[], 5, -1],
    [[10], -100, 0],
    [[10, 20, 30], 100, 2],
    [[10, 20, 30], 24, 1],
    [[10, 20, 30], 26, 2],
    [[10, 20, 30], 25, 1],
  ])('in %j to %i has the index %i', (times, at, index) => {
    expect(findNearest(times, at)).toBe(index)
  })
})
