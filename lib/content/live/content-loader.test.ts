import { readdir, readFile, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createUseRecord } from '../cache/prune-cache.ts'
import { type ContentFolder, writeContentFolder } from '../content-folder.fixture.ts'
import { withBodies } from '../with-bodies.ts'
import { createContentLoader } from './content-loader.ts'

const post = (title: string, text: string) =>
  `---\ntitle: ${title}\ndate: 2026-01-02\n---\n${text}\n`

/** What a site does from its start on; a second one is a restart. */
function openLoader({ contentDir, cacheDir }: ContentFolder) {
  const options = {
    ...{ contentDir, cacheDir, rootDir: process.cwd(), siteUrl: 'https://site.example' },
    ...{ timeZone: 'UTC', hasDrafts: false },
  }
  const compileCacheDir = join(tmpdir(), 'compiled')
  const loader = createContentLoader({ ...options, compileCacheDir, maxSilenceMs: 15_000 })
  onTestFinished(loader.close)
  return { ...loader, load: () => loader.load(options, { keepsLastGood: true }) }
}

const unreadable = '---\ntitle: My: [\n---\n'

test('a second reading shows what was added, changed, renamed and deleted', async () => {
  const folder = await writeContentFolder({
    'blog/a.md': post('A', 'Text.'),
    'blog/b.md': post('B', 'Text.'),
    'projects/p.md': '---\ntitle: P\n---\n',
    'pages/now.md': '---\ntitle: Now\n---\nLazy.\n',
  })
  const { load } = openLoader(folder)
  const first = await load()
  await folder.write('blog/b.md', post('B', 'Changed.'))
  await folder.write('blog/c.md', post('C', 'New.'))
  await folder.write('pages/now.md', '---\ntitle: Now\nunlisted: true\n---\nBusy.\n')
  await rm(join(folder.contentDir, 'projects/p.md'))
  const second = await load()
  expect(second.posts.map(({ title, excerptText }) => `${title} ${excerptText}`)).toEqual([
    'C New.',
    'B Changed.',
    'A Text.',
  ])
  expect(second).toMatchObject({ projects: [], pages: [], unlisted: [{ excerptText: 'Busy.' }] })
  // What hasn't changed isn't sent again.
  expect(second.posts[2]).toBe(first.posts[1])
})

test('what a post names is read again when it changes: a picture, an included file, a folder’s rule', async () => {
  const svg = (width: number) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="2"></svg>`
  const folder = await writeContentFolder({
    'blog/a.md': post('A', '![a](a.svg)\n\n```yaml include=a.yaml\n```').replace(
      'date',
      'thumbnail: a.svg\ndate',
    ),
    'blog/a.svg': svg(10),
    'blog/a.yaml': 'a: 1',
    'pages/now.md': '---\ntitle: Now\n---\n',
  })
  const { load } = openLoader(folder)
  expect((await load()).posts[0]).toMatchObject({ cover: { width: 10 } })
  await folder.write('blog/a.svg', svg(20))
  expect((await load()).posts[0]).toMatchObject({ cover: { width: 20 }, pictures: [{ width: 20 }] })
  await folder.write('blog/a.yaml', 'a: 2')
  expect(await load()).toMatchObject({ renderedCount: 1 })
  expect(await load()).toMatchObject({ renderedCount: 0 })
  await folder.write('blog/_index.md', '---\ndraft: true\n---\n')
  expect((await load()).posts).toEqual([])
})

test('a file that was broken while the site was stopped keeps its last good state', async () => {
  const folder = await writeContentFolder({
    'blog/a.md': post('A', 'Text.'),
    'redirects.yaml': '/old: /blog\n',
  })
  const before = openLoader(folder)
  await before.load()
  before.close()
  await folder.write('blog/a.md', unreadable)
  await folder.write('redirects.yaml', '/old: [')
  const after = openLoader(folder)
  const data = await after.load()
  expect(data).toMatchObject({ posts: [{ title: 'A' }], errors: [{}, {}] })
  expect([...data.redirects]).toEqual([['/old', '/blog']])
  const [a] = data.posts
  expect(a && (await withBodies(data).readBody(a)).html).toContain('Text.')
  await folder.write('blog/a.md', post('A again', 'Text.'))
  expect((await after.load()).posts).toMatchObject([{ title: 'A again' }])
})

test('a file that was withheld meanwhile does not come back', async () => {
  const folder = await writeContentFolder({ 'blog/a.md': post('A', 'Text.') })
  const before = openLoader(folder)
  await before.load()
  await folder.write('blog/a.md', post('A', 'Text.').replace('title', 'draft: true\ntitle'))
  expect((await before.load()).posts).toEqual([])
  await vi.waitFor(async () =>
    expect((await readFile(join(folder.cacheDir, 'last-good'))).includes('blog/a.md')).toBe(false),
  )
  before.close()
  await folder.write('blog/a.md', unreadable)
  expect((await openLoader(folder).load()).posts).toEqual([])
})

test('an idle process deletes what no site uses, and the next edit starts another', async () => {
  const folder = await writeContentFolder({ 'blog/a.md': post('A', 'Text.') })
  const loader = openLoader(folder)
  const first = await loader.load()
  await folder.write('blog/a.md', post('A', 'Changed.'))
  const second = await loader.load()
  await createUseRecord()(folder.cacheDir, withBodies(second).used)
  const documents = join(folder.cacheDir, 'documents')
  for (const name of await readdir(documents, { recursive: true }))
    await utimes(join(documents, name), 0, 0)
  loader.rest(0, folder.cacheDir)
  const read = (data: typeof first) =>
    data.posts[0] &&
    withBodies(data)
      .readBody(data.posts[0])
      .catch(() => null)
  await vi.waitFor(async () => expect(await read(first)).toBeNull(), { timeout: 10_000 })
  expect(await read(second)).toMatchObject({ html: expect.stringContaining('Changed.') })
  await folder.write('blog/a.md', post('A', 'Changed again.'))
  expect((await loader.load()).posts).toMatchObject([{ excerptText: 'Changed again.' }])
})

test('the end of the process waits for a reading that has begun', async () => {
  const folder = await writeContentFolder({ 'blog/a.md': post('A', 'Text.') })
  const loader = openLoader(folder)
  const loading = loader.load()
  loader.rest(0, folder.cacheDir)
  expect((await loading).posts).toHaveLength(1)
})

/** Graphviz needs minutes for 300 nodes that are linked at random. */
const edges = Array.from({ length: 6000 }, (_, index) => {
  const from = Math.floor(index / 20)
  return `a${from}->a${(from * 7 + (index % 20) * 13) % 300};`
})

test('a document that takes minutes to render is left out, and keeps no other change waiting', async () => {
  const folder = await writeContentFolder({
    'blog/a.md': post('A', 'Text.'),
    'blog/slow.md': post('Slow', `\`\`\`dot\ndigraph{${edges.join('')}}\n\`\`\``),
    'blog/withheld.md': post('Withheld', 'Text.').replace('title', 'draft: true\ntitle'),
    'blog/z.md': post('Z', 'Text.'),
  })
  const { load } = openLoader(folder)
  const data = await load()
  expect(data.posts.map(({ title }) => title).sort()).toEqual(['A', 'Z'])
  expect(data.withheld).toMatchObject([{ file: 'blog/withheld.md' }])
  expect(data.errors).toMatchObject([
    { file: 'blog/slow.md', message: expect.stringContaining('takes too long to render') },
  ])
  await folder.write('blog/slow.md', post('Slow', 'Divided.'))
  expect(await load()).toMatchObject({ errors: [], posts: [{}, {}, { title: 'A' }] })
}, 120_000)
