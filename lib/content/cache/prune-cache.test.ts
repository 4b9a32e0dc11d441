import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { writeContentFolder } from '../content-folder.fixture.ts'
import { pruneCache } from './prune-cache.ts'

it('keeps the files of current documents and removes those of earlier builds', async () => {
  const photo = (width: number) =>
    sharp({ create: { width, height: 20, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
  const post = (text: string) => `---\ndate: 2021-02-07\n---\n${text}\n`
  const folder = await writeContentFolder({
    'blog/0.md': post('![a](a.png)'),
    'blog/a.png': await photo(500),
    'blog/b.png': await photo(600),
  })
  await folder.open()
  await folder.write('blog/0.md', post('![b](b.png)'))
  const content = await folder.open()
  expect(await pruneCache(folder.cacheDir, await content.listUsed())).toBeGreaterThan(0)
  const left = await readdir(join(folder.cacheDir, 'assets'))
  expect(left.filter((name) => name.startsWith('b-'))).toHaveLength(7) // two widths in three formats, one description
  expect(left.filter((name) => name.startsWith('a-'))).toEqual([])
  expect((await folder.open()).renderedCount).toBe(0)
  expect(await pruneCache(folder.cacheDir, await content.listUsed())).toBe(0)
})
