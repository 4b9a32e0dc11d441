import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { describe, expect, it } from 'vitest'
import { listFeedLinks } from './feed-links.ts'
import { parseByFeedparser, python } from './feedparser.fixture.ts'
import { maxEntries, renderFeed } from './render-feed.ts'
import { type FeedChannel, type FeedEntry, feedFormats } from './types.ts'

const channel: FeedChannel = {
  url: 'https://site.example/atom.xml',
  pageUrl: 'https://site.example/',
  title: 'Ada & Co',
  description: 'Notes <on> things',
  language: 'en',
  author: { name: 'Ada', url: 'https://site.example/' },
  hubUrl: null,
}

const html =
  '<p>A &#x3C;b> &#x26; “c” ]]&gt; <img src="https://site.example/a.png" alt=""></p><svg viewBox="0 0 1 1"><path d="M0"></path></svg>'

function entry(more: Partial<FeedEntry> = {}): FeedEntry {
  return {
    url: 'https://site.example/2021/02/07/0/a',
    title: 'Fish & <chips>',
    label: 'Fish & <chips>',
    summary: 'A & b',
    html,
    tags: ['k8s', 'r&d'],
    publishedAt: new Date('2021-02-07T02:37:00-08:00'),
    updatedAt: null,
    ...more,
  }
}

const edited = new Date('2021-03-01T10:00:00+01:00')
const note = entry({ url: 'https://site.example/2021/02/06/0', title: null, label: 'Just a…' })
const entries = [entry({ updatedAt: edited }), note]

describe('a feed', () => {
  it('counts what other sites have said, where the format has a place for it', () => {
    const responses = { likes: 3, reposts: 1, replies: 2 }
    const given = [entry({ responses }), note]
    const [atom, rss, json] = feedFormats.map((format) => renderFeed(format, channel, given).body)
    expect(parseAtomFeed(atom ?? '').entries?.map(({ thr }) => thr?.total)).toEqual([2, undefined])
    expect(parseRssFeed(rss ?? '').items?.map(({ slash }) => slash?.comments)).toEqual([
      2,
      undefined,
    ])
    const { items } = JSON.parse(json ?? '')
    expect(items.map((item: Record<string, unknown>) => item._paparazza)).toEqual([
      responses,
      undefined,
    ])
  })

  it.each(feedFormats)('is no news for a hub in %s when only its counts have changed', (format) => {
    const render = (given: FeedEntry) =>
      renderFeed(format, { ...channel, hubUrl: 'https://hub.example/' }, [given])
    const before = render(entry({ responses: { likes: 3, reposts: 1, replies: 2 } }))
    const liked = render(entry({ responses: { likes: 4, reposts: 1, replies: 3 } }))
    const changed = render(entry({ updatedAt: edited }))
    expect(liked.etag).not.toBe(before.etag)
    expect(liked.announcedVersion).toBe(before.announcedVersion)
    expect(changed.announcedVersion).not.toBe(before.announcedVersion)
    expect(renderFeed(format, channel, [entry()]).announcedVersion).toBeNull()
  })

  it('is valid XML with control characters in a post', () => {
    const bad = entry({
      html: `<p>bell\u0007 and ]]> end</p>`,
      label: 'x\u0000',
      title: 'x\u0000',
    })
    for (const format of ['atom', 'rss'] as const) {
      const { body } = renderFeed(format, { ...channel, title: 'x\u0001\uffff' }, [bad])
      expect(body).not.toMatch(/[^\P{Cc}\t\n\r]|\uffff/u)
    }
    const { body } = renderFeed('atom', channel, [bad])
    expect(parseAtomFeed(body).entries?.[0]?.content?.value).toBe('<p>bell and ]]> end</p>')
  })

  it.each(feedFormats)(
    'has the same bytes on any day, a strong ETag and the date of its newest change: %s',
    (format) => {
      const feed = renderFeed(format, channel, entries)
      expect(renderFeed(format, channel, entries)).toEqual(feed)
      expect(feed.etag).toMatch(/^"[\w-]{27}"$/)
      expect(feed.lastModified).toBe('Mon, 01 Mar 2021 09:00:00 GMT')
      expect(renderFeed(format, channel, [entry()]).etag).not.toBe(feed.etag)
      expect(renderFeed(format, channel, []).lastModified).toBe('Thu, 01 Jan 1970 00:00:00 GMT')
    },
  )

  it('has the newest entries, not all of them', () => {
    const many = Array.from({ length: maxEntries + 5 }, (_, index) =>
      entry({ url: `https://site.example/${index}` }),
    )
    const { body } = renderFeed('json', channel, many)
    expect(parseJsonFeed(body).items).toHaveLength(maxEntries)
  })

  it('in Atom has all that Atom requires', () => {
    const feed = parseAtomFeed(renderFeed('atom', channel, entries).body)
    expect(feed).toMatchObject({
      id: 'https://site.example/',
      title: { value: 'Ada & Co' },
      updated: '2021-03-01T09:00:00.000Z',
      authors: [{ name: 'Ada' }],
    })
    expect(feed.entries?.[0]).toMatchObject({
      id: 'https://site.example/2021/02/07/0/a',
      title: { value: 'Fish & <chips>' },
      published: '2021-02-07T10:37:00.000Z',
      updated: '2021-03-01T09:00:00.000Z',
      categories: [{ term: 'k8s' }, { term: 'r&d' }],
      content: { type: 'html', value: html },
    })
    expect(feed.entries?.[1]?.title?.value).toBe('Just a…')
  })

  it('in RSS has permalinks as ids, and no title for a note', () => {
    const { body } = renderFeed('rss', channel, entries)
    const feed = parseRssFeed(body)
    expect(feed.items?.[0]).toMatchObject({
      title: 'Fish & <chips>',
      guid: { value: 'https://site.example/2021/02/07/0/a', isPermaLink: true },
      pubDate: 'Sun, 07 Feb 2021 10:37:00 GMT',
      dc: { creators: ['Ada'] },
      content: { encoded: html },
    })
    expect(feed.items?.[1]?.title).toBeUndefined()
    expect(body).not.toContain('<author>')
  })

  it('in JSON is version 1.1', () => {
    const { body, contentType } = renderFeed('json', channel, entries)
    expect(contentType).toBe('application/feed+json')
    expect(JSON.parse(body)).toMatchObject({ version: 'https://jsonfeed.org/version/1.1' })
    expect(parseJsonFeed(body)).toMatchObject({
      authors: [{ name: 'Ada' }],
      items: [
        { content_html: html, date_modified: '2021-03-01T09:00:00.000Z' },
        { summary: 'A & b' },
      ],
    })
  })

  it('in JSON has the picture of an entry and the page that it responds to', () => {
    const items = (more: Partial<FeedEntry>) =>
      parseJsonFeed(renderFeed('json', channel, [entry(more)]).body).items?.[0]
    expect(items({})).not.toHaveProperty('image')
    const image = 'https://site.example/assets/a.jpg'
    expect(items({ image, externalUrl: 'https://b.example/' })).toMatchObject({
      image,
      external_url: 'https://b.example/',
    })
  })

  it('names the hub if one is set', () => {
    const hubUrl = 'https://hub.example/'
    for (const format of feedFormats) {
      const feed = renderFeed(format, { ...channel, hubUrl }, entries)
      expect(feed.body).toContain(hubUrl)
      expect(feed.links).toContain(`<${hubUrl}>; rel="hub"`)
      expect(renderFeed(format, channel, entries).links).toHaveLength(1)
    }
  })

  it('has links for every page', () => {
    expect(listFeedLinks({ siteUrl: 'https://site.example', title: channel.title })).toEqual([
      {
        type: 'application/atom+xml',
        title: 'Ada & Co (Atom)',
        href: 'https://site.example/atom.xml',
      },
      {
        type: 'application/rss+xml',
        title: 'Ada & Co (RSS)',
        href: 'https://site.example/rss.xml',
      },
      {
        type: 'application/feed+json',
        title: 'Ada & Co (JSON Feed)',
        href: 'https://site.example/feed.json',
      },
    ])
  })
})

describe('a feed in Python’s feedparser', () => {
  it.skipIf(python === undefined && !process.env.CI).each(['atom', 'rss'] as const)(
    'is well formed and complete: %s',
    (format) => {
      const { body, contentType } = renderFeed(format, channel, entries)
      const parsed = parseByFeedparser({ body, contentType })
      expect(parsed).toMatchObject({ bozo: false, version: format === 'atom' ? 'atom10' : 'rss20' })
      expect(parsed.entries[0]).toMatchObject({
        id: 'https://site.example/2021/02/07/0/a',
        title: expect.stringContaining('Fish & <chips>'),
        published: [2021, 2, 7, 10, 37],
        tags: ['k8s', 'r&d'],
        // feedparser reorders attributes and closes elements; text, URL and SVG must be complete.
        html: expect.stringMatching(
          /^<p>A .*“c” ]].*src="https:\/\/site\.example\/a\.png".*<path d="M0"><\/path><\/svg>$/,
        ),
      })
      expect(parsed.entries).toHaveLength(2)
    },
  )
})
