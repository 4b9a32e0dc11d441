import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeContentFolder } from '../content-folder.fixture.ts'

const post = (text: string) => `---\ntitle: T\ndate: 2021-02-07\n---\n${text}\n`
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="2"></svg>'

describe('a second build', () => {
  it('renders no document that hasn’t changed', async () => {
    const folder = await writeContentFolder({
      'blog/0.md': post('One'),
      'blog/1.md': post('![a](a.svg)'),
      'blog/a.svg': svg,
    })
    expect((await folder.open()).renderedCount).toBe(2)
    const again = await folder.open()
    expect(again.renderedCount).toBe(0)
    expect(again.posts.map(({ excerptText }) => excerptText)).toContain('One')
  })

  it('renders no document again because its text names files', async () => {
    const folder = await writeContentFolder({
      'blog/0.md': post('`/assets/none.png`, <b title="/assets/b.css">b</b>, [c](/assets/c.pdf)'),
    })
    await folder.open()
    expect((await folder.open()).renderedCount).toBe(0)
  })

  it('renders only the documents that changed', async () => {
    const folder = await writeContentFolder({ 'blog/0.md': post('One'), 'blog/1.md': post('Two') })
    await folder.open()
    await folder.write('blog/1.md', post('Three'))
    const again = await folder.open()
    expect(again.renderedCount).toBe(1)
    expect(again.posts.map(({ excerptText }) => excerptText).sort()).toEqual(['One', 'Three'])
  })

  it('renders a post again when its picture or the target of its link has changed', async () => {
    const folder = await writeContentFolder({
      'blog/0.md': post('![a](a.svg)'),
      'blog/a.svg': svg,
      'blog/1.md': post('[b](b.md)'),
      'blog/b.md': '---\ntitle: B\ndate: 2020-01-01\n---\nB\n',
    })
    await folder.open()
    await folder.write('blog/a.svg', svg.replace('6', '7'))
    expect((await folder.open()).renderedCount).toBe(1)
    await folder.write('blog/b.md', '---\ntitle: B\ndate: 2020-01-01\nslug: c\n---\nB\n')
    expect((await folder.open()).renderedCount).toBe(2) // the target with its new permalink, and the post that links to it
  })

  it('repairs a damaged cache', async () => {
    const folder = await writeContentFolder({ 'blog/0.md': post('![a](a.svg)'), 'blog/a.svg': svg })
    const first = await folder.open()
    await rm(join(folder.cacheDir, 'assets'), { recursive: true })
    const second = await folder.open()
    expect(second.renderedCount).toBe(1)
    expect(await readdir(second.assetDirectory)).toEqual([
      first.posts[0]?.cover?.url.slice('/assets/'.length),
    ])
    const names = await readdir(join(folder.cacheDir, 'documents'), { recursive: true })
    const summary = names.find((name) => name.endsWith('.summary.json')) ?? ''
    await writeFile(join(folder.cacheDir, 'documents', summary), '{"half')
    expect((await folder.open()).renderedCount).toBe(1)
  })

  it('doesn’t cache a post with an error', async () => {
    const folder = await writeContentFolder({ 'blog/0.md': post('![a](a.svg)') })
    await expect(folder.open()).rejects.toThrow('blog/0.md:5: shows a.svg')
    await folder.write('blog/a.svg', svg)
    expect((await folder.open()).posts[0]?.cover).toMatchObject({ width: 6, height: 2 })
  })

  it('is the same for every SITE_URL, which the feed’s URLs use', async () => {
    const folder = await writeContentFolder({ 'blog/0.md': post('[a](/about)') })
    await folder.open()
    const other = await folder.open({ siteUrl: 'https://other.example' })
    expect(other.renderedCount).toBe(0)
    const [document] = other.posts
    if (document === undefined) throw new Error('No post')
    expect((await other.readBody(document)).feedHtml).toContain('https://other.example/about')
  })
})
