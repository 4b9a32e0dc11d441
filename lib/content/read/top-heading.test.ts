import { expect, test } from 'vitest'
import { writeContentFolder } from '../content-folder.fixture.ts'
import { takeTopHeading } from './top-heading.ts'

test.each([
  ['# Taking pictures\n\nText.\n', 'Taking pictures', '\n\nText.\n'],
  ['\n\n#  One  ##\nText.', 'One', '\n\n\nText.'],
  ['Taking pictures\n====\nText.', 'Taking pictures', '\n\nText.'],
  [
    '# *Two* [links](/a) and `code` in snake_case {#id}\n',
    'Two links and code in snake_case',
    '\n',
  ],
  ['# C\\# and 2 * 3 * 4', 'C# and 2 * 3 * 4', ''],
])('%j has a title', (markdown, title, rest) => {
  expect(takeTopHeading(markdown)).toEqual({ title, markdown: rest })
})

test.each([
  'Text.\n\n# Later\n',
  '#tag\n',
  '## Second\n',
  '```sh\n# comment\n```\n',
  '    # code\n',
  '# \n',
  '',
])('%j has none', (markdown) => expect(takeTopHeading(markdown)).toBeNull())

test('a page, a project and a post may have their title in the text', async () => {
  const folder = await writeContentFolder({
    'pages/now.md': '# What I do now\n\n## Work\n\nLazy.\n',
    'projects/p.md': '---\ntags: [a]\n---\n\n# A *project*\n\nText.\n',
    'blog/a.md': '---\ndate: 2026-01-02\n---\n# Mine\n\n![gone](gone.png)\n',
    'blog/b.md': '---\ntitle: Given\ndate: 2026-01-02\n---\n# Section\n\nText.\n',
  })
  const { pages, projects, posts, errors, ...content } = await folder.start()
  expect(pages).toMatchObject([{ title: 'What I do now', excerptText: 'Lazy.' }])
  expect(projects).toMatchObject([{ title: 'A project' }])
  expect(posts.map(({ title }) => title).sort()).toEqual(['Given', 'Mine'])
  const [page] = pages
  const { html } = page === undefined ? { html: '' } : await content.readBody(page)
  expect(html).not.toContain('What I do now')
  expect(html).toMatch(/<h2 id="work">/)
  // Lines stay those of the file.
  expect(errors).toMatchObject([{ file: 'blog/a.md', line: 6 }])
})
