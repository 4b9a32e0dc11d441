import sharp from 'sharp'
import { expect, test } from 'vitest'
import { inZone } from '#lib/api/formats.fixture.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import {
  measureText,
  outlineText,
  type TextStyle,
  truncateText,
} from '#lib/drawing/text-outlines.ts'
import { defaultColours } from '#lib/site/theme/colours.ts'
import { emptyApiJob, newApiPrinter } from '../printer.fixture.ts'
import { renderCard } from './card.ts'

const settings = {
  host: 'example.org',
  formats: inZone('America/Los_Angeles'),
  colours: defaultColours.light,
}
const nowMs = Date.parse('2026-11-22T14:33:12Z')
const serif: TextStyle = { face: 'serif', size: 50, fill: '#fff' }

const printing: ApiPrinter = {
  ...newApiPrinter,
  name: 'Maker & Select',
  progress: 42.7,
  last_updated: '2026-11-22T14:30:05Z',
  state: 'printing',
  observed_at: '2026-11-22T14:30:02Z',
  received_at: '2026-11-22T14:30:05Z',
  job: { ...emptyApiJob, name: '<b>"x"</b>.gcode', elapsed_seconds: 1, remaining_seconds: 2 },
  snapshot: {
    captured_at: '2026-11-22T14:30:00Z',
    received_at: '2026-11-22T14:30:05Z',
    width: 640,
    height: 360,
    alt: '3D printer',
    placeholder: '',
    sources: [],
  },
}

const red = () =>
  sharp({ create: { width: 64, height: 36, channels: 3, background: '#f00' } })
    .jpeg()
    .toBuffer()

const draw = async (svg: string) =>
  sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true })

/** The colour in the middle of the card's picture: red, green, blue. */
async function readMiddle(svg: string): Promise<number[]> {
  const { data, info } = await draw(svg)
  const at = (350 * info.width + 600) * info.channels
  return [...data.subarray(at, at + 3)]
}

test('the current picture is embedded in colour', async () => {
  const [r = 0, g = 0] = await readMiddle(renderCard(printing, await red(), settings, nowMs))
  expect(r - g).toBeGreaterThan(200)
})

test('an overdue picture is black and white', async () => {
  const later = nowMs + 5 * 60 * 60 * 1000
  const [r = 0, g = 255, b = 0] = await readMiddle(
    renderCard(printing, await red(), settings, later),
  )
  expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(8)
})

test('without a picture it has the time of the readings', () => {
  const paused = { ...printing, publishing: false, snapshot: null }
  expect(renderCard(paused, null, settings, nowMs)).toMatch(
    /<desc[^>]*>NO PICTURE. Readings Sun 22 Nov 2026, 06:30 PST</,
  )
})

test('a print that ends on another day has that day', async () => {
  const job = { name: 'dragon', elapsed_seconds: 1, remaining_seconds: 30 * 3600 }
  expect(renderCard({ ...printing, job }, await red(), settings, nowMs)).toMatch(
    /<desc[^>]*>.*until about Mon 23 Nov 2026, 12:30 PST</,
  )
})

test('it loads nothing: it has no font, no text and no URL but the namespace', async () => {
  const svg = renderCard(printing, await red(), settings, nowMs)
  expect(svg).not.toMatch(/<text|font-family|@import|url\(h|href="h/)
})

test('it has absolute times, so it is the same for as long as it is fresh', async () => {
  const jpeg = await red()
  const one = renderCard(printing, jpeg, settings, nowMs)
  expect(renderCard(printing, jpeg, settings, nowMs + 2_000)).toBe(one)
  expect(one).toContain('SUN 22 NOV 2026, 06:30 PST')
})

test('a job name can’t become markup', () => {
  const svg = renderCard(printing, null, settings, nowMs)
  expect(svg).toContain('Maker &amp; Select: Printing &lt;b&gt;&quot;x&quot;&lt;/b&gt;, 42')
  expect(svg).not.toContain('<b>')
})

test('characters that the fonts lack take up space, and rare accents are dropped', () => {
  expect(measureText('船', serif)).toBeGreaterThan(20)
  expect(outlineText('ő', serif, { x: 0, y: 0 })).toBe(outlineText('o', serif, { x: 0, y: 0 }))
})

test('joiners and variation selectors are not missing characters', () => {
  expect(measureText('Prusa \u2764\uFE0F', serif)).toBe(measureText('Prusa \u2764', serif))
  expect(measureText('שָׁלוֹם', serif)).toBe(measureText('שלום', serif))
})

test('a name that is too long is truncated with an ellipsis', () => {
  const cut = truncateText('Printing '.repeat(20), serif, 600)
  expect(cut).toMatch(/…$/)
  expect(measureText(cut, serif)).toBeLessThanOrEqual(600)
  expect(truncateText('Printing', serif, 600)).toBe('Printing')
})
