import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type Desk, setDesk } from '../open-content.fixture.ts'

const desks: Desk[] = []
afterEach(async () => {
  await Promise.all(desks.splice(0).map((desk) => desk.clear()))
})

async function openDesk(files: Record<string, string>): Promise<Desk> {
  const desk = await setDesk(files)
  desks.push(desk)
  return desk
}

const post = (text: string) => `---\ntitle: T\ndate: 2021-02-07\n---\n${text}\n`
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="2"></svg>'

describe('a second build', () => {
  it('renders nothing that hasn’t changed', async () => {
    const desk = await openDesk({
      'blog/0.md': post('One'),
      'blog/1.md': post('![a](a.svg)'),
      'blog/a.svg': svg,
    })
    expect((await desk.open()).renderedCount).toBe(2)
    const again = await desk.open()
    expect(again.renderedCount).toBe(0)
    expect(again.posts.map(({ excerptText }) => excerptText)).toContain('One')
  })

  it('renders what did change, and only that', async () => {
    const desk = await openDesk({ 'blog/0.md': post('One'), 'blog/1.md': post('Two') })
    await desk.open()
    await desk.write('blog/1.md', post('Three'))
    const again = await desk.open()
    expect(again.renderedCount).toBe(1)
    expect(again.posts.map(({ excerptText }) => excerptText).sort()).toEqual(['One', 'Three'])
  })

  it('renders a post again whose picture, or whose link’s target, has changed', async () => {
    const desk = await openDesk({
      'blog/0.md': post('![a](a.svg)'),
      'blog/a.svg': svg,
      'blog/1.md': post('[b](b.md)'),
      'blog/b.md': '---\ntitle: B\ndate: 2020-01-01\n---\nB\n',
    })
    await desk.open()
    await desk.write('blog/a.svg', svg.replace('6', '7'))
    expect((await desk.open()).renderedCount).toBe(1)
    await desk.write('blog/b.md', '---\ntitle: B\ndate: 2020-01-01\nslug: c\n---\nB\n')
    expect((await desk.open()).renderedCount).toBe(2) // the target at its new address, and the post that links to it
  })

  it('mends a cache that was damaged', async () => {
    const desk = await openDesk({ 'blog/0.md': post('![a](a.svg)'), 'blog/a.svg': svg })
    const first = await desk.open()
    const cache = join(desk.folder, 'cache')
    await rm(join(cache, 'assets'), { recursive: true })
    const second = await desk.open()
    expect(second.renderedCount).toBe(1)
    expect(await readdir(second.assetDirectory)).toEqual([
      first.posts[0]?.cover?.url.slice('/assets/'.length),
    ])
    const names = await readdir(join(cache, 'documents'), { recursive: true })
    const summary = names.find((name) => name.endsWith('.summary.json')) ?? ''
    await writeFile(join(cache, 'documents', summary), '{"half')
    expect((await desk.open()).renderedCount).toBe(1)
  })

  it('knows nothing of a post that had a fault', async () => {
    const desk = await openDesk({ 'blog/0.md': post('![a](a.svg)') })
    await expect(desk.open()).rejects.toThrow('blog/0.md:5: shows a.svg')
    await desk.write('blog/a.svg', svg)
    expect((await desk.open()).posts[0]?.cover).toMatchObject({ width: 6, height: 2 })
  })

  it('is the same wherever the site stands, and its feed names that place', async () => {
    const desk = await openDesk({ 'blog/0.md': post('[a](/about)') })
    await desk.open()
    const moved = await desk.open({ siteUrl: 'https://other.example' })
    expect(moved.renderedCount).toBe(0)
    const [document] = moved.posts
    if (document === undefined) throw new Error('No post')
    expect((await moved.readBody(document)).feedHtml).toContain('https://other.example/about')
  })
})
