import { expect, test } from 'vitest'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { newApiPrinter } from '../printer.fixture.ts'
import { describeOembed, oembedSchema, parseOembedQuery } from './oembed.ts'

const siteUrl = 'https://example.org'
const timeZone = 'America/Los_Angeles'
const about = { siteUrl, siteTitle: 'Robin', authorName: 'Robin Okafor', timeZone }
const nowMs = Date.parse('2026-11-22T14:33:12Z')
const parse = (query: Record<string, string>) =>
  parseOembedQuery(new URLSearchParams({ url: `${siteUrl}/printers/1`, ...query }), siteUrl)

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
  'https://example.org/blog',
  'https://example.org/printers/01',
  'https://example.org/printers/1/embed/../../x/y',
  'javascript:alert(1)',
  'nonsense',
  '',
])('%s is not a printer of this site', (url) => {
  expect(() => parse({ url })).toThrow(expect.objectContaining({ code: 'not-found' }))
})

test.each([
  'https://example.org/printers/12',
  'http://example.org/printers/12/',
  'https://example.org/printers/12/embed?theme=dark#x',
])('%s is a printer', (url) => expect(parse({ url }).printerId).toBe(12))

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

test('every response matches its OpenAPI schema', () => {
  for (const maxwidth of ['90', '250', '4000'])
    expect(() =>
      oembedSchema.parse(describeOembed(printer, parse({ maxwidth }), about, nowMs)),
    ).not.toThrow()
})

test('of a silent printer, the title says when it was last heard of', () => {
  const titleAt = (atMs: number) => describeOembed(printer, parse({}), about, atMs).title
  expect(titleAt(nowMs)).toBe('Maker "Select": Idle')
  expect(titleAt(nowMs + 3 * 86_400_000)).toBe(
    'Maker "Select": Idle. Last heard of Sun 22 Nov 2026, 06:30 PST',
  )
})
