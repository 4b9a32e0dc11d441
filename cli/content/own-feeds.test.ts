import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listFeedEntries } from '#lib/content/model/list-posts.ts'
import { openContent } from '#lib/content/open-content.ts'
import { renderFeed } from '#lib/feeds/render-feed.ts'
import type { FeedChannel, FeedEntry } from '#lib/feeds/types.ts'

const channel: FeedChannel = {
  url: 'https://site.example/feed',
  pageUrl: 'https://site.example/',
  title: 'A site',
  description: 'Notes',
  language: 'en',
  author: { name: 'Ada', url: 'https://site.example/' },
  hubUrl: null,
}

let cacheDir = ''
let entries: FeedEntry[] = []
beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'content-'))
  const root = join(import.meta.dirname, '../..')
  const content = await openContent({
    contentDir: join(root, 'content'),
    cacheDir,
    rootDir: root,
    siteUrl: 'https://site.example',
    timeZone: 'America/Los_Angeles',
    hasDrafts: false,
  })
  entries = await listFeedEntries(content, content.posts.length)
})
afterAll(() => rm(cacheDir, { recursive: true }))

it('the feeds of this site contain complete posts that work outside of it', () => {
  const atom = parseAtomFeed(renderFeed('atom', channel, entries).body)
  const rss = parseRssFeed(renderFeed('rss', channel, entries).body)
  const json = parseJsonFeed(renderFeed('json', channel, entries).body)
  const contents = [
    ...(atom.entries ?? []).map((entry) => entry.content?.value ?? ''),
    ...(rss.items ?? []).map((item) => item.content?.encoded ?? ''),
    ...(json.items ?? []).map((item) => item.content_html ?? ''),
  ]
  expect(contents).toHaveLength(3 * entries.length)
  for (const html of contents) {
    expect(html.length).toBeGreaterThan(5000)
    expect(html).not.toMatch(
      /\s(?:href|src)="\/|srcset=|<button|<script|\sclass=|\sstyle=|\stabindex=/,
    )
  }
  // Ids are unique across entries, because a reader shows several on one page.
  const ids = entries.flatMap(({ html }) =>
    [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id),
  )
  expect(ids.length).toBeGreaterThan(1)
  expect(new Set(ids).size).toBe(ids.length)
  expect(atom.entries?.at(-1)).toMatchObject({
    id: 'https://site.example/2021/02/07/0/grafana-debugging',
    published: '2021-02-07T10:37:00.000Z',
  })
})
