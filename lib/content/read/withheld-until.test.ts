import { readdir } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { writeContentFolder } from '../content-folder.fixture.ts'

const now = new Date('2026-06-01T12:00:00Z')

const post = (members: string) => `---\ntitle: Held\ndate: 2026-01-04\n${members}\n---\nText.\n`

it('a page with a date ahead is withheld until then', async () => {
  const folder = await writeContentFolder({
    'pages/a.md': '---\ntitle: A\ndate: 2026-07-01\n---\n',
  })
  const { pages, changesAt } = await folder.start({ now })
  expect(pages).toEqual([])
  expect(changesAt?.toISOString().slice(0, 10)).toBe('2026-07-01')
})

it('only the pictures of public documents are served, also of one that expires', async () => {
  const svg = (width: number) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="2"/>`
  const folder = await writeContentFolder({
    'blog/a.md': post('expires: 2026-06-02 00:00:00Z').replace(
      'Text.',
      '![a](own.svg) ![b](both.svg)',
    ),
    'blog/b.md': '---\ntitle: B\ndate: 2026-01-01\nthumbnail: thumb.svg\n---\n![b](both.svg)\n',
    'blog/c.md': post('draft: true').replace('Text.', '![c](draft.svg)'),
    'blog/own.svg': svg(1),
    'blog/both.svg': svg(2),
    'blog/thumb.svg': svg(3),
    'blog/draft.svg': svg(4),
  })
  const { assetDirectory } = await folder.start({ now, hasDrafts: true })
  const list = async (time: string) => {
    const { hasAsset } = await folder.start({ now: new Date(time) })
    const names = await readdir(assetDirectory)
    return names.filter(hasAsset).map((name) => name.split('-')[0])
  }
  expect((await list('2026-06-01T23:00:00Z')).sort()).toEqual(['both', 'own', 'thumb'])
  expect((await list('2026-06-02T00:00:00Z')).sort()).toEqual(['both', 'thumb'])
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
  const folder = await writeContentFolder({
    'blog/a.md': '---\ntitle: First\ndate: 2026-01-04 08:00:00Z\ndraft: true\n---\nx\n',
    'blog/b.md': '---\ntitle: Second\ndate: 2026-01-04 18:00:00Z\n---\nx\n',
  })
  const { posts } = await folder.start({ now })
  expect(posts.map(({ path }) => path)).toEqual(['/2026/01/04/1/b'])
})
