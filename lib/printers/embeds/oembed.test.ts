import { expect, test } from 'vitest'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { newApiPrinter } from '../printer.fixture.ts'
import { describeOembed, oembedSchema, parseOembedQuery } from './oembed.ts'

const siteUrl = 'https://example.org'
const about = { siteUrl, siteTitle: 'Robin', authorName: 'Robin Okafor' }
const ask = (query: Record<string, string>) =>
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
])('%s is no printer of this site', (url) => {
  expect(() => ask({ url })).toThrow(expect.objectContaining({ code: 'not-found' }))
})

test.each([
  'https://example.org/printers/12',
  'http://example.org/printers/12/',
  'https://example.org/printers/12/embed?theme=dark#x',
])('%s is', (url) => expect(ask({ url }).printerId).toBe(12))

test('another format than JSON is not implemented; a width that is none is told', () => {
  expect(() => ask({ format: 'xml' })).toThrow(
    expect.objectContaining({ code: 'format-not-implemented' }),
  )
  for (const maxwidth of ['0', '-5', '1e3', 'wide'])
    expect(() => ask({ maxwidth })).toThrow(/maxwidth/)
})

test('a frame, never larger than asked for, with a thumbnail that keeps to the same bounds', () => {
  expect(describeOembed(printer, ask({}), about)).toMatchObject({
    type: 'rich',
    width: 640,
    height: 520,
    thumbnail_width: 320,
    thumbnail_height: 180,
    html: '<iframe src="https://example.org/printers/1/embed" title="Maker &quot;Select&quot;: Idle" width="640" height="520" style="max-width:100%;border:0" loading="lazy"></iframe>',
  })
  const small = describeOembed(printer, ask({ maxwidth: '300', maxheight: '200' }), about)
  expect(small).toMatchObject({ type: 'rich', width: 300, height: 200 })
  expect(small).not.toHaveProperty('thumbnail_url')
})

test('a narrower frame is lower, too: room for the picture and its words, and none that stays black', () => {
  expect(describeOembed(printer, ask({ maxwidth: '280' }), about)).toMatchObject({
    width: 280,
    height: 318,
  })
})

test('where a frame would show nothing of use, the picture, in its own proportions', () => {
  const photo = describeOembed(printer, ask({ maxwidth: '160' }), about)
  expect(photo).toMatchObject({ type: 'photo', width: 160, height: 90 })
  expect(
    describeOembed({ ...printer, snapshot: null }, ask({ maxwidth: '160' }), about),
  ).toMatchObject({ type: 'rich', width: 160 })
})

test('every answer keeps to the description that the API gives of it', () => {
  for (const maxwidth of ['90', '250', '4000'])
    expect(() =>
      oembedSchema.parse(describeOembed(printer, ask({ maxwidth }), about)),
    ).not.toThrow()
})
