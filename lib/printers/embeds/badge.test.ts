import { expect, test } from 'vitest'
import { inZone } from '#lib/api/formats.fixture.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { defaultColours } from '#lib/site/theme/colours.ts'
import { newApiPrinter } from '../printer.fixture.ts'
import { renderBadge } from './badge.ts'

const settings = { formats: inZone('America/Los_Angeles'), colours: defaultColours.light }
const nowMs = Date.parse('2026-11-22T14:33:12Z')
const printing: ApiPrinter = {
  ...newApiPrinter,
  name: 'Maker & Select',
  progress: 42.7,
  state: 'printing',
  observed_at: '2026-11-22T14:30:02Z',
}
const draw = (changes: Partial<ApiPrinter> = {}, atMs = nowMs) =>
  renderBadge({ ...printing, ...changes }, settings, atMs)
const titleOf = (svg: string) => /<title id="t">([^<]*)</.exec(svg)?.[1]
const widthOf = (svg: string) => Number(/ width="(\d+)"/.exec(svg)?.[1])

test('a badge says name, state, progress and the time of the report', () => {
  expect(titleOf(draw())).toBe(
    'Maker &amp; Select: Printing, 42\u00a0%. Sun 22 Nov 2026, 06:30 PST',
  )
  expect(widthOf(draw())).toBeGreaterThan(150)
  expect(widthOf(draw())).toBeLessThan(420)
})

test('the badge of a silent printer says when it was last heard of', () => {
  const later = draw({}, nowMs + 3 * 86_400_000)
  expect(titleOf(later)).toBe(
    'Maker &amp; Select: Printing. Last heard of Sun 22 Nov 2026, 06:30 PST',
  )
  expect(widthOf(later)).toBeGreaterThan(widthOf(draw()))
})

test('a printer that never reported has no time and no progress', () => {
  const svg = draw({ ...newApiPrinter, name: 'New' })
  expect(titleOf(svg)).toBe('New: Waiting for the first picture')
})

test('a long name or text is cut, and a badge stays a line', () => {
  const status = 'Printing a part with a very long story. '.repeat(12)
  const svg = draw({ name: '船'.repeat(200), state: 'unknown', status })
  expect(widthOf(svg)).toBeLessThan(700)
})

test('it has no script, font or address, and is the same until the next report', () => {
  expect(draw()).not.toMatch(/<text|<script|font-family|url\(|href=|on[a-z]+=/)
  expect(draw({}, nowMs + 60_000)).toBe(draw())
})
