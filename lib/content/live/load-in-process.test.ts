import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeContentFolder } from '../content-folder.fixture.ts'
import { loadInProcess } from './load-in-process.ts'

const post = (title: string, text: string) =>
  `---\ntitle: ${title}\ndate: 2026-01-02\n---\n${text}\n`

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
  const load = () =>
    loadInProcess({
      contentDir: folder.contentDir,
      cacheDir: folder.cacheDir,
      rootDir: process.cwd(),
      siteUrl: 'https://site.example',
      timeZone: 'UTC',
      hasDrafts: false,
      compileCacheDir: join(folder.rootDir, 'compiled'),
      maxSilenceMs: 15_000,
    })
  const data = await load()
  expect(data.posts.map(({ title }) => title).sort()).toEqual(['A', 'Z'])
  expect(data.withheld).toMatchObject([{ file: 'blog/withheld.md' }])
  expect(data.errors).toMatchObject([
    { file: 'blog/slow.md', message: expect.stringContaining('takes too long to render') },
  ])
  await folder.write('blog/slow.md', post('Slow', 'Divided.'))
  expect(await load()).toMatchObject({ errors: [], posts: [{}, {}, { title: 'A' }] })
}, 120_000)
