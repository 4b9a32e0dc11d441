import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeContentFolder } from '../content-folder.fixture.ts'
import { listChangedTags } from './list-changed-tags.ts'

const post = (title: string, text: string, more = '') =>
  `---\ntitle: ${title}\ndate: 2026-01-02\n${more}---\n\nOpening.\n\n${text}\n`

async function openFolder() {
  const folder = await writeContentFolder({
    'blog/a.md': post('A', 'Text.'),
    'blog/b.md': post('B', 'Text.'),
    'pages/now.md': '---\ntitle: Now\n---\nLazy.\n',
  })
  let before = await folder.start()
  /** The tags that a change of these files invalidates; null: as at the start. */
  const change = async (files: Record<string, string | null>, isStart = false) => {
    for (const [file, text] of Object.entries(files))
      if (text === null) await rm(join(folder.contentDir, file))
      else await folder.write(file, text)
    const after = await folder.start()
    const tags = listChangedTags(before, after, isStart ? null : Object.keys(files))
    before = after
    return tags
  }
  return { change }
}

test('an edit of a text changes only what contains that text, also when the words are more', async () => {
  const { change } = await openFolder()
  expect(await change({})).toEqual([])
  const longer = `${'Text. '.repeat(900)}\n\n## One\n\n## Two\n\n## Three`
  expect(await change({ 'blog/b.md': post('B', longer) })).toEqual(['document:blog%2Fb.md'])
  const both = { 'blog/a.md': post('A', 'New.'), 'blog/b.md': post('B', 'New.') }
  expect((await change(both)).sort()).toEqual(['document:blog%2Fa.md', 'document:blog%2Fb.md'])
})

test.each([
  ['a title', { 'blog/a.md': post('Z', 'Text.') }],
  ['the opening, which lists quote', { 'blog/a.md': '---\ntitle: A\ndate: 2026-01-02\n---\nX.\n' }],
  ['tags', { 'blog/a.md': post('A', 'Text.', 'tags: [x]\n') }],
  ['a deleted post', { 'blog/a.md': null }],
  ['a withdrawn post', { 'blog/a.md': post('A', 'Text.', 'draft: true\n') }],
  ['one that is no longer listed', { 'blog/a.md': post('A', 'Text.', 'unlisted: true\n') }],
  ['a renamed post', { 'blog/a.md': null, 'blog/c.md': post('A', 'Text.') }],
  ['a new post', { 'blog/c.md': post('C', 'Text.') }],
  ['another date', { 'blog/a.md': post('A', 'Text.').replace('01-02', '01-03') }],
])('%s changes everything that is made of the documents', async (_, files) => {
  const { change } = await openFolder()
  expect(await change(files)).toEqual(['documents'])
})

test('any other file may be in every response, and so may all at a start', async () => {
  const { change } = await openFolder()
  expect(await change({ 'site.yaml': 'title: x\n' })).toEqual(['content'])
  expect(await change({ 'blog/b.md': post('B', 'New.'), 'custom.css': 'p {}' })).toEqual([
    'content',
  ])
  expect(await change({ 'redirects.yaml': '/old: /now\n' })).toEqual(['content'])
  expect(await change({}, true)).toEqual(['content'])
})
