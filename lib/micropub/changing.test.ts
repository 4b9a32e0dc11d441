import { execFile } from 'node:child_process'
import { chmod, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  author,
  contentDir,
  create,
  form,
  log,
  micropub,
  postAt,
  put,
  read,
  siteUrl,
  textOf,
} from './micropub.fixture.ts'
import { parseProperties, parseUpdate } from './properties.ts'

/* What apps write is read by the same reader as the owner’s files. */

describe('a change', () => {
  const file = 'blog/2021/02/07/0/own.md'
  const url = `${siteUrl}/2021/02/07/0/own`
  const own = `---
# My first post
title: 'Taking pictures'   # short
tags: [kubernetes, "web"]
custom: {keep: [me, 1]}
slug:
  date: 2021-02-07
  ordinal: 0
date:
  created: 2021-02-07 02:37:00-08:00
  published: 2021-02-07 02:37:00-08:00
---

The text.

<!-- excerpt -->

More.
`
  const update = (given: Record<string, unknown>) =>
    micropub.update(author, url, parseUpdate(given))
  beforeEach(() => put(file, own))

  test('touches the lines of what it changes, and no others', async () => {
    await update({ replace: { name: ['Taking better pictures'] } })
    expect(await textOf(file)).toBe(
      own
        .replace("'Taking pictures'", "'Taking better pictures'")
        .replace(/(published: .*\n)/, '$1  updated: 2026-11-22 08:30:00-08:00\n'),
    )
    expect(log).toMatchObject([{ action: 'post-changed' }])
  })

  test('of the text leaves the front matter as it is', async () => {
    await update({ replace: { content: ['New\r\ntext.'] } })
    const text = await textOf(file)
    expect(text).toContain("# My first post\ntitle: 'Taking pictures'   # short")
    expect(text.endsWith('---\n\nNew\ntext.\n')).toBe(true)
  })

  test('adds, and removes values or all of them', async () => {
    await update({ add: { category: ['new', 'web'], syndication: ['https://s.example/1'] } })
    expect((await postAt(url)).tags).toEqual(['kubernetes', 'web', 'new'])
    expect((await postAt(url)).syndicationUrls).toEqual(['https://s.example/1'])
    await update({ delete: { category: ['kubernetes'] } })
    expect((await postAt(url)).tags).toEqual(['web', 'new'])
    await update({ delete: ['category', 'syndication'] })
    expect(await postAt(url)).toMatchObject({ tags: [], syndicationUrls: [] })
    expect(await textOf(file)).toContain('custom: {keep: [me, 1]}')
  })

  test('of a file without front matter gives it some', async () => {
    await put('blog/2021-02-08-bare.md', '# Bare\n\nText.\n')
    const bare = `${siteUrl}/2021/02/08/0/bare`
    expect((await micropub.source(bare))['post-status']).toEqual(['published'])
    await micropub.update(author, bare, parseUpdate({ add: { category: ['new'] } }))
    expect(await postAt(bare)).toMatchObject({ title: 'Bare', tags: ['new'], isDraft: false })
    expect(await textOf('blog/2021-02-08-bare.md')).toMatch(/---\n\n# Bare\n\nText\.\n$/)
  })

  test('that changes nothing writes nothing', async () => {
    await update({ add: { category: ['web'] } })
    expect(await textOf(file)).toBe(own)
    expect(log).toEqual([])
  })

  test.each([
    [{ replace: 'x' }],
    [{ replace: { content: 'x' } }],
    [{ add: { category: 'x' } }],
    [{ delete: { category: 'x' } }],
    [{ delete: 'category' }],
    [{}],
  ])('%j is refused', async (given) => {
    expect(() => parseUpdate(given)).toThrow()
    expect(await textOf(file)).toBe(own)
  })

  test('of a file that only its owner’s editor understands is refused, and the file stays', async () => {
    const toml = '+++\ntitle = "x"\ndate = 2021-02-07\n+++\n\nText.\n'
    await put('blog/2021/02/07/1/toml.md', toml)
    const change = parseUpdate({ replace: { name: ['y'] } })
    await expect(micropub.update(author, `${siteUrl}/2021/02/07/1/toml`, change)).rejects.toThrow(
      'in your editor',
    )
    expect(await textOf('blog/2021/02/07/1/toml.md')).toBe(toml)
  })

  test.each([
    'https://other.example/2021/02/07/0/own',
    `${siteUrl}/about`,
    `${siteUrl}/2021/02/07/0/none`,
  ])('of %s is refused', async (other) => {
    const change = parseUpdate({ replace: { name: ['y'] } })
    await expect(micropub.update(author, other, change)).rejects.toThrow()
  })
})

describe('a deleted post', () => {
  test('is gone for good by its address, and comes back byte by byte', async () => {
    await put('withdrawn.yaml', '# Mine\n- /2020/01/01/0/old\n')
    const url = await create(form('name=Oops&content=x'))
    const before = await textOf('blog/2026/11/22/0/oops.md')
    await micropub.delete(author, `${url}/`)
    const { posts, withdrawn, errors, warnings } = await read()
    expect([posts, errors, warnings]).toEqual([[], [], []])
    expect([...withdrawn]).toEqual(['/2020/01/01/0/old', '/2026/11/22/0/oops'])
    await expect(micropub.source(url)).rejects.toMatchObject({ code: 'not-found' })
    expect(await create(form('content=next'))).toBe(`${siteUrl}/2026/11/22/1`)

    await micropub.undelete(author, url)
    expect(await textOf('blog/2026/11/22/0/oops.md')).toBe(before)
    expect(await textOf('withdrawn.yaml')).toBe('# Mine\n- /2020/01/01/0/old\n')
    expect(await readdir(contentDir)).not.toContain('_deleted')
    expect(log.map(({ action }) => action)).toEqual([
      ...['post-created', 'post-deleted', 'post-created', 'post-restored'],
    ])
  })

  test('of which another version was deleted before stays, with its address', async () => {
    const url = await create(form('content=x'))
    await put('_deleted/blog/2026/11/22/0/index.md', 'Another.\n')
    await expect(micropub.delete(author, url)).rejects.toThrow('there already')
    expect(await postAt(url)).toMatchObject({ isDraft: false })
    expect([...(await read()).withdrawn]).toEqual([])
  })

  test('what the owner has withdrawn stays so', async () => {
    await put('withdrawn.yaml', '- /2020/01/01/0/old\n')
    await expect(micropub.undelete(author, `${siteUrl}/2020/01/01/0/old`)).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('is not brought back from outside the folder', async () => {
    await put('withdrawn.yaml', '- /x # _deleted/blog/../../../etc/x.md\n')
    await expect(micropub.undelete(author, `${siteUrl}/x`)).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('what the site couldn’t show is refused, and the app learns why', () => {
  const json = (given: Record<string, unknown>) => parseProperties(given)
  const cases: [string, Record<string, unknown>, string][] = [
    ['a name of every object', { constructor: ['x'], content: ['y'] }, 'constructor'],
    ['a reply to no address', { 'in-reply-to': ['javascript:alert(1)'] }, 'in-reply-to'],
    ['a reply to an empty item', { 'in-reply-to': [{ properties: null }] }, 'in-reply-to'],
    ['a title that is no text', { name: [{ a: 1 }] }, 'title has to be text'],
    ['a text that withholds', { content: ['Status: private'] }, 'outside of the front matter'],
    ['a text with a null character', { content: ['a\0b'] }, 'not a text file'],
    ['no date', { published: ['soon\nunlisted: true'], content: ['x'] }, 'is not a date'],
    ['another status', { 'post-status': ['public'], content: ['x'] }, 'post-status'],
    [
      'a picture that is gone',
      { photo: [`${siteUrl}/photos/2026/11/${'a'.repeat(18)}.jpg`] },
      'no picture at',
    ],
  ]

  test.each(cases)('in a new post: %s', async (_, given, why) => {
    await expect(async () => create(json(given))).rejects.toMatchObject({
      code: 'invalid-fields',
      message: expect.stringContaining(why),
    })
    expect(await read()).toMatchObject({ posts: [], errors: [] })
  })

  test.each(cases)('in a change: %s. The post stays', async (_, replace, why) => {
    const url = await create(form('name=t&content=hello'))
    const before = await textOf('blog/2026/11/22/0/t.md')
    await expect(async () =>
      micropub.update(author, url, parseUpdate({ replace })),
    ).rejects.toMatchObject({ code: 'invalid-fields', message: expect.stringContaining(why) })
    expect(await textOf('blog/2026/11/22/0/t.md')).toBe(before)
  })

  test('in a form too: names of every object', () => {
    for (const name of ['constructor', '__proto__', 'toString'])
      expect(() => form(`${name}=x&content=y`)).toThrow('can’t be the name')
  })

  test('but not items in any form, nor a line separator', async () => {
    const cite = { type: ['h-cite'], properties: { url: 'https://example.com/' } }
    const url = await create(
      json({ 'in-reply-to': [cite], location: [{ properties: { name: 5 } }], name: ['a\u2028b'] }),
    )
    expect(await postAt(url)).toMatchObject({
      responses: [{ url: 'https://example.com/' }],
      title: 'a\u2028b',
      location: '5',
    })
    expect(await create(json({ content: ['x'], location: [{ properties: null }] }))).toContain('/1')
  })
})

test('into a folder that can’t be written nothing is, and the error says what to do', async () => {
  await chmod(contentDir, 0o555)
  const script = `import { createPost } from ${JSON.stringify(join(import.meta.dirname, 'post-folder.ts'))}
    const post = { day: '2026-11-22', name: '', firstOrdinal: 0, pictures: [] }
    await createPost(${JSON.stringify(contentDir)}, post, () => 'x').catch(({ code, message }) => console.log(code, message))`
  // Root may write anywhere.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const args = ['--input-type=module', '-e', script]
  const { stdout } = await promisify(execFile)(process.execPath, args, user)
  expect(stdout).toMatch(/^content-read-only The site can’t write .*Let it write there/)
  expect(await readdir(contentDir)).toEqual([])
})
