import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { setDesk } from '../open-content.fixture.ts'
import { pruneCache } from './prune-cache.ts'

it('keeps what the documents need, and nothing of what they needed before', async () => {
  const photo = (width: number) =>
    sharp({ create: { width, height: 20, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
  const post = (text: string) => `---\ndate: 2021-02-07\n---\n${text}\n`
  const desk = await setDesk({
    'blog/0.md': post('![a](a.png)'),
    'blog/a.png': await photo(500),
    'blog/b.png': await photo(600),
  })
  const cacheDir = join(desk.folder, 'cache')
  await desk.open()
  await desk.write('blog/0.md', post('![b](b.png)'))
  const content = await desk.open()
  expect(await pruneCache(cacheDir, await content.listUsed())).toBeGreaterThan(0)
  const left = await readdir(join(cacheDir, 'assets'))
  expect(left.filter((name) => name.startsWith('b-'))).toHaveLength(7) // two widths in three formats, one description
  expect(left.filter((name) => name.startsWith('a-'))).toEqual([])
  expect((await desk.open()).renderedCount).toBe(0)
  expect(await pruneCache(cacheDir, await content.listUsed())).toBe(0)
  await desk.clear()
})
