import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ContentError } from '../content-errors.ts'
import { createContentReader } from './read-content.ts'

const folders: string[] = []
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })))
})

async function read(files: Record<string, string | Buffer>) {
  const folder = await mkdtemp(join(tmpdir(), 'content-'))
  folders.push(folder)
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  return createContentReader(folder, 'America/Los_Angeles')(new Date())
}

async function readErrors(files: Record<string, string | Buffer>): Promise<string> {
  const { errors } = await read(files)
  expect(errors).not.toEqual([])
  return new ContentError(errors).message
}

const older = (more = '') => `---\ndate: 2021-01-26 22:29:00-08:00\n${more}---\nHello.\n`

describe('errors in the content', () => {
  it('are reported all at once, each with its file, its line and what to do', async () => {
    const message = await readErrors({
      'blog/one.md': '---\ntitle: One\ndate: last week\n---\n',
      'blog/two.md': '---\ntitle: [unclosed\n---\n',
      'blog/three.md': '---\ntitle: Three\nslug:\n  ordinal: first\n  name: a/b\n---\n',
      'blog/four.md': 'No front matter at all.\n',
      'blog/five.md': '---\ntitle: never closed\n',
      'blog/six.md': Buffer.from([0xff, 0xfe, 0x41]),
      'projects/seven.md': '---\ntagline: nameless\n---\n',
      'pages/blog.md': '---\ntitle: In the way\n---\n',
      'redirects.yaml': 'old: /new\n/other: nowhere\n',
    })
    expect(message).toContain('blog/one.md:3: date "last week" is not a date; write it as')
    expect(message).toContain('blog/two.md:3: the front matter is not YAML')
    expect(message).toContain('blog/three.md:4: slug.ordinal has to be a number')
    expect(message).toContain(
      'blog/three.md:5: slug.name is used in URLs and may contain only the letters',
    )
    expect(message).toContain('blog/four.md:1: has no date; add one')
    expect(message).toContain('blog/five.md:1: the front matter has no end')
    expect(message).toContain('blog/six.md:1: is encoded in UTF-16')
    expect(message).toContain('projects/seven.md:1: has no title')
    expect(message).toContain(
      'pages/blog.md:1: would be at /blog, which is a page of the site itself',
    )
    expect(message).toContain('redirects.yaml:1: "old" has to begin with a slash')
    expect(message).toContain('redirects.yaml:2: "nowhere" is not a target')
  })

  it.each([
    ['tags:\n\t- a', ':3: the front matter is not YAML: begins with a tab; indent with spaces'],
    [
      'title: Printing: a story',
      ':2: the front matter is not YAML: has a second colon; put quotes',
    ],
    ['title: "A\ntags: []', ':4: the front matter is not YAML: misses a closing quote'],
    ['title: A\ntitle: B', ':3: the front matter is not YAML: has the same name twice'],
    ['title: [a, b]', ':2: title has to be text'],
  ])('are explained in plain words: %j', async (front, words) => {
    expect(await readErrors({ 'blog/a.md': `---\n${front}\n---\n` })).toContain(`blog/a.md${words}`)
  })

  it('include front matter that begins wrongly', async () => {
    for (const text of ['--\ntitle: A\n--\n', '\n---\ntitle: A\n---\n'])
      expect(await readErrors({ 'blog/a.md': text })).toContain(
        'blog/a.md:1: the front matter has to begin on the first line, with exactly three dashes',
      )
  })

  it('don’t include misspelt names and extensions, which only give a warning', async () => {
    const { posts, warnings } = await read({
      'blog/a.md': older('titel: A\ntagz: [b]\nmood: fine\n'),
      'blog/b.MD': older(),
      'blog/c.mdx': older(),
      'blog/d.md': older('slug: {ordnal: 3, mood: fine}\n'),
    })
    expect(posts).toHaveLength(2)
    expect(warnings.map(({ file, line, message }) => `${file}:${line} ${message}`).sort()).toEqual([
      'blog/a.md:3 titel is unknown; did you mean title?',
      'blog/a.md:4 tagz is unknown; did you mean tags?',
      'blog/b.MD:null is ignored; rename it so that it ends in .md',
      'blog/c.mdx:null is ignored; rename it so that it ends in .md',
      'blog/d.md:3 slug.ordnal is unknown; did you mean ordinal?',
    ])
  })

  it('include two posts with one path', async () => {
    const message = await readErrors({
      'blog/a.md': older('ordinal: 0\n'),
      'blog/x/a.md': older('ordinal: 0\n'),
    })
    expect(message).toContain('blog/x/a.md:1: has the same path as blog/a.md')
  })

  it('don’t include two names under one ordinal, which only give a warning', async () => {
    const { posts, warnings } = await read({
      'blog/2021/01/26/0/a.md': older(),
      'blog/2021/01/26/0/b.md': older(),
    })
    expect(posts.map(({ path }) => path)).toEqual(['/2021/01/26/0/a', '/2021/01/26/0/b'])
    expect(warnings[0]?.message).toContain('has the same ordinal as blog/2021/01/26/0/a.md')
  })

  it('include a missing content folder', async () => {
    const reading = createContentReader('/nowhere/content', 'UTC')(new Date())
    await expect(reading).rejects.toThrow('/nowhere/content: is not a folder; set CONTENT_DIR')
  })

  it('include a withdrawn post whose file still exists', async () => {
    const message = await readErrors({
      'blog/a.md': older('ordinal: 3\n'),
      'withdrawn.yaml': '- /2021/01/26/3/a/\n',
    })
    expect(message).toContain('withdrawn.yaml:1: /2021/01/26/3/a is still the path of blog/a.md')
  })
})

describe('posts in both formats', () => {
  it('have titles that can’t reorder the text around them', async () => {
    const { posts } = await read({ 'blog/a.md': older('title: "A\u202Egift\u2066, שלום"\n') })
    expect(posts[0]?.title).toBe('Agift, שלום')
  })

  it('keep the day, the tags and the permalink of the newer front matter', async () => {
    const { posts } = await read({
      'blog/2021/02/07/0/grafana-debugging.md': `---
title: Debugging
tagline: A case
tags:
- project:infrastructure
- Kubernetes
- 3D Printing
slug:
  date: 2021-02-07
  ordinal: 0
  name: grafana-debugging
date:
  created: 2021-02-07 02:37:00-08:00
  published: 2021-02-07 02:37:00-08:00
  updated: 2021-03-01 10:00:00+01:00
---
Text.
`,
    })
    expect(posts).toHaveLength(1)
    expect(posts[0]).toMatchObject({
      path: '/2021/02/07/0/grafana-debugging',
      tagline: 'A case',
      tags: ['kubernetes', '3d-printing'],
      projects: ['infrastructure'],
      isDraft: false,
      isUnlisted: false,
      publishedAt: { text: '2021-02-07T02:37:00-08:00' },
      updatedAt: { offset: '+01:00' },
    })
    // So that line numbers in later errors are those of the file.
    expect(posts[0]?.markdown.split('\n').indexOf('Text.')).toBe(16)
  })

  it('have the local day in their permalink, not the day in UTC', async () => {
    const { posts } = await read({
      'blog/late.md': older(
        'description: Late\ntags: [/projects/infrastructure/, /life/moving/]\n',
      ),
    })
    expect(posts[0]).toMatchObject({
      path: '/2021/01/26/0/late',
      title: null,
      tagline: 'Late',
      tags: ['moving'],
      projects: ['infrastructure'],
    })
  })

  it('take name and ordinal from the file if the front matter has none', async () => {
    const { posts } = await read({
      'blog/0.md': older(),
      'blog/2021/01/26/1.md': older(),
      'blog/2/word.md': older(),
      'blog/My Trip/index.md': older(),
      'blog/2021/01/26/7/index.md': older(),
      'blog/plain.md': older(),
    })
    expect(posts.map((post) => [post.file, post.path])).toEqual([
      ['blog/0.md', '/2021/01/26/0'],
      ['blog/2/word.md', '/2021/01/26/2/word'],
      ['blog/2021/01/26/1.md', '/2021/01/26/1'],
      ['blog/2021/01/26/7/index.md', '/2021/01/26/7'],
      ['blog/My Trip/index.md', '/2021/01/26/3/my-trip'],
      ['blog/plain.md', '/2021/01/26/4/plain'],
    ])
  })

  it('may have null for absent values', async () => {
    const { posts, projects } = await read({
      'blog/2021/11/07/0/hidden.md':
        '---\ntitle: null\ndate: 2021-11-07 01:19:22-07:00\ntags: []\n---\n',
      'projects/fpga.md': '---\ntitle: FPGA\nurl: null\nsource: []\nthumbnail: null\ntags:\n---\n',
    })
    expect(posts[0]).toMatchObject({ title: null, tags: [], path: '/2021/11/07/0/hidden' })
    expect(projects[0]).toMatchObject({ siteUrls: [], sourceUrls: [], thumbnail: null, tags: [] })
  })

  it('are drafts if they were never published or have draft: true', async () => {
    const { posts } = await read({
      'blog/begun.md': '---\ndate:\n  created: 2021-02-07\n---\n',
      'blog/said.md': older('draft: true\n'),
      'blog/done.md': older(),
    })
    expect(posts.map((post) => [post.name, post.isDraft]).sort()).toEqual([
      ['begun', true],
      ['done', false],
      ['said', true],
    ])
  })
})

describe('projects, pages and redirects', () => {
  it('reads projects in both formats', async () => {
    const { projects } = await read({
      'projects/new.md': `---
title: New
slug: quadfrost-leds
status: complete
date: {started: 2020-01-01, finished: null, published: 2020-02-01}
url: {site: null, source: ["https://git.example/a"]}
---
`,
      'projects/old/index.md':
        '---\ntitle: Old\nstartDate: 2019-05-01\nendDate: 2019-06-01\nurl: https://old.example\n---\n',
    })
    expect(projects).toMatchObject([
      {
        path: '/projects/quadfrost-leds',
        status: 'complete',
        finishedAt: null,
        siteUrls: [],
        sourceUrls: ['https://git.example/a'],
      },
      {
        path: '/projects/old',
        startedAt: { localDate: '2019-05-01' },
        siteUrls: ['https://old.example'],
      },
    ])
  })

  it('derives a page’s path from its file, and reads redirects and withdrawn paths', async () => {
    const { pages, redirects, withdrawn } = await read({
      'pages/now.md': '---\ntitle: Now\ndate: 2026-11-01\n---\n',
      'redirects.yaml': '/blog/old/: /2021/01/26/0\n',
      'withdrawn.yaml': '- /2019/01/01/0/regret\n',
    })
    expect(pages).toMatchObject([{ path: '/now', updatedAt: { localDate: '2026-11-01' } }])
    expect(redirects).toEqual(new Map([['/blog/old', '/2021/01/26/0']]))
    expect(withdrawn).toEqual(new Set(['/2019/01/01/0/regret']))
  })

  it('accepts an empty folder', async () => {
    expect(await read({})).toMatchObject({ posts: [], projects: [], pages: [] })
  })
})
