import { expect, it } from 'vitest'
import { writeContentFolder } from '../content-folder.fixture.ts'

const post = '---\ntitle: T\ndate: 2026-01-02\n---\nx\n'

async function listWarnings(files: Record<string, string>) {
  const folder = await writeContentFolder({ 'blog/good.md': post, ...files })
  const { warnings } = await folder.open()
  return warnings.map(({ file, line, message }) => `${file}:${line}: ${message}`)
}

it('names Markdown that is in no folder that the site reads', async () => {
  const files = { 'recipes/a/soup.md': post, 'now.md': post, 'README.md': 'x', 'remote/a.md': 'x' }
  expect(await listWarnings(files)).toEqual([
    expect.stringContaining('now.md:null: is not read; move it to blog/, projects/, pages/'),
    expect.stringContaining('recipes/:null: is not read'),
  ])
})

it('names members of the front matter that hold the words of a document, and warnings of its content', async () => {
  const recipe = '---\ntitle: Soup\ndate: 2026-01-02\nlayout: recipe\nsteps:\n  - Boil.\n---\n'
  const warned = '---\ntitle: W\ndate: 2026-01-02\ncw: food\nlayout: post\n---\nText.\n'
  expect(await listWarnings({ 'blog/soup.md': recipe, 'blog/w.md': warned })).toEqual([
    'blog/soup.md:6: steps is not shown; write it into the text if visitors are to read it',
    'blog/w.md:4: cw is not shown; write it into the text if visitors are to read it',
  ])
})
