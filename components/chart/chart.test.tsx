import { describe, expect, test } from 'vitest'
import { states } from '#components/printer/states.fixture.ts'
import { print } from '#components/prints/prints.fixture.ts'
import { listDetails, render } from '#components/testing/render.ts'
import { inZone } from '#lib/api/formats.fixture.ts'
import type { ApiChartPoint, ApiReadingColumns } from '#lib/api/schema/charts.ts'
import { layoutReadingsChart } from '#lib/printers/readings/chart.ts'
import { ChartOpener } from './chart-opener.tsx'
import { ReadingsChart } from './readings-chart.tsx'
import { ReadingsHead } from './readings-head.tsx'
import { SelectedPicture } from './selected-picture.tsx'
import { describeSelection, SelectedReading } from './selected-reading.tsx'

const span = { from: '2026-11-22T12:00:00Z', to: '2026-11-22T14:00:00Z' }
const at = (minute: number) => new Date(Date.parse(span.from) + minute * 60_000).toISOString()

function draw(points: ApiChartPoint[]) {
  const readings = { ...span, gap_seconds: 900, points }
  const chart = layoutReadingsChart(readings, {
    width: 960,
    height: 280,
    from: new Date(span.from),
    to: new Date(span.to),
    formats: inZone('America/Los_Angeles'),
  })
  return render(
    <ReadingsChart
      around={(drawing) => (
        <ChartOpener label="Readings" page="/printers/1/readings?span=day" source="/api/x">
          {drawing}
        </ChartOpener>
      )}
      charts={chart && { wide: chart, narrow: chart }}
      id="day"
      title="The last 2 hours"
    />,
  )
}

const readings: ApiChartPoint[] = [0, 10, 20, 80, 90].map((minute) => ({
  observed_at: at(minute),
  state: 'printing',
  progress: minute,
  temperatures: { tool0: { actual: 200 + minute, target: 215 } },
}))

describe('a chart without JavaScript', () => {
  test('is a heading, a legend with units, and a link to the interactive page', () => {
    const { headings, text, links } = draw(readings)
    expect(headings).toEqual([{ level: 2, name: 'The last 2 hours' }])
    expect(text).toContain('Nozzle, °C Target Progress, % No data')
    expect(links).toEqual([{ name: 'Explore this chart', href: '/printers/1/readings?span=day' }])
  })

  test('has a table with every value, for those who can’t see the drawing', () => {
    const { all, times } = draw(readings)
    expect(all('summary')[0]?.name).toBe('Show as a table')
    expect(
      all('th')
        .slice(0, 3)
        .map(({ name }) => name),
    ).toEqual(['Time', 'Progress', 'Nozzle'])
    expect(
      all('td')
        .slice(0, 2)
        .map(({ name }) => name),
    ).toEqual(['0 %', '200.0 °C'])
    expect(times[0]).toEqual({
      text: 'Sun 22 Nov, 04:00 PST',
      dateTime: '2026-11-22T12:00:00.000Z',
    })
  })

  test('its drawings are silent, since the table says the same', () => {
    expect(
      draw(readings)
        .all('svg')
        .every(({ properties }) => properties.ariaHidden),
    ).toBe(true)
  })

  test('explains neither targets nor gaps if there are none', () => {
    const temperatures = { tool0: { actual: 25, target: null } }
    const points = Array.from({ length: 13 }, (_, index) => ({
      observed_at: at(index * 10),
      state: 'idle' as const,
      progress: null,
      temperatures,
    }))
    expect(draw(points).text).not.toMatch(/Target|No data|Progress, %/)
  })

  test('says in which zone its times are, also where the clocks change', () => {
    expect(draw(readings).text).toContain('Times in PST')
    const night = { from: new Date('2026-11-01T07:00:00Z'), to: new Date('2026-11-01T12:00:00Z') }
    const points = readings.map((point) => ({ ...point, observed_at: '2026-11-01T08:00:00Z' }))
    const chart = layoutReadingsChart(
      { from: '', to: '', gap_seconds: 900, points },
      { width: 960, height: 280, formats: inZone('America/Los_Angeles'), ...night },
    )
    expect(chart?.zone).toBe('PDT, PST')
  })

  test('is not drawn without readings', () => {
    expect(draw([]).html).toBe('')
  })
})

describe('the selected time', () => {
  const noon = Date.parse('2026-11-22T20:00:00Z') / 1000
  const columns: ApiReadingColumns = {
    from: '2026-11-22T20:00:00Z',
    to: '2026-11-22T21:00:00Z',
    gap_seconds: 900,
    observed_at: [noon, noon + 600],
    state: ['printing', 'unreachable'],
    progress: [41.9, null],
    temperatures: { tool0: { actual: [214.84, null], target: [215, null] } },
    pictures: [],
  }
  const details = (reading: number | null) =>
    listDetails(render(<SelectedReading at={noon + 300} columns={columns} reading={reading} />))

  test('shows the reading with its own time', () => {
    expect(details(0)).toEqual({
      Time: 'Sun 22 Nov, 12:00 PST',
      State: 'Printing',
      Progress: '41 %',
      Nozzle: '214.8 °C target 215 °C',
    })
  })

  test('says so where the printer was out of reach, and in a gap', () => {
    expect(details(1)).toMatchObject({ State: 'Server not reachable', Progress: '–', Nozzle: '–' })
    expect(details(null)).toMatchObject({ Time: 'Sun 22 Nov, 12:05 PST', State: 'No data' })
  })

  test('is read in one line', () => {
    expect(describeSelection(columns, 0, '12:00')).toBe(
      '12:00, Printing, 41\u00a0%, Nozzle 214.8\u00a0°C',
    )
    expect(describeSelection(columns, null, '12:05')).toBe('12:05, no data')
  })

  test('a picture from another time says how far away it is', () => {
    const picture = { captured_at: noon, url: '/media/a/320.webp', width: 320, height: 180 }
    const shown = (at: number) => render(<SelectedPicture at={at} picture={picture} />).text
    expect(shown(noon + 30)).toBe('Sun 22 Nov 2026, 12:00 PST')
    expect(shown(noon + 600)).toBe('Sun 22 Nov 2026, 12:00 PST 10 min before')
    expect(shown(noon - 7200)).toBe('Sun 22 Nov 2026, 12:00 PST 2 h after')
    expect(render(<SelectedPicture at={noon} picture={null} />).text).toBe('Loading…')
  })
})

describe('the heading of a readings page', () => {
  test('names the range, and marks it among the others', () => {
    const { headings, all } = render(
      <ReadingsHead choice={{ span: 'week' }} print={null} printer={states.printing} />,
    )
    expect(headings).toEqual([{ level: 1, name: 'The last 7 days' }])
    const current = all('a').filter(({ properties }) => properties.ariaCurrent === 'page')
    expect(current.map(({ name }) => name)).toEqual(['7 days'])
  })

  test('of a print is the print’s name', () => {
    const { headings, links } = render(
      <ReadingsHead choice={{ print: 7 }} print={print} printer={states.printing} />,
    )
    expect(headings).toEqual([{ level: 1, name: 'dual rail-v2' }])
    expect(links).toContainEqual({ name: 'Print 7', href: '/printers/1/prints/7' })
  })
})
