import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { mf2 } from 'microformats-parser'
import { describe, expect, test } from 'vitest'
import { inZone } from '#lib/api/formats.fixture.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { toFeedEntry } from '#lib/printers/prints/feed-entry.ts'
import { parseByFeedparser, python } from './feedparser.fixture.ts'
import { renderFeed } from './render-feed.ts'

const channel = {
  url: 'https://example.org/printers/1/prints/atom.xml',
  pageUrl: 'https://example.org/printers/1',
  title: 'Prints of Maker Select',
  description: 'What it made',
  language: 'en',
  author: { name: 'Robin', url: 'https://example.org/' },
  hubUrl: null,
}

const print: ApiPrint = {
  number: 7,
  printer: 1,
  url: 'https://example.org/printers/1/prints/7',
  name: 'a <b>"bold"</b> & \u0001 job.gcode',
  title: null,
  note: null,
  outcome: 'finished',
  started: { not_before: '2026-11-22T12:00:00Z', not_after: '2026-11-22T12:10:00Z' },
  ended: { not_before: '2026-11-22T14:10:00Z', not_after: '2026-11-22T14:20:00Z' },
  duration_seconds: { at_least: 7200, at_most: 8400 },
  progress: 100,
  last_seen_at: '2026-11-22T14:10:00Z',
  max_temperatures: null,
  filament: { used_mm: 8_123, total_mm: 8_200 },
  published_at: null,
  picture: {
    captured_at: '2026-11-22T14:10:00Z',
    received_at: '2026-11-22T14:10:00Z',
    width: 1280,
    height: 720,
    alt: '3D printer, finished with a "job"',
    placeholder: 'data:image/webp;base64,',
    sources: [
      { type: 'image/webp', width: 640, url: 'https://example.org/media/aa/640.webp' },
      { type: 'image/jpeg', width: 640, url: 'https://example.org/media/aa/640.jpg' },
      { type: 'image/jpeg', width: 1280, url: 'https://example.org/media/aa/1280.jpg' },
    ],
  },
}
const published = { publishedAt: new Date('2026-11-22T15:00:00Z'), describedAt: null }
const settings = { siteUrl: 'https://example.org', formats: inZone('UTC') }
const entries = [toFeedEntry({ print, pictures: 9, ...published }, settings)]

test('a feed without entries is a feed', () => {
  expect(parseAtomFeed(renderFeed('atom', channel, []).body).entries ?? []).toEqual([])
  expect(parseRssFeed(renderFeed('rss', channel, []).body).items ?? []).toEqual([])
  expect(parseJsonFeed(renderFeed('json', channel, []).body).items ?? []).toEqual([])
})

describe('a print in a feed', () => {
  test('Atom: permalink, times, text, and pictures as enclosures', () => {
    const feed = renderFeed('atom', channel, entries)
    expect(feed.contentType).toBe('application/atom+xml; charset=utf-8')
    const [entry] = parseAtomFeed(feed.body).entries ?? []
    expect(entry).toMatchObject({
      id: print.url,
      title: { value: 'a <b>"bold"</b> &  job' },
      published: '2026-11-22T15:00:00.000Z',
      summary: {
        value: expect.stringMatching(
          /^Finished between 14:10 and 14:20 UTC, Sun 22 Nov 2026\. Started .+ Took .+ 8\.1.m of filament\.$/,
        ),
      },
    })
    const enclosures = entry?.links?.filter((link) => link.rel === 'enclosure')
    expect(enclosures).toMatchObject([
      { href: 'https://example.org/media/aa/1280.jpg', type: 'image/jpeg' },
      { href: 'https://example.org/api/3dprinter/1/prints/7/flipbook.webp', type: 'image/webp' },
    ])
  })

  test('RSS: the same, with one enclosure and every picture as media', () => {
    const feed = renderFeed('rss', channel, entries)
    expect(feed.contentType).toBe('application/rss+xml; charset=utf-8')
    const [item] = parseRssFeed(feed.body).items ?? []
    expect(item).toMatchObject({
      guid: { value: print.url, isPermaLink: true },
      pubDate: 'Sun, 22 Nov 2026 15:00:00 GMT',
      enclosures: [{ url: 'https://example.org/media/aa/1280.jpg', type: 'image/jpeg' }],
      media: { contents: [{ type: 'image/jpeg' }, { type: 'image/webp' }] },
    })
  })

  test('JSON Feed: the same', () => {
    const [item] = parseJsonFeed(renderFeed('json', channel, entries).body).items ?? []
    expect(item).toMatchObject({
      id: print.url,
      image: 'https://example.org/media/aa/1280.jpg',
      attachments: [{ mime_type: 'image/jpeg' }, { mime_type: 'image/webp' }],
    })
  })

  test('is an h-entry with photo, start and end, with markup in its job’s name', () => {
    const { items } = mf2(entries[0]?.html ?? '', { baseUrl: 'https://example.org/' })
    expect(items).toHaveLength(1)
    expect(items[0]?.properties).toMatchObject({
      photo: [{ value: 'https://example.org/media/aa/1280.jpg', alt: print.picture?.alt }],
      start: [print.started.not_after],
      end: [print.ended?.not_before],
      url: [print.url],
    })
  })

  test('has the owner’s name and note, and was changed when they were', () => {
    const note = { text: 'For the shelf.', html: '<p>For the <em>shelf</em>.</p>' }
    const describedAt = new Date('2026-11-23T09:00:00Z')
    const described = { ...print, title: 'Lamp', name: 'Lamp', note }
    const entry = toFeedEntry(
      { print: described, pictures: 9, ...published, describedAt },
      settings,
    )
    expect(entry).toMatchObject({ title: 'Lamp', updatedAt: describedAt })
    expect(entry.summary).toMatch(/ For the shelf\.$/)
    expect(entry.html).not.toContain('bold')
    const { items } = mf2(entry.html, { baseUrl: 'https://example.org/' })
    expect(items[0]?.properties).toMatchObject({ name: ['Lamp'], content: [{ html: note.html }] })
  })

  test('has planned filament if it finished, but not if it was cancelled', () => {
    const filament = { used_mm: null, total_mm: 8_200 }
    const summarise = (outcome: ApiPrint['outcome']) =>
      toFeedEntry({ print: { ...print, outcome, filament }, pictures: 9, ...published }, settings)
        .summary
    expect(summarise('finished')).toMatch(/8\.2.m of filament\.$/)
    expect(summarise('cancelled')).not.toContain('filament')
  })

  test('has no picture and no animation while pictures are hidden', () => {
    const hidden = { print: { ...print, picture: null }, pictures: 0, ...published }
    const entry = toFeedEntry(hidden, settings)
    expect(entry.enclosures).toEqual([])
    expect(entry.html).not.toContain('<img')
  })

  test('has no animation if there is only one picture', () => {
    const { enclosures } = toFeedEntry({ print, pictures: 1, ...published }, settings)
    expect(enclosures.map(({ type }) => type)).toEqual(['image/jpeg'])
  })
})

test('the same prints result in the same bytes', () => {
  const [one, two] = [1, 2].map(() => renderFeed('atom', channel, entries))
  expect(one).toEqual(two)
  expect(one?.lastModified).toBe('Sun, 22 Nov 2026 15:00:00 GMT')
})

describe.skipIf(python === undefined && !process.env.CI)('Python’s feedparser reads', () => {
  test.each([
    ['atom', 'atom10'],
    ['rss', 'rss20'],
  ] as const)('%s completely', (format, version) => {
    const parsed = parseByFeedparser(renderFeed(format, channel, entries))
    expect(parsed).toMatchObject({ bozo: false, version, title: 'Prints of Maker Select' })
    const [entry] = parsed.entries
    expect(entry).toMatchObject({
      id: print.url,
      link: print.url,
      title: expect.stringContaining('job'),
      published: [2026, 11, 22, 15, 0],
    })
    expect([...(entry?.enclosures ?? []), ...(entry?.media ?? [])]).toEqual(
      expect.arrayContaining([
        'https://example.org/media/aa/1280.jpg',
        'https://example.org/api/3dprinter/1/prints/7/flipbook.webp',
      ]),
    )
    const { items } = mf2(entry?.html ?? '', { baseUrl: 'https://example.org/' })
    expect(items[0]?.properties).toMatchObject({ start: [print.started.not_after] })
  })
})

test('a print’s material is in its entry, in words', () => {
  const material = {
    description: 'PLA, dark blue, layer 210 of 210',
    filament_type: 'PLA',
    filament_color: '#1e3a8a',
    filament_color_name: 'dark blue',
    nozzle_diameter_mm: 0.4,
    filament_name: null,
    filament_remaining_g: null,
  }
  const made = { ...print, layer: 210, layers: 210, material }
  const { summary, html } = toFeedEntry({ print: made, pictures: 9, ...published }, settings)
  const words = 'Material: PLA, dark blue, layer 210 of 210.'
  expect(summary).toContain(words)
  expect(html).toContain(words)
})
