import { describe, expect, it } from 'vitest'
import { writeContentFolder } from '../content-folder.fixture.ts'
import { findDocument } from '../model/get-documents.ts'
import { listFeedEntries, listRelatedPosts } from '../model/list-posts.ts'
import { getTag } from '../model/list-tags.ts'
import { resolveRoute } from '../model/resolve-route.ts'
import { searchDocuments } from '../model/search-documents.ts'
import { suggestDocuments } from '../model/suggest-documents.ts'

async function read(files: Record<string, string>) {
  const folder = await writeContentFolder(files)
  return folder.start({ now: new Date('2026-06-01T12:00:00Z') })
}

function post(members: string): string {
  return `---\ntitle: Held\ndate: 2026-01-04\n${members}\n---\nText.\n`
}

describe('a document that its writer left out of lists', () => {
  it.each([
    'unlisted: true',
    'Unlisted: "yes"',
    'listed: false',
    'visibility: unlisted',
    'status: Unlisted',
    'tags: [unlisted]',
    'eleventyExcludeFromCollections: true',
    'build:\n  list: never',
    '_build: {list: local}',
    'cascade: {build: {list: never}}',
    'sitemap: false',
    'sitemap: {exclude: true}',
    'search: {exclude: true}',
    'in_search_index: false',
    'hiddenFromHomePage: true',
    'noindex: true',
    'robots: noindex, nofollow',
    'make_discoverable: false',
  ])('has its page, and is in no list: %s', async (members) => {
    const content = await read({
      'blog/2026/01/04/0/held.md': post(members),
      'projects/held.md': post(members),
      'pages/held.md': post(members),
    })
    expect([content.posts, content.projects, content.pages]).toEqual([[], [], []])
    expect(content.withheld).toHaveLength(3)
    expect(content.withheld[0]).toMatchObject({
      file: 'blog/2026/01/04/0/held.md',
      message: expect.stringContaining('has its page, but is in no list'),
    })
    for (const path of ['/2026/01/04/0/held', '/projects/held', '/held'])
      expect(findDocument(content, path)).toMatchObject({ title: 'Held', isUnlisted: true })
  })

  it('is in no feed, search, tag or suggestion, and no link that is guessed leads to it', async () => {
    const content = await read({
      'blog/2026/01/04/0/held.md': post('tags: [lamps]\nunlisted: true'),
      'blog/2026/01/05/0/public.md':
        '---\ntitle: Public\ndate: 2026-01-05\ntags: [lamps]\n---\nSee [[Held]].\n',
    })
    const [one] = content.posts
    if (one === undefined) throw new Error('No post')
    expect((await listFeedEntries(content, 9)).map(({ title }) => title)).toEqual(['Public'])
    expect(
      (await searchDocuments(content, 'held')).found.map(({ document }) => document.path),
    ).toEqual([one.path])
    expect(getTag(content, 'lamps')?.posts).toHaveLength(1)
    expect(listRelatedPosts(content, one)).toEqual([])
    expect(suggestDocuments(content, '/held')).toEqual([])
    expect(suggestDocuments(content, '/2026/01/04/held')).toEqual([])
    expect(resolveRoute(content, '/2026/01/04/0')).toBeNull()
    expect((await content.readBody(one)).html).toContain('<a href="/2026/01/04/0/held">Held</a>')
  })

  it('is in the folder unlisted, or its name says so', async () => {
    const { unlisted, posts } = await read({
      'blog/unlisted/a.md': post('tags: a'),
      'blog/b.unlisted.md': post('tags: a'),
    })
    expect(posts).toEqual([])
    expect(unlisted).toHaveLength(2)
  })

  it('is withheld if something else withholds it', async () => {
    const { unlisted } = await read({ 'blog/a.md': post('unlisted: true\ndraft: true') })
    expect(unlisted).toEqual([])
  })
})
