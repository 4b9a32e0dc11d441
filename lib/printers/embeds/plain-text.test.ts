import { expect, test } from 'vitest'
import { inZone } from '#lib/api/formats.fixture.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { emptyApiJob, newApiPrinter } from '../printer.fixture.ts'
import { countColumns, renderPlainText } from './plain-text.ts'

const settings = { siteUrl: 'https://example.org', formats: inZone('America/Los_Angeles') }
const nowMs = Date.parse('2026-11-22T14:33:12Z')

const printing: ApiPrinter = {
  ...newApiPrinter,
  progress: 42.7,
  last_updated: '2026-11-22T14:30:05Z',
  state: 'printing',
  observed_at: '2026-11-22T14:30:02Z',
  received_at: '2026-11-22T14:30:05Z',
  job: { ...emptyApiJob, name: 'benchy.gcode', elapsed_seconds: 1234, remaining_seconds: 1600 },
  temperatures: { tool0: { actual: 214.8, target: 215 }, chamber: { actual: 31, target: null } },
  snapshot: {
    captured_at: '2026-11-22T14:30:00Z',
    received_at: '2026-11-22T14:30:05Z',
    width: 1280,
    height: 720,
    alt: '',
    placeholder: '',
    sources: [],
  },
}

test('a print fits on a small screen, with its absolute times last', () => {
  expect(renderPlainText(printing, settings, nowMs)).toBe(`Maker Select
============

Printing benchy
[#################-----------------------]  42 %
nozzle 214.8 of 215 C, chamber 31.0 C

https://example.org/printers/1

done      Sun 22 Nov 2026, 06:56 PST
next      Sun 22 Nov 2026, 06:40 PST
picture   Sun 22 Nov 2026, 06:30 PST
readings  Sun 22 Nov 2026, 06:30 PST
`)
})

test('layer and material are a line of their own', () => {
  const nothing = { filament_type: null, filament_color: null, filament_color_name: null }
  const spool = { nozzle_diameter_mm: null, filament_name: null, filament_remaining_g: null }
  const material = { description: 'layer 45 of 210', ...nothing, ...spool }
  expect(renderPlainText({ ...printing, material }, settings, nowMs)).toContain(
    'chamber 31.0 C\nlayer 45 of 210\n',
  )
})

test('a truncated job name ends in ASCII', () => {
  const job = { name: 'dragon '.repeat(9), elapsed_seconds: null, remaining_seconds: null }
  const text = renderPlainText({ ...printing, job }, settings, nowMs)
  expect(text).toContain('...')
  expect(text).toMatch(/^[\n -~]*$/)
})

test('a silent printer gets a notice and no forecast', () => {
  const text = renderPlainText(printing, settings, nowMs + 3 * 60 * 60 * 1000)
  expect(text).toContain('Printing benchy\nLast heard of Sun 22 Nov 2026, 06:30 PST')
  expect(text).toContain('No news from the printer.')
  expect(text).not.toMatch(/^(?:done|next)/m)
  expect(text).toMatch(/\nreadings {2}Sun 22 Nov 2026, 06:30 PST\n$/)
})

test('a printer that never reported has no times', () => {
  const never = {
    ...printing,
    state: 'unknown' as const,
    observed_at: null,
    snapshot: null,
    job: null,
  }
  expect(renderPlainText(never, settings, nowMs)).toMatch(/no report yet\n$/)
})

test.each([
  'a'.repeat(200),
  '船の模型をとても長い名前で印刷するということ'.repeat(4),
  'word '.repeat(40).trim(),
  '👩‍🚀'.repeat(40),
])('no line is wider than 48 columns with any job name: %s', (name) => {
  const job = { name: `${name}.gcode`, elapsed_seconds: null, remaining_seconds: null }
  const lines = renderPlainText({ ...printing, name, job }, settings, nowMs).split('\n')
  for (const line of lines) expect(countColumns(line)).toBeLessThanOrEqual(48)
})
