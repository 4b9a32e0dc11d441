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
    'publishState: draft',
    'publication_status: draft',
    'publishing:\n  status: draft',
    'post-visibility: private',
    'access-level: private',
    'workflow: draft',
    'not_public: true',
    'is_unpublished: true',
    'in_progress: true',
    'online: false',
    'ready: false',
    'audience: friends',
    'isDraft: true',
    'published: false',
    'published: "no"',
    'published: 2027-01-01',
    'publish: false',
    'dg-publish: false',
    'public: false',
    'private: true',
    'hidden: true',
    'headless: true',
    'status: draft',
    'status: Private',
    'status: in review',
    'post_status: pending',
    'visibility: private',
    'visibility: members',
    'password: sesame',
    'permalink: false',
    '_build:\n  render: never',
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
    'DRAFT: "YES"',
    'draft: "true"',
    'draft: 1',
    'draft: 2027-01-01',
    'published: "False"',
    'state: draft',
    'state: Draft',
    'access: private',
    'access: members',
    'access: [members]',
    'visibility: "Members only"',
    'audience: only_paid',
    'post_type: revision',
    'wp:post_type: attachment',
    'wp:status: pending',
    'wp:post_password: sesame',
    'type: draft',
    'layout: draft',
    'stage: draft',
    'email_only: true',
    'routable: false',
    'visible: "0"',
    'output: false',
    'share: false',
    'nopublish: true',
    'do_not_publish: yes',
    'Confidential: true',
    'archived: true',
    'Status: hidden',
    'tags: [lamps, draft]',
    'tags: lamps, private',
    'tags: lamps private',
    'tag: "#draft"',
    'tags: [status/Draft]',
    'tags:\n  - name: Draft\n    slug: draft',
    'categories: [Drafts]',
    'taxonomies:\n  tags: [draft]',
    'extra:\n  status: draft',
    'extra:\n  params:\n    private: true',
    'hugo:\n  draft: true',
    'obsidian:\n  publish: false',
    'cascade:\n  draft: true',
    'cascade:\n  build:\n    render: never',
    'cascade:\n  - draft: true\n    _target:\n      path: /blog/**',
    'cascade:\n  params:\n    hidden: true',
    '_build: {list: never, render: never}',
    '<<: {draft: true}',
    'visible_from: 2026-07-01',
    'publish_down: 2026-05-01',
    'valid_until: 2026-05-01',
    'extra:\n  expires: 2026-05-01',
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
    'blog/my drafts/a.md',
    'blog/drafts-2026/a.md',
    'blog/not-published/a.md',
    'blog/in-progress/a.md',
    'blog/Entwürfe/a.md',
    'blog/Entwu\u0308rfe/a.md',
    'blog/brouillons/a.md',
    'blog/node_modules/x/a.md',
    'blog/drafts/a.md',
    'blog/_a.md',
    'pages/_drafts/a.md',
    'projects/_a.md',
    'blog/unpublished/a.md',
    'blog/2026/Private/a.md',
    'blog/01 Drafts/a.md',
    'blog/a.draft.md',
    'blog/a.DRAFT.md',
    'pages/draft.md',
    'blog/draft_a.md',
    'blog/a.sync-conflict-20260101-120000-ABCDEFG.md',
    "blog/a (Ada's conflicted copy 2026-01-01).md",
    'blog/a.bak.md',
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
    'published: "1"',
    'state: published',
    'visibility: "true"',
    'audience: everyone',
    'post_type: post',
    'wp:status: publish',
    'post_password: ""',
    'type: post',
    'tags: [private-cloud, drafting, "private school"]',
    'categories: Hidden gems of Portland',
    'hide: [navigation, toc]',
    'output: html_document',
    'live: https://demo.example/',
    'share: [mastodon]',
    'exclude: [a.jpg]',
    'cascade:\n  draft: false',
    'sitemap:\n  priority: 0.5',
    'search: {boost: 2}',
    'robots: index, follow',
    'cover:\n  hidden: true',
    'build: {list: always, render: always}',
  ])('is published if it says so: %s', async (members) => {
    const { titles, withheld } = await read({ 'blog/2026/01/04/0/held.md': post(members) })
    expect(titles).toEqual(['Held'])
    expect(withheld).toEqual([])
  })

  it.each([
    ['blog/_index.md', '---\ncascade:\n  draft: true\n---\n'],
    ['blog/_index.md', '+++\ndraft = true\n+++\n'],
    ['blog/_index.md', '+++\n[[cascade]]\n[cascade.build]\nrender = "never"\n+++\n'],
    ['blog/2026/_metadata.yml', 'draft: true\n'],
    ['blog/2026/2026.json', '{"permalink": false}\n'],
    ['blog/2026/01/01.11tydata.json', '{"draft": true}\n'],
    ['blog/2026/01/01.11tydata.js', 'export default { draft: true }\n'],
    ['blog/2026/01/01.11tydata.ts', 'export default { draft: true }\n'],
    ['blog/2026/01/_index.de.md', '---\ncascade:\n  draft: true\n---\n'],
    ['blog/2026/_metadata.yml', 'draft: [\n'],
  ])('is not published if its folder withholds it: %s %j', async (file, text) => {
    const { posts, withheld } = await read({
      [file]: text,
      'blog/2026/01/04/0/held.md': post('tags: a'),
      'blog/2026/01/04/1/held.md': post('draft: false'),
    })
    expect(posts).toEqual([])
    const messages = withheld.filter(({ file }) => file.includes('held')).map((one) => one.message)
    expect(messages).toEqual([expect.stringContaining(file), expect.stringContaining(file)])
  })

  it('is not published if it lies next to a withheld index.md, and is if that has an error', async () => {
    const bundle = (index: string) => ({
      'blog/bundle/index.md': index,
      'blog/bundle/part.md': post('tags: a'),
      'blog/index.md': post('draft: true'),
    })
    expect((await read(bundle(post('draft: true')))).titles).toEqual([])
    expect((await read(bundle('---\ntitle: [\n---\n'))).titles).toEqual(['Held'])
  })

  it('is not withheld by the folder of others', async () => {
    const { titles } = await read({
      'blog/2025/_metadata.yml': 'draft: true\n',
      'blog/_index.md': '---\ntitle: All posts\nbuild: {render: never}\n---\n',
      'blog/2026/2026.json': '{"layout": "post.njk", "tags": "posts"}\n',
      'blog/2026/01/04/0/held.md': post('tags: a'),
    })
    expect(titles).toEqual(['Held'])
  })

  it('is none of a project whose status is in its owner’s words', async () => {
    const { projects } = await read({
      'projects/a.md': '---\ntitle: A\nstatus: in review\n---\n',
      'projects/b.md': '---\ntitle: B\nstatus: draft\n---\n',
    })
    expect(projects.map(({ title }) => title)).toEqual(['A'])
  })
})
