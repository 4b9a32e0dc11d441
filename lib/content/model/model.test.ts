import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type ContentFolder,
  createContentFolder,
  writeContentFolder,
} from '../content-folder.fixture.ts'
import { getPage, getPost, getProject } from './get-documents.ts'
import { getNeighbours, listPosts, listRelatedPosts, listYears } from './list-posts.ts'
import { getTag, listTags } from './list-tags.ts'
import { resolveRoute } from './resolve-route.ts'
import { suggestDocuments } from './suggest-documents.ts'
import type { Content, Post } from './types.ts'

const post = (title: string, date: string, tags: string, more = '') =>
  `---\ntitle: ${title}\ndate: ${date}\ntags: [${tags}]\n${more}---\nWords of ${title}.\n`

let folder: ContentFolder
let content: Content
beforeAll(async () => {
  folder = await createContentFolder({
    'blog/a.md': post('A', '2020-01-02 10:00:00-08:00', 'k8s, grafana, project:infra'),
    'blog/b.md': post('B', '2020-01-02 12:00:00-08:00', 'k8s'),
    'blog/c.md': post('C', '2021-05-01 10:00:00-08:00', 'k8s, grafana'),
    'blog/d.md': post('D', '2021-06-01 10:00:00-08:00', 'cooking, project:nowhere'),
    'blog/9.md':
      '---\ndate: 2021-07-01\n---\nJust a thought, of more words than a title has room for in lists.\n',
    'blog/2021/08/01/0/greenwich.md':
      '---\ntitle: E\nslug: {date: 2021-08-03, ordinal: 0}\ndate: 2021-08-01 19:20:00-07:00\n---\n',
    'blog/draft.md': post('Draft', '2022-01-01', 'k8s', 'draft: true\n'),
    'projects/infra.md':
      '---\ntitle: Infrastructure\ntags: [k8s, wiring, "series: Racks"]\nstartDate: 2019-01-01\nfeatured: true\n---\nText.\n',
    'projects/done.md':
      '---\ntitle: Done\nstartDate: 2020-01-01\nendDate: 2020-02-01\n---\nText.\n',
    'pages/now.md': '---\ntitle: Now\n---\nThese days.\n',
    'pages/quotes.md': '---\ntitle: It\'s "so"\ntagline: a -- b\n---\nHi.\n',
    'redirects.yaml': '/2019/12/31/0/old: /about\n',
    'withdrawn.yaml': '- /2018/01/01/0\n',
  })
  content = await folder.open()
})
afterAll(() => folder.remove())

const find = (title: string): Post => {
  const found = content.posts.find((one) => one.title === title)
  if (found === undefined) throw new Error(`No post ${title}`)
  return found
}
const titles = (posts: readonly Post[]) => posts.map(({ label }) => label)

describe('posts', () => {
  it('are listed newest first, by year, tag and project, without drafts', async () => {
    expect(titles(listPosts(content))).toEqual([
      'E',
      'Just a thought, of more words than a title has room for in…',
      'D',
      'C',
      'B',
      'A',
    ])
    expect(listYears(content).map(({ year, posts }) => [year, posts.length])).toEqual([
      [2021, 4],
      [2020, 2],
    ])
    expect(titles(listPosts(content, { tag: 'grafana' }))).toEqual(['C', 'A'])
    expect(titles(listPosts(content, { project: 'infra' }))).toEqual(['A'])
    expect(titles(listPosts(content, { year: 2020, limit: 1 }))).toEqual(['B'])
    expect(titles((await folder.open({ hasDrafts: true })).posts)).toContain('Draft')
  })

  it('have neighbours and related posts', () => {
    expect(getNeighbours(content, find('C'))).toMatchObject({
      newer: { title: 'D' },
      older: { title: 'B' },
    })
    expect(getNeighbours(content, find('A')).older).toBeNull()
    expect(titles(listRelatedPosts(content, find('A')))).toEqual(['C', 'B'])
    expect(listRelatedPosts(content, find('D'))).toEqual([])
  })

  it('name their projects, with the path of those that are published', () => {
    expect(find('A').projects).toEqual([
      { slug: 'infra', title: 'Infrastructure', path: '/projects/infra' },
    ])
    expect(find('D').projects).toEqual([{ slug: 'nowhere', title: 'nowhere', path: null }])
  })

  it('are read with their text; null if there is none', async () => {
    expect(await getPost(content, '/2020/01/02/1/b')).toMatchObject({
      title: 'B',
      html: '<p>Words of B.</p>',
    })
    expect(await getPost(content, '/2022/01/01/0/draft')).toBeNull()
    expect(await getProject(content, 'infra')).toMatchObject({
      isFeatured: true,
      html: '<p>Text.</p>',
    })
    expect(await getPage(content, '/quotes')).toMatchObject({
      title: 'It’s “so”',
      tagline: 'a — b',
    })
    expect(await getPage(content, '/now')).toMatchObject({
      title: 'Now',
      html: '<p>These days.</p>',
    })
  })
})

describe('tags and projects', () => {
  it('have their posts and related tags', () => {
    expect(listTags(content).map(({ tag, count }) => [tag, count])).toEqual([
      ['k8s', 4],
      ['grafana', 2],
      ['cooking', 1],
      ['series-racks', 1],
      ['wiring', 1],
    ])
    expect(getTag(content, 'wiring')?.projects).toMatchObject([{ slug: 'infra' }])
    expect(getTag(content, 'grafana')?.related).toEqual(['k8s'])
    expect(getTag(content, 'project:infra')).toBeNull()
  })

  it('lists unfinished projects first', () => {
    expect(content.projects.map(({ title }) => title)).toEqual(['Infrastructure', 'Done'])
  })
})

describe('suggestions for a path that doesn’t exist', () => {
  it.each([
    ['/', []],
    ['/2019/12/31', []],
    ['/wp-login.php', []],
    ['/blog/greenwich', ['E']],
    ['/posts/infrastructure-of-mine.html', ['Infrastructure']],
    ['/project/infrastructure', ['Infrastructure']],
    ['/quote', ['It’s “so”']],
    ['/2020/01/02/1/an-older-name', ['B', 'A']],
    ['/2021/08/01/0', ['E']],
  ])('%s', (path, labels) =>
    expect(suggestDocuments(content, path).map(({ label }) => label)).toEqual(labels),
  )
})

describe('the resolution of a path without a page', () => {
  it.each([
    ['/2020/01/02/1', { kind: 'temporary', to: '/2020/01/02/1/b' }],
    ['/2020/1/2/1/', { kind: 'temporary', to: '/2020/01/02/1/b' }],
    ['/2020/01/02/1/an-older-name', null],
    ['/2020/01/02/1/a', { kind: 'temporary', to: '/2020/01/02/0/a' }],
    ['/2020/01/02/b', { kind: 'temporary', to: '/2020/01/02/1/b' }],
    ['/2021/08/01/0/greenwich', { kind: 'temporary', to: '/2021/08/03/0/greenwich' }],
    ['/2021/08/02/4/greenwich', { kind: 'temporary', to: '/2021/08/03/0/greenwich' }],
    ['/2021/08/01/0', null],
    ['/2019/12/31/0/old/', { kind: 'moved', to: '/about' }],
    ['/2018/01/01/0', { kind: 'gone' }],
    ['/2020/01/02/1/b', null],
    ['/2020/01/02/7', null],
    ['/nowhere', null],
  ])('%s', (path, resolution) => expect(resolveRoute(content, path)).toEqual(resolution))
})

it('never leads from an old permalink to another post', async () => {
  const late = (title: string, day: string, more = '') =>
    `---\ntitle: ${title}\ndate: ${day} 23:00:00-07:00\nordinal: 0\n${more}---\nWords.\n`
  const others = await writeContentFolder({
    'blog/2021/09/21/0/first-day.md': late('First day', '2021-09-20'),
    'blog/2021/09/22/0/tattoo.md': late('Tattoo', '2021-09-21'),
    'blog/2021/05/01/0/one.md': late('One', '2021-05-01'),
    'blog/2021/05/01/0/two.md': late('Two', '2021-05-01'),
    'blog/2021/06/01/0/x.md': late('X', '2021-06-01'),
    'blog/2021/06/02/0/x.md': late('Y', '2021-06-02'),
  })
  const opened = await others.open()
  const resolve = (path: string) => resolveRoute(opened, path)
  expect(resolve('/2021/09/21/0/first-day')).toMatchObject({ to: '/2021/09/20/0/first-day' })
  expect(resolve('/2021/09/22/0/tattoo')).toMatchObject({ to: '/2021/09/21/0/tattoo' })
  for (const path of ['/2021/09/21/0', '/2021/05/01/0', '/2021/05/01/0/three', '/2021/06/02/7/x'])
    expect(resolve(path), path).toBeNull()
  expect(
    suggestDocuments(opened, '/2021/09/21/0')
      .map(({ label }) => label)
      .sort(),
  ).toEqual(['First day', 'Tattoo'])
})
