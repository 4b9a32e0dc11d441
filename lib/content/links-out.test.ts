import { mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { outsideMessage } from '#lib/core/leads-out.ts'
import { getCustomCss } from '#lib/site/theme/custom-css.ts'
import { readLogo } from '#lib/site/theme/read-logo.ts'
import { writeContentFolder } from './content-folder.fixture.ts'
import { scanFolder } from './live/scan-folder.ts'

const post = '---\ntitle: T\ndate: 2026-01-02\n---\nsecret\n'
const svg = '<svg viewBox="0 0 1 1"/>'
/** Everything that is read by its name, and what it could contain. */
const files = {
  'blog/a.md': post,
  'pages/b.md': post,
  'projects/c.md': post,
  'redirects.yaml': '/old: /secret',
  'withdrawn.yaml': '- /secret',
  'remote/record.json': '{}',
  'custom.css': 'a{}',
  'public/logo.svg': svg,
}

/** The content folder with each file behind a link to another place. */
async function linkAll(target: 'outside' | 'content/inside') {
  const folder = await writeContentFolder({ 'blog/good.md': post })
  const elsewhere = join(folder.rootDir, target)
  for (const [file, text] of Object.entries(files)) {
    const path = join(elsewhere, file.replaceAll('/', '-').replace(/md$/, 'txt'))
    await mkdir(elsewhere, { recursive: true })
    await writeFile(path, text)
    await mkdir(join(folder.contentDir, file, '..'), { recursive: true })
    await symlink(path, join(folder.contentDir, file))
  }
  return folder
}

test('no file behind a link out of the content folder is read, and each is named', async () => {
  const folder = await linkAll('outside')
  const { errors, warnings, posts, pages, projects } = await folder.start()
  expect(posts.map(({ file }) => file)).toEqual(['blog/good.md'])
  expect([...pages, ...projects]).toEqual([])
  const named = [...errors, ...warnings].filter(({ message }) => message === outsideMessage)
  const { 'public/logo.svg': _, ...read } = files
  expect([...new Set(named.map(({ file }) => file))].sort()).toEqual(Object.keys(read).sort())
  expect(getCustomCss(folder.contentDir)).toBeNull()
  expect(await readLogo(folder.contentDir, '/logo.svg', null)).toMatchObject({
    error: expect.stringContaining('outside'),
  })
})

test('links within the folder work, also where the folder itself is a link that another one replaces', async () => {
  const folder = await linkAll('content/inside')
  await rename(folder.contentDir, join(folder.rootDir, 'revision'))
  await symlink('revision', folder.contentDir)
  // The links have the path of the folder before it was moved, which is the same place.
  const { errors, posts, pages, projects } = await folder.start()
  expect(errors).toEqual([])
  expect([posts, pages, projects].map(({ length }) => length)).toEqual([2, 1, 1])
  expect(getCustomCss(folder.contentDir)?.body.toString()).toBe('a{}')
  await writeFile(join(folder.contentDir, 'public/real.svg'), svg)
  await symlink('real.svg', join(folder.contentDir, 'public/link.svg'))
  expect(await readLogo(folder.contentDir, '/link.svg', null)).toHaveProperty('logo')
})

test('a link to a folder elsewhere doesn’t make all of that the content', async () => {
  const folder = await writeContentFolder({ 'blog/good.md': post, '../other/x.md': post })
  await symlink('../other', join(folder.contentDir, 'link'))
  expect([...(await scanFolder(folder.contentDir)).files.keys()]).toEqual(['blog/good.md'])
})
