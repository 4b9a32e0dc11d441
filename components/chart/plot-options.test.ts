import { expect, test } from 'vitest'
import { defaultFormats } from '#lib/api/formats.ts'
import { testSite } from '#lib/site/site.fixture.ts'
import { setSite } from '#lib/site/site.ts'
import { toPlotData } from './plot-data.ts'
import { describePlot, formatTick } from './plot-options.ts'

setSite(testSite)

const at = (time: string) => Date.parse(time) / 1000
const day = 24 * 60 * 60

test('a tick shows the clock, and at midnight the day', () => {
  expect(formatTick(at('2026-11-22T22:30:00Z'), 900)).toBe('14:30')
  expect(formatTick(at('2026-11-22T08:00:00Z'), 3600)).toBe('22 Nov')
})

test('with 12 hours a tick says which half of the day', () => {
  setSite({ ...testSite, hourFormat: 12 })
  expect(formatTick(at('2026-11-22T22:30:00Z'), 900)).toBe('2:30\u00a0pm')
  expect(formatTick(at('2026-11-22T08:00:00Z'), 3600)).toBe('22 Nov')
  setSite(testSite)
})

test('a midnight shifted by DST still shows the day that begins', () => {
  expect(formatTick(at('2026-11-02T07:00:00Z'), 7 * day)).toBe('2 Nov')
  expect(formatTick(at('2026-03-08T08:00:00Z'), 7 * day)).toBe('8 Mar')
})

test('where the system forces one colour on all lines, each still looks different', () => {
  const values = [20, 30]
  const data = toPlotData(
    {
      from: '2026-11-22T12:00:00Z',
      to: '2026-11-22T12:10:00Z',
      gap_seconds: 900,
      observed_at: [at('2026-11-22T12:00:00Z'), at('2026-11-22T12:10:00Z')],
      state: ['printing', 'printing'],
      progress: values,
      temperatures: {
        bed: { actual: values, target: values },
        chamber: { actual: values, target: values },
        tool0: { actual: values, target: values },
      },
      pictures: [],
    },
    defaultFormats,
  )
  const white = { ink: '#fff', quiet: '#fff', line: '#fff', accent: '#fff', font: 'serif' }
  const looks = (dash: number[]) => {
    const colours = () => ({ ...white, dash })
    const { series } = describePlot({ data, width: 300, height: 200, colours, hooks: {} })
    const lines = data.lines.map(({ kind }, index) => ({ kind, ...series[index + 1] }))
    return lines
      .filter(({ kind }) => kind !== 'target')
      .map(({ width, dash }) => JSON.stringify({ width, dash }))
  }
  expect(new Set(looks([10, 4])).size).toBe(4)
  expect(new Set(looks([])).size).toBe(3)
})
