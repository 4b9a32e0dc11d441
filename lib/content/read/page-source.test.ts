import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { writeContentFolder } from '../content-folder.fixture.ts'
import { siteSegments } from './page-source.ts'

test('each route of the site is known, so that no page is hidden behind one without a word', async () => {
  const entries = await readdir('app', { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const routes = folders.filter((name) => /^\w/.test(name) && name !== 'styles')
  expect(routes).toContain('admin')
  expect(routes.filter((name) => !siteSegments.includes(name))).toEqual([])
})

test.each(['admin', 'custom.css', 'rss.xml', 'robots.txt', 'admin/security'])(
  'a page at /%s is refused by name',
  async (path) => {
    const folder = await writeContentFolder({ [`pages/${path}.md`]: '---\ntitle: Mine\n---\n' })
    const { errors } = await folder.start()
    expect(errors).toMatchObject([
      { file: `pages/${path}.md`, message: expect.stringContaining('a page of the site itself') },
    ])
  },
)
