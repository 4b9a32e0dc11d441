import { expect, test } from 'vitest'
import { type ContentFolder, writeContentFolder } from '../content-folder.fixture.ts'
import { createLastGood } from './last-good.ts'

const post = (title: string, more = '') => `---\ntitle: ${title}\ndate: 2026-01-02\n---\n${more}\n`
const unreadable = '---\ntitle: My: [\n---\n'

async function follow(files: Record<string, string>) {
  const folder = await writeContentFolder(files)
  const lastGood = createLastGood()
  const read = async (current: ContentFolder = folder) => {
    const { posts, redirects, withdrawn, errors } = lastGood.restore(await current.start())
    return {
      titles: posts.map(({ title }) => title),
      paths: posts.map(({ path }) => path),
      redirects,
      withdrawn,
      errors,
    }
  }
  return { folder, read }
}

test('a file whose front matter breaks keeps its last good state until it is mended', async () => {
  const { folder, read } = await follow({ 'blog/a.md': post('A'), 'blog/b.md': post('B') })
  expect(await read()).toMatchObject({ titles: ['B', 'A'] })
  await folder.write('blog/a.md', unreadable)
  expect(await read()).toMatchObject({ titles: ['B', 'A'], errors: [{ file: 'blog/a.md' }] })
  expect(await read()).toMatchObject({ titles: ['B', 'A'] })
  await folder.write('blog/a.md', post('A again'))
  expect(await read()).toMatchObject({ titles: ['B', 'A again'], errors: [] })
})

test('its permalink stays free, and those of its day stay the same', async () => {
  const { folder, read } = await follow({ 'blog/a.md': post('A'), 'blog/b.md': post('B') })
  const { paths } = await read()
  await folder.write('blog/a.md', unreadable)
  await folder.write('blog/b.md', post('B, edited'))
  expect((await read()).paths).toEqual(paths)
  await folder.write('blog/a.md', post('A'))
  expect(await read()).toMatchObject({ paths, titles: ['B, edited', 'A'] })
})

test('what changes in another post of its day is shown, unless its permalink would change', async () => {
  const fixed = (title: string, more = '') =>
    post(title).replace('---\n', `---\nordinal: 5\n${more}`)
  const { folder, read } = await follow({ 'blog/a.md': post('A'), 'blog/b.md': fixed('B') })
  await read()
  await folder.write('blog/a.md', unreadable)
  await folder.write('blog/b.md', fixed('B without a name'))
  expect((await read()).titles).toEqual(['B without a name', 'A'])
  await folder.write('blog/b.md', fixed('B', 'unlisted: true\n'))
  expect((await read()).titles).toEqual(['A'])
})

test('so does one that can be rendered in part only', async () => {
  const { folder, read } = await follow({ 'blog/a.md': post('A') })
  await read()
  await folder.write('blog/a.md', post('New', '![a missing picture](missing.png)'))
  expect(await read()).toMatchObject({ titles: ['A'], errors: [{ file: 'blog/a.md' }] })
})

test('a file that never was without an error is shown as far as it can be, and so are its changes', async () => {
  const broken = '![a missing picture](missing.png)'
  const { folder, read } = await follow({ 'blog/a.md': post('A', broken) })
  expect(await read()).toMatchObject({ titles: ['A'] })
  await folder.write('blog/a.md', post('B', broken))
  expect(await read()).toMatchObject({ titles: ['B'] })
})

test('a broken file that is deleted, or withheld, is not shown any more', async () => {
  const { folder, read } = await follow({ 'blog/a.md': post('A'), 'blog/b.md': post('B') })
  await read()
  await folder.write('blog/a.md', '---\ntitle: A\ndraft: true\ndate: soon\n---\n')
  expect(await read()).toMatchObject({ titles: ['B'] })
  await folder.write('blog/a.md', unreadable)
  expect(await read()).toMatchObject({ titles: ['B'] })
})

test('redirects that break stay as they were', async () => {
  const { folder, read } = await follow({
    'redirects.yaml': '/old: /blog\n',
    'withdrawn.yaml': '- /gone\n',
  })
  await read()
  await folder.write('redirects.yaml', '/old: [')
  await folder.write('withdrawn.yaml', '- /gone: [')
  const { redirects, withdrawn } = await read()
  expect([...redirects]).toEqual([['/old', '/blog']])
  expect([...withdrawn]).toEqual(['/gone'])
})
