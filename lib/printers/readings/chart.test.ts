import { describe, expect, test } from 'vitest'
import { inZone } from '#lib/api/formats.fixture.ts'
import type { ApiChartPoint, ApiChartReadings } from '#lib/api/schema/charts.ts'
import { layoutReadingsChart } from './chart.ts'
import { clockTicks } from './chart-ticks.ts'

const start = Date.parse('2026-11-22T12:00:00Z')
const at = (minutes: number) => new Date(start + minutes * 60_000)

function point(minute: number, changes: Partial<ApiChartPoint> = {}): ApiChartPoint {
  return {
    observed_at: at(minute).toISOString(),
    state: 'printing',
    progress: minute,
    temperatures: { tool0: { actual: 2 * minute, target: 200 } },
    ...changes,
  }
}

function layout(points: ApiChartPoint[], formats = inZone('UTC')) {
  const readings: ApiChartReadings = {
    from: at(0).toISOString(),
    to: at(100).toISOString(),
    gap_seconds: 1800,
    points,
  }
  // The plot is then 200 wide and 100 high, from (40, 8).
  const options = { width: 280, height: 130, from: at(0), to: at(100), formats }
  return layoutReadingsChart(readings, options)
}

const pathOf = (chart: ReturnType<typeof layout>, id: string) =>
  chart?.lines.find((line) => line.id === id)?.path

describe('a chart of readings', () => {
  test('there is none without readings in the span', () => {
    expect(layout([])).toBeNull()
    expect(layout([point(101), point(-1)])).toBeNull()
  })

  test('time runs to the right, temperatures and progress up, each on its own axis', () => {
    const chart = layout([point(0), point(20), point(40), point(60), point(80), point(100)])
    expect(chart?.plot).toEqual({ left: 40, top: 8, right: 240, bottom: 108 })
    expect(pathOf(chart, 'progress')).toBe('M40 108L80 88L120 68L160 48L200 28L240 8')
    expect(pathOf(chart, 'tool0 actual')).toBe('M40 108L80 88L120 68L160 48L200 28L240 8')
    expect(pathOf(chart, 'tool0 target')).toMatch(/^M40 8L80 8/)
    expect(chart?.temperatureTicks.map((tick) => tick.label)).toEqual([
      '0',
      '50',
      '100',
      '150',
      '200',
    ])
    expect(chart?.gaps).toEqual([])
  })

  test('a gap stays a gap', () => {
    const chart = layout([point(0), point(20), point(60), point(80), point(100)])
    expect(pathOf(chart, 'progress')).toBe('M40 108L80 88M160 48L200 28L240 8')
    expect(chart?.gaps).toEqual([{ left: 80, right: 160 }])
  })

  test('an unknown value splits the line, and a single one is a dot', () => {
    const silent = { state: 'unreachable', progress: null, temperatures: null } as const
    const chart = layout([point(0), point(20, silent), point(40), point(60, silent), point(80)])
    expect(pathOf(chart, 'progress')).toBe('M40 108h0M120 68h0M200 28h0')
    expect(chart?.gaps).toEqual([
      { left: 40, right: 120 },
      { left: 120, right: 200 },
    ])
  })

  test('progress doesn’t fall from one print to the next, and temperatures run on', () => {
    const chart = layout([60, 100, 5, 45].map((progress, index) => point(index * 20, { progress })))
    expect(pathOf(chart, 'progress')).toBe('M40 48L80 8M120 103L160 63')
    expect(pathOf(chart, 'tool0 actual')?.match(/M/g)).toHaveLength(1)
    expect(chart?.gaps).toEqual([{ left: 160, right: 240 }])
  })

  test('unknown heaters and unpublished temperatures have no line', () => {
    const bare = { temperatures: { bed: { actual: null, target: null } } }
    expect(layout([point(0, bare)])?.lines.map((line) => line.id)).toEqual(['progress'])
    const hidden = layout([point(0, { temperatures: null })])
    expect(hidden).toMatchObject({ heaters: [], rows: [{ progress: 0, temperatures: {} }] })
  })

  test('unknown values have no axis, and without any value there is no chart', () => {
    const hidden = layout([point(0, { temperatures: null }), point(20, { temperatures: null })])
    expect(hidden?.temperatureTicks).toEqual([])
    expect(hidden?.progressTicks).toHaveLength(3)
    const warming = layout([point(0, { progress: null }), point(20, { progress: null })])
    expect(warming?.temperatureTicks.length).toBeGreaterThan(1)
    expect(warming?.progressTicks).toEqual([])
    expect(layout([point(0, { progress: null, temperatures: null })])).toBeNull()
  })

  test('a broken sensor stays inside the chart', () => {
    const wild = { temperatures: { bed: { actual: -300, target: 60 } } }
    expect(pathOf(layout([point(0, wild)]), 'bed actual')).toBe('M40 108h0')
  })

  test.each([
    ['UTC', ['12:00', '12:15', '12:30', '12:45', '13:00', '13:15', '13:30']],
    ['Asia/Kathmandu', ['17:45', '18:00', '18:15', '18:30', '18:45', '19:00', '19:15']],
  ])('times are round in %s', (timeZone, labels) => {
    const chart = layout([point(0)], inZone(timeZone))
    expect(chart?.timeTicks.map((tick) => tick.label)).toEqual(labels)
    expect(chart?.timeTicks[1]?.at).toBe(70)
  })

  test('its table has a limited number of rows, including the last reading', () => {
    const chart = layout(Array.from({ length: 500 }, (_, index) => point(index / 5)))
    expect(chart?.rows.length).toBeLessThanOrEqual(48)
    expect(chart?.rows.length).toBeGreaterThan(40)
    expect(chart?.rows.at(-1)?.progress).toBe(99.8)
  })
})

test('temperatures are drawn in the owner’s unit, with ticks that are round in it', () => {
  const { temperatureTicks, lines, rows } = layout(
    [point(0), point(10)].map((one) => ({
      ...one,
      temperatures: { tool0: { actual: 215, target: 215 } },
    })),
    inZone('UTC', { temperatureUnit: 'F' }),
  ) as NonNullable<ReturnType<typeof layout>>
  expect(temperatureTicks.at(-1)?.label).toBe('500')
  expect(lines.some(({ id }) => id === 'tool0 actual')).toBe(true)
  // The table formats its values itself.
  expect(rows[0]?.temperatures.tool0?.actual).toBe(215)
})

test.each([
  // From midnight PDT on the day with 25 hours, whose 00:35 lies before its own "1 Nov".
  ['2026-11-01T07:35:00Z', 13, ['2026-11-02T08:00', '2026-11-04T08:00', '2026-11-06T08:00']],
  ['2026-10-30T07:00:00Z', 13, ['2026-10-30T07:00', '2026-11-01T07:00', '2026-11-03T08:00']],
  ['2026-03-07T08:00:00Z', 13, ['2026-03-07T08:00', '2026-03-09T07:00', '2026-03-11T07:00']],
  ['2026-11-01T03:00:00Z', 1, ['2026-11-01T03:00', '2026-11-01T07:00', '2026-11-01T12:00']],
])('also on days on which the clocks change: from %s', (from, days, first) => {
  const to = new Date(Date.parse(from) + days * 86_400_000)
  const ticks = clockTicks(new Date(from), to, inZone('America/Los_Angeles'), (at) => at)
  expect(ticks.slice(0, 3).map(({ at }) => new Date(at).toISOString().slice(0, 16))).toEqual(first)
})
