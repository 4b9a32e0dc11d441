import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mf2 } from 'microformats-parser'
import sharp from 'sharp'
import { expect, type Site, startSite, test } from './site.ts'
import { writeFiles } from './write-files.ts'

/* What third-party parsers find in a page. */

type MicroformatRoot = ReturnType<typeof mf2>['items'][number]

let contentDir = ''
let site: Site

test.describe.configure({ mode: 'default' })
test.beforeAll(async () => {
  contentDir = await mkdtemp(join(tmpdir(), 'content-'))
  const picture = sharp({ create: { width: 640, height: 480, channels: 3, background: 'teal' } })
  await writeFiles(contentDir, {
    'site.yaml': `author: {name: Robin, bio: I print., photo: /me.jpg}
profiles: [{label: Mastodon, url: "https://social.example/@Robin"}]
`,
    'blog/2026/03/04/0/whole.md': `---
title: A whole post
tagline: With everything
tags: [nozzles, project:desk]
location: Oakland
syndication: https://social.example/@robin/1
in-reply-to: https://other.example/question
date:
  published: 2026-03-04 23:30:00-08:00
  updated: 2026-04-01 08:15:00+02:00
---

The first words.

<!-- excerpt -->

The rest of it[^1].

[^1]: With a note.
`,
    'blog/2026/03/05/0.md': '---\ndate: 2026-03-05 10:00:00-08:00\n---\n\nOnly a note.\n',
    'blog/2026/03/06/0.md':
      '---\ndate: 2026-03-06 10:00:00-08:00\nphoto: {src: desk.png, alt: The desk}\n---\n\nA photo.\n',
    'blog/2026/03/06/desk.png': await picture.png().toBuffer(),
    'projects/desk.md':
      '---\ntitle: Desk\nslug: {name: desk}\nstatus: going\ndate: {started: 2026-01-01}\n---\n\nA desk.\n',
  })
  site = await startSite({ CONTENT_DIR: contentDir })
})
test.afterAll(async () => {
  await site.stop()
  await rm(contentDir, { recursive: true })
})

async function read(path: string) {
  const html = await (await fetch(site.url + path)).text()
  const [, written = ''] = /<link rel="canonical" href="([^"]+)"/.exec(html) ?? []
  const canonical = new URL(written).href
  return { canonical, ...mf2(html, { baseUrl: canonical }) }
}

/** All roots of a type, at any depth. */
function find(items: readonly MicroformatRoot[], type: string): MicroformatRoot[] {
  return items.flatMap((item) => [
    ...(item.type?.includes(type) ? [item] : []),
    ...find(item.children ?? [], type),
  ])
}

async function readEntry(path: string) {
  const { items, canonical } = await read(path)
  const entries = find(items, 'h-entry')
  expect(entries).toHaveLength(1)
  return { canonical, properties: entries[0]?.properties ?? {} }
}

test('home has one representative h-card of its owner, by each way to find it', async () => {
  const { items, rels, canonical } = await read('/')
  const cards = items.filter(({ type }) => type?.includes('h-card'))
  expect(cards).toHaveLength(1)
  const { name, url, uid, note, photo } = cards[0]?.properties ?? {}
  expect(uid).toEqual([canonical])
  expect(url).toContain(canonical)
  expect(rels.me).toEqual(expect.arrayContaining((url ?? []).map(String)))
  expect([name, note, photo].map((values) => values?.length)).toEqual([1, 1, 1])
})

test('a post’s h-entry is complete', async () => {
  const { properties, canonical } = await readEntry('/2026/03/04/0/whole')
  expect(properties).toMatchObject({
    name: ['A whole post'],
    summary: ['With everything'],
    url: [canonical],
    uid: [canonical],
    published: ['2026-03-04T23:30:00-08:00'],
    updated: ['2026-04-01T08:15:00+02:00'],
    category: ['Desk', 'nozzles'],
    location: ['Oakland'],
    syndication: ['https://social.example/@robin/1'],
    'in-reply-to': ['https://other.example/question'],
    author: [{ type: ['h-card'] }],
  })
  const [author] = properties.author as MicroformatRoot[]
  expect(author?.properties).toMatchObject({
    name: [expect.any(String)],
    url: [new URL('/', canonical).href],
    photo: [expect.stringMatching(/^http/)],
  })
  const [content] = properties.content as { value: string; html: string }[]
  expect(content?.value).toMatch(/^The first words\.\s+The rest of it/)
  // The note's popover is outside `e-content`, so nothing is read twice.
  expect(content?.value.match(/With a note/g)).toHaveLength(1)
})

test('a note has no name, on its page and in lists; a photo is a photo', async () => {
  const note = (await readEntry('/2026/03/05/0')).properties
  expect(note).not.toHaveProperty('name')
  expect(note.content).toMatchObject([{ value: 'Only a note.' }])
  const photo = (await readEntry('/2026/03/06/0')).properties
  expect(photo).not.toHaveProperty('name')
  expect(photo.photo).toMatchObject([{ alt: 'The desk' }])
})

for (const path of ['/', '/blog', '/blog/2026', '/tags/nozzles'])
  test(`${path} is an h-feed`, async () => {
    const { items } = await read(path)
    const [feed] = items.filter(({ type }) => type?.includes('h-feed'))
    expect(feed?.properties).toMatchObject({
      name: [expect.any(String)],
      author: [{ type: ['h-card'], properties: { url: [expect.any(String)] } }],
    })
    if (path !== '/') expect(feed?.properties.url).toEqual([expect.stringMatching(`${path}$`)])
    expect(feed?.children?.length).toBe(path.startsWith('/tags') ? 1 : 3)
    for (const { type, properties } of feed?.children ?? []) {
      expect(type).toEqual(['h-entry'])
      expect(properties.url).toEqual(properties.uid)
      expect(properties.published).toEqual([expect.stringMatching(/^2026-03-0\d/)])
      const isTitled = String(properties.url).endsWith('/whole')
      expect(properties.name).toEqual(isTitled ? ['A whole post'] : undefined)
    }
  })

test('feeds are well formed for a widely used parser', async () => {
  const isThere = (command: string) => spawnSync(command, ['-c', 'import feedparser']).status === 0
  const python = ['/usr/bin/python3', 'python3'].find(isThere)
  test.skip(python === undefined && !process.env.CI, 'Python has no feedparser here')
  const script = `
import feedparser, json, sys
feed = feedparser.parse(sys.stdin.buffer.read(), response_headers={'content-type': sys.argv[1]})
print(json.dumps([bool(feed.bozo), feed.version, [[e.link, e.get('title', ''), e.published_parsed[:4]] for e in feed.entries]]))
`
  for (const path of ['/atom.xml', '/rss.xml']) {
    const answer = await fetch(site.url + path)
    const type = answer.headers.get('content-type') ?? ''
    const input = Buffer.from(await answer.arrayBuffer())
    const { stdout } = spawnSync(python ?? 'python3', ['-c', script, type], { input })
    const [isBroken, version, entries] = JSON.parse(stdout.toString())
    expect([isBroken, version]).toEqual([false, path === '/rss.xml' ? 'rss20' : 'atom10'])
    expect(entries).toHaveLength(3)
    expect(entries.at(-1)).toEqual([
      expect.stringMatching(/\/2026\/03\/04\/0\/whole$/),
      'A whole post',
      [2026, 3, 5, 7], // UTC
    ])
  }
})

test('a profile elsewhere shows the site as verified, as Mastodon looks for the link back', async () => {
  const html = await (await fetch(site.url)).text()
  const links = [...html.matchAll(/<(?:a|link)\b[^>]*>/g)].map(([tag]) => tag)
  const isMe = (tag: string) => / rel="(?:[^"]* )?me(?: [^"]*)?"/.test(tag)
  // It compares the addresses letter by letter, whatever their case.
  const back = links.filter(
    (tag) => isMe(tag) && / href="https:\/\/social\.example\/@Robin"/.test(tag),
  )
  expect(back.length).toBeGreaterThan(0)
  expect(Buffer.byteLength(html)).toBeLessThan(1_000_000)
})
