import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { expect, test } from './site.ts'

/* Promises to feed readers, crawlers and other machines. */

const feeds = ['/atom.xml', '/rss.xml', '/feed.json']

test('every page says where the feeds are', async ({ site }) => {
  for (const path of ['/', '/blog', '/about', '/printers']) {
    const html = await (await fetch(site.url + path)).text()
    const found = [...html.matchAll(/<link href="([^"]+)" rel="alternate"[^>]*type="([^"]+)"/g)]
    expect(found.map(([, href = '', type]) => [new URL(href).pathname, type])).toEqual([
      ['/atom.xml', 'application/atom+xml'],
      ['/rss.xml', 'application/rss+xml'],
      ['/feed.json', 'application/feed+json'],
    ])
  }
})

test('each feed has whole posts that a third-party parser reads', async ({ site }) => {
  const [atom = '', rss = '', json = ''] = await Promise.all(
    feeds.map(async (path) => (await fetch(site.url + path)).text()),
  )
  const contents = [
    parseAtomFeed(atom).entries?.map((entry) => entry.content?.value),
    parseRssFeed(rss).items?.map((item) => item.content?.encoded),
    parseJsonFeed(json).items?.map((item) => item.content_html),
  ]
  for (const list of contents) {
    expect(list?.length).toBeGreaterThanOrEqual(2)
    expect(list?.at(-1)).toContain('Elasticsearch')
    expect(list?.join()).not.toMatch(/<(?:button|script)|(?:src|href)="\//)
  }
  expect(parseJsonFeed(json).items?.at(-1)?.url).toMatch(/\/2021\/02\/07\/0\/grafana-debugging$/)
})

test('a reader that guesses the address finds the feed', async ({ site }) => {
  for (const path of ['/feed', '/feed/', '/feed.xml', '/index.xml', '/rss']) {
    const answer = await fetch(site.url + path)
    expect(answer.headers.get('content-type'), path).toMatch(/^application\/(atom|rss)\+xml/)
  }
})

test('a reader that has the feed gets 304, by tag and by time', async ({ site }) => {
  for (const path of feeds) {
    const first = await fetch(site.url + path)
    const etag = first.headers.get('etag') ?? ''
    const since = first.headers.get('last-modified') ?? ''
    expect(etag).toMatch(/^"[^"]+"$/)
    expect(Date.parse(since)).toBeGreaterThan(0)
    const ask = async (headers: Record<string, string>) =>
      (await fetch(site.url + path, { headers })).status
    expect(await ask({ 'if-none-match': etag }), path).toBe(304)
    expect(await ask({ 'if-modified-since': since }), path).toBe(304)
    expect(await ask({ 'if-none-match': '"other"' }), path).toBe(200)
  }
})

test('the sitemap lists every document, robots and people know where it is', async ({ site }) => {
  const map = await (await fetch(`${site.url}/sitemap.xml`)).text()
  for (const path of ['/blog', '/about', '/projects/infrastructure', '/tags/grafana'])
    expect(map).toContain(`${path}</loc>`)
  expect(map).toContain('/2021/02/07/0/grafana-debugging</loc>')
  expect(map).toContain('<lastmod>2021-02-07T02:37:00-08:00</lastmod>')
  for (const [, url = ''] of map.matchAll(/<loc>([^<]+)<\/loc>/g)) {
    const { pathname } = new URL(url)
    expect((await fetch(site.url + pathname)).status, pathname).toBe(200)
  }
  expect(await (await fetch(`${site.url}/robots.txt`)).text()).toMatch(/Sitemap: .*\/sitemap\.xml/)
  expect((await fetch(`${site.url}/humans.txt`)).status).toBe(200)
})

test('the content’s files are immutable, and no other files are served', async ({ site }) => {
  const html = await (await fetch(`${site.url}/2021/02/07/0/grafana-debugging`)).text()
  const [name = ''] = /\/assets\/[\w.-]+/.exec(html) ?? []
  const file = await fetch(site.url + name)
  expect(file.status).toBe(200)
  expect(file.headers.get('cache-control')).toContain('immutable')
  for (const path of [
    '/assets/..%2Frenderer',
    '/assets/renderer',
    '/assets/.hidden',
    '/assets/x.svg',
  ])
    expect((await fetch(site.url + path)).status, path).toBe(404)
})
