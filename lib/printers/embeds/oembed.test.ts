import { expect, test } from 'vitest'
import { inZone } from '#lib/api/formats.fixture.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { newApiPrinter } from '../printer.fixture.ts'
import {
  describeLinkEmbed,
  describePrinterEmbed as describeOembed,
  describePrintEmbed,
  oembedSchema,
} from './oembed.ts'
import { parseOembedQuery, parsePrinterAddress } from './oembed-query.ts'

const siteUrl = 'https://example.org'
const formats = inZone('America/Los_Angeles')
const about = { siteUrl, siteTitle: 'Robin', authorName: 'Robin Okafor', formats }
const nowMs = Date.parse('2026-11-22T14:33:12Z')
const parse = (query: Record<string, string>) =>
  parseOembedQuery(new URLSearchParams({ url: `${siteUrl}/printers/1`, ...query }), siteUrl)

const print: ApiPrint = {
  number: 3,
  printer: 1,
  url: `${siteUrl}/printers/1/prints/3`,
  name: 'dual_rail.gcode',
  title: null,
  note: null,
  outcome: 'finished',
  started: { not_before: null, not_after: '2026-11-22T10:00:00Z' },
  ended: { not_before: '2026-11-22T12:00:00Z', not_after: '2026-11-22T12:10:00Z' },
  duration_seconds: { at_least: 7200, at_most: null },
  progress: 100,
  last_seen_at: '2026-11-22T12:00:00Z',
  max_temperatures: null,
  filament: null,
  published_at: null,
  picture: null,
}

const printer: ApiPrinter = {
  ...newApiPrinter,
  name: 'Maker "Select"',
  state: 'idle',
  observed_at: '2026-11-22T14:30:02Z',
  snapshot: {
    captured_at: '2026-11-22T14:30:00Z',
    received_at: '2026-11-22T14:30:05Z',
    width: 1280,
    height: 720,
    alt: '',
    placeholder: '',
    sources: [{ type: 'image/jpeg', width: 320, url: `${siteUrl}/media/a/320.jpg` }],
  },
}

test.each([
  'https://elsewhere.example/printers/1',
  'https://example.org.evil.example/printers/1',
  'javascript:alert(1)',
  'nonsense',
  '',
])('%s is not a page of this site', (url) => {
  expect(() => parse({ url })).toThrow(expect.objectContaining({ code: 'not-found' }))
})

test.each([
  'https://example.org/printers/12',
  'http://example.org/printers/12/',
  'https://example.org/printers/12/embed?theme=dark#x',
])('%s is a printer', (url) =>
  expect(parsePrinterAddress(parse({ url }).path)).toEqual({ printerId: 12, print: null }),
)

test.each([
  ['https://example.org/printers/12/prints/3', 3],
  ['https://example.org/printers/12/prints/', null],
])('%s is print %s', (url, print) =>
  expect(parsePrinterAddress(parse({ url }).path)).toEqual({ printerId: 12, print }),
)

test.each([
  'https://example.org/blog',
  'https://example.org/printers/01',
  'https://example.org/printers/1/prints/01',
  'https://example.org/printers/1/embed/../../x/y',
  'https://example.org/%FF',
])('%s is no printer', (url) => expect(parsePrinterAddress(parse({ url }).path)).toBeNull())

test('a format other than JSON is not implemented, and an invalid width is named', () => {
  expect(() => parse({ format: 'xml' })).toThrow(
    expect.objectContaining({ code: 'format-not-implemented' }),
  )
  for (const maxwidth of ['0', '-5', '1e3', 'wide'])
    expect(() => parse({ maxwidth })).toThrow(/maxwidth/)
})

test('the iframe and its thumbnail keep to the requested limits', () => {
  expect(describeOembed(printer, parse({}), about, nowMs)).toMatchObject({
    type: 'rich',
    width: 640,
    height: 520,
    thumbnail_width: 320,
    thumbnail_height: 180,
    html: '<iframe src="https://example.org/printers/1/embed" title="Maker &quot;Select&quot;: Idle" width="640" height="520" style="max-width:100%;border:0" loading="lazy"></iframe>',
  })
  const small = describeOembed(printer, parse({ maxwidth: '300', maxheight: '200' }), about, nowMs)
  expect(small).toMatchObject({ type: 'rich', width: 300, height: 200 })
  expect(small).not.toHaveProperty('thumbnail_url')
})

test('of one camera, the iframe and its thumbnail are that camera’s', () => {
  const url = `${siteUrl}/printers/1?camera=2`
  expect([parse({ url }).camera, parse({}).camera]).toEqual(['2', null])
  const camera = { id: 2, name: 'nozzle', publishing: true, image: null, snapshot: null }
  const shown = { ...printer, cameras: [{ ...camera, id: 1, snapshot: printer.snapshot }, camera] }
  const embed = describeOembed(shown, parse({ url }), about, nowMs, 2)
  expect(embed).toMatchObject({ html: expect.stringContaining('/printers/1/embed?camera=2"') })
  expect(embed).not.toHaveProperty('thumbnail_url')
})

test('a narrower iframe is lower, too, and has no empty space', () => {
  expect(describeOembed(printer, parse({ maxwidth: '280' }), about, nowMs)).toMatchObject({
    width: 280,
    height: 318,
  })
})

test('where an iframe is too small to be useful, the response is the picture in its proportions', () => {
  const photo = describeOembed(printer, parse({ maxwidth: '160' }), about, nowMs)
  expect(photo).toMatchObject({ type: 'photo', width: 160, height: 90 })
  expect(
    describeOembed({ ...printer, snapshot: null }, parse({ maxwidth: '160' }), about, nowMs),
  ).toMatchObject({ type: 'rich', width: 160 })
})

const image = { url: '/og/about.png', width: 1200, height: 630 }

test('a print is its picture, as large as there is room for, and without one a link', () => {
  const widths = [320, 640, 1280, 1920]
  const sources = widths.map((width) => ({
    type: 'image/jpeg' as const,
    width,
    url: `${siteUrl}/media/a/${width}.jpg`,
  }))
  const picture = printer.snapshot && { ...printer.snapshot, sources }
  const embed = (query: Record<string, string>, changes: Partial<ApiPrint> = {}) =>
    describePrintEmbed({ ...print, picture, ...changes }, printer, parse(query), about)
  expect(embed({})).toMatchObject({
    type: 'photo',
    title: 'dual rail, printed by Maker "Select"',
    url: `${siteUrl}/media/a/1280.jpg`,
    width: 1280,
    height: 720,
  })
  expect(embed({ maxwidth: '700' })).toMatchObject({ width: 640, height: 360 })
  expect(embed({ maxwidth: '160', maxheight: '60' })).toMatchObject({ width: 106, height: 60 })
  expect(embed({}, { picture: null, name: null })).toMatchObject({
    type: 'link',
    title: 'Print 3, printed by Maker "Select"',
  })
})

test('a document is a link with its preview image, where the image keeps to the limits', () => {
  const embed = (query: Record<string, string>) =>
    describeLinkEmbed({ title: 'About', image }, parse(query), about)
  expect(embed({})).toMatchObject({
    type: 'link',
    title: 'About',
    thumbnail_url: `${siteUrl}/og/about.png`,
    thumbnail_width: 1200,
  })
  expect(embed({ maxwidth: '800' })).not.toHaveProperty('thumbnail_url')
})

test('every response matches its OpenAPI schema', () => {
  for (const maxwidth of ['90', '250', '4000'])
    for (const described of [
      describeOembed(printer, parse({ maxwidth }), about, nowMs),
      describePrintEmbed(print, printer, parse({ maxwidth }), about),
      describeLinkEmbed({ title: 'About', image }, parse({ maxwidth }), about),
    ])
      expect(oembedSchema.parse(described)).toEqual(described)
})

test('of a silent printer, the title says when it was last heard of', () => {
  const titleAt = (atMs: number) => describeOembed(printer, parse({}), about, atMs).title
  expect(titleAt(nowMs)).toBe('Maker "Select": Idle')
  expect(titleAt(nowMs + 3 * 86_400_000)).toBe(
    'Maker "Select": Idle. Last heard of Sun 22 Nov 2026, 06:30 PST',
  )
})
