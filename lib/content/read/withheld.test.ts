import { describe, expect, it } from 'vitest'
import { writeContentFolder } from '../content-folder.fixture.ts'

const now = new Date('2026-06-01T12:00:00Z')

async function read(files: Record<string, string>) {
  const folder = await writeContentFolder(files)
  const content = await folder.start({ now })
  return { ...content, titles: content.posts.map(({ title }) => title) }
}

function post(members: string, format: 'yaml' | 'toml' | 'json' = 'yaml'): string {
  if (format === 'toml') return `+++\ntitle = "Held"\ndate = 2026-01-04\n${members}\n+++\nText.\n`
  if (format === 'json') return `{\n"title": "Held",\n"date": "2026-01-04",\n${members}\n}\nText.\n`
  return `---\ntitle: Held\ndate: 2026-01-04\n${members}\n---\nText.\n`
}

describe('a post that its writer withheld', () => {
  it.each([
    'draft: true',
    'draft: yes',
    'draft: "True"',
    'Draft: 1',
    'draft: perhaps',
    'isDraft: true',
    'published: false',
    'published: "no"',
    'published: 2027-01-01',
    'publish: false',
    'dg-publish: false',
    'public: false',
    'private: true',
    'hidden: true',
    'unlisted: true',
    'headless: true',
    'status: draft',
    'status: Private',
    'status: in review',
    'post_status: pending',
    'visibility: private',
    'visibility: members',
    'password: sesame',
    'eleventyExcludeFromCollections: true',
    'permalink: false',
    '_build:\n  render: never',
    'build:\n  list: never',
    'publishDate: 2026-07-01',
    'publishdate: soon',
    'expiryDate: 2026-05-01',
    'expires: later',
    'wip: true',
    'pubDate: 2026-07-01',
    'scheduled: true',
    'expired: true',
    'unpublished_at: 2026-05-01',
    'render: false',
    'build: false',
    'permalink:\n  build: false',
    'params:\n  private: true',
    'extra:\n  draft: true',
  ])('is not published: %s', async (members) => {
    const { posts, withheld, errors } = await read({ 'blog/2026/01/04/0/held.md': post(members) })
    expect(errors).toEqual([])
    expect(posts).toEqual([])
    expect(withheld).toMatchObject([{ file: 'blog/2026/01/04/0/held.md' }])
  })

  it('is named with the line that withholds it', async () => {
    const yaml = await read({ 'blog/a.md': post('tags: a\npublished: false') })
    expect(yaml.withheld).toEqual([
      { file: 'blog/a.md', line: 5, message: 'is not published: published is false' },
    ])
    const toml = await read({ 'blog/a.md': post('draft = true', 'toml') })
    expect(toml.withheld).toMatchObject([{ line: 4 }])
    const json = await read({ 'blog/a.md': post('"draft": true', 'json') })
    expect(json.withheld).toMatchObject([{ line: 4 }])
  })

  it.each([
    'blog/_drafts/a.md',
    'blog/drafts/a.md',
    'blog/_a.md',
    'pages/_drafts/a.md',
    'projects/_a.md',
  ])('is not published, nor its errors an obstacle: %s', async (file) => {
    const { posts, projects, pages, withheld, errors } = await read({ [file]: '---\nx: [\n---\n' })
    expect([posts, projects, pages, errors]).toEqual([[], [], [], []])
    expect(withheld).toMatchObject([{ file }])
  })

  it.each([
    'draft: false',
    'draft: "no"',
    'draft:',
    'published: true',
    'published: 2026-02-01',
    'status: published',
    'visibility: public',
    'private: 0',
    'permalink: /a/b/',
    'publishDate: 2026-05-31',
    'expiryDate: 2026-07-01',
    'layout: post',
    'extra:\n  status: in review',
    'permalink:\n  build: /a/',
  ])('is published if it says so: %s', async (members) => {
    const { titles, withheld } = await read({ 'blog/2026/01/04/0/held.md': post(members) })
    expect(titles).toEqual(['Held'])
    expect(withheld).toEqual([])
  })

  it('is none of a project whose status is in its owner’s words', async () => {
    const { projects } = await read({
      'projects/a.md': '---\ntitle: A\nstatus: in review\n---\n',
      'projects/b.md': '---\ntitle: B\nstatus: draft\n---\n',
    })
    expect(projects.map(({ title }) => title)).toEqual(['A'])
  })
})

it('a post of the future appears once its date has come, and goes at its expiry', async () => {
  const folder = await writeContentFolder({
    'blog/a.md':
      '---\ntitle: Ahead\ndate: 2026-06-02 00:00:00Z\nexpires: 2026-06-03 00:00:00Z\n---\nx\n',
    'blog/b.md': '---\ntitle: Past\ndate: 2026-05-01\n---\nx\n',
  })
  const at = async (time: string) => {
    const { posts, changesAt } = await folder.start({ now: new Date(time) })
    return [posts.map(({ title }) => title), changesAt?.toISOString().slice(0, 10)]
  }
  expect(await at('2026-06-01T23:59:59Z')).toEqual([['Past'], '2026-06-02'])
  expect(await at('2026-06-02T00:00:00Z')).toEqual([['Ahead', 'Past'], '2026-06-03'])
  expect(await at('2026-06-03T00:00:00Z')).toEqual([['Past'], undefined])
})

it('a withheld post keeps its ordinal, so that no permalink changes when it appears', async () => {
  const files = {
    'blog/a.md': '---\ntitle: First\ndate: 2026-01-04 08:00:00Z\ndraft: true\n---\nx\n',
    'blog/b.md': '---\ntitle: Second\ndate: 2026-01-04 18:00:00Z\n---\nx\n',
  }
  const { posts } = await read(files)
  expect(posts.map(({ path }) => path)).toEqual(['/2026/01/04/1/b'])
})
