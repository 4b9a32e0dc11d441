import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import exifr from 'exifr'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import {
  author,
  contentDir,
  create,
  form,
  log,
  makePhoto,
  micropub,
  open,
  passTime,
  postAt,
  put,
  read,
  setTime,
  siteUrl,
  textOf,
} from './micropub.fixture.ts'
import { parseProperties, parseUpdate } from './properties.ts'

/* What apps write is read by the same reader as the owner’s files. */

describe('a post is a file as the owner would write it', () => {
  test('a note', async () => {
    const url = await create(
      form('content=Hello%0D%0A%0D%0Aworld&category[]=3D+Printing&category[]=web'),
    )
    expect(url).toBe(`${siteUrl}/2026/11/22/0`)
    expect(await textOf('blog/2026/11/22/0/index.md')).toBe(`---
tags:
- 3D Printing
- web
slug:
  date: 2026-11-22
  ordinal: 0
date:
  created: 2026-11-22 08:30:00-08:00
  published: 2026-11-22 08:30:00-08:00
---

Hello

world
`)
    expect(await postAt(url)).toMatchObject({
      title: null,
      tags: ['3d-printing', 'web'],
      warnings: [],
    })
    expect(log).toMatchObject([
      {
        action: 'post-created',
        details: { app: 'Writer', path: '/2026/11/22/0' },
        sessionId: null,
      },
    ])
  })

  test('an article has its title in its address, or the slug that the app chose', async () => {
    expect(await create(form('name=Über+C%2B%2B+%26+Öl!&content=x'))).toBe(
      `${siteUrl}/2026/11/22/0/uber-c--ol`,
    )
    const chosen = await create(form('name=Other&content=x&mp-slug=My+Slug'))
    expect(chosen).toBe(`${siteUrl}/2026/11/22/1/my-slug`)
    expect(await postAt(chosen)).toMatchObject({
      title: 'Other',
      file: 'blog/2026/11/22/1/my-slug.md',
    })
  })

  test.each(['../../../etc/passwd', '/', '.hidden', 'a/b', '%00', '..', '-', 'index', 'ä'])(
    'a slug can’t lead out of the folder: %s',
    async (slug) => {
      const url = await create(parseProperties({ content: ['x'], 'mp-slug': [slug] }))
      expect((await postAt(url)).file).toMatch(/^blog\/2026\/11\/22\/0\/[a-z0-9-]+\.md$/)
    },
  )

  test('the day is the owner’s, and a date that the app gives is kept', async () => {
    setTime('2026-11-23T05:00:00Z')
    expect(await create(form('content=late'))).toContain('/2026/11/22/0')
    const url = await create(form('content=x&published=2026-10-01T10:00:00%2B02:00'))
    expect(url).toContain('/2026/10/01/0')
    expect((await postAt(url)).publishedAt.text).toBe('2026-10-01T10:00:00+02:00')
    await expect(create(form('content=x&published=yesterday'))).rejects.toThrow('not a date')
  })

  test('what begins like YAML stays text', async () => {
    const name = '- [no]: "yes" # 2048'
    const url = await create(
      parseProperties({ name: [name], content: ['---\ntitle: x\n---'], summary: ['*a: &b'] }),
    )
    expect(await postAt(url)).toMatchObject({ title: name, tagline: '*a: &b' })
  })

  test('a reply, a like, a bookmark; a place; private or unlisted', async () => {
    const cite = { type: ['h-cite'], properties: { url: ['https://a.example/'], name: ['A'] } }
    const reply = await create(parseProperties({ 'in-reply-to': [cite], content: ['Yes'] }))
    expect((await postAt(reply)).responses).toMatchObject([
      { kind: 'in-reply-to', url: 'https://a.example/' },
    ])
    const like = await create(form('like-of=https://a.example/'))
    expect((await postAt(like)).responses).toMatchObject([{ kind: 'like-of' }])
    const place = { type: ['h-card'], properties: { name: ['Café'], latitude: [1.5] } }
    expect(
      await postAt(await create(parseProperties({ content: ['x'], location: [place] }))),
    ).toMatchObject({ location: 'Café' })
    expect(await postAt(await create(form('content=x&location=geo:51.5,-0.1;u=35')))).toMatchObject(
      { location: '51.5, -0.1' },
    )
    expect(await postAt(await create(form('content=x&visibility=unlisted')))).toMatchObject({
      isUnlisted: true,
    })
    expect(await postAt(await create(form('content=x&visibility=private')))).toMatchObject({
      isDraft: true,
    })
  })

  test('a draft isn’t published until the app publishes it; an app may be allowed drafts only', async () => {
    const url = await create(form('name=Later&content=x&post-status=draft'))
    expect(await postAt(url)).toMatchObject({ isDraft: true })
    const { url: second } = await micropub.create(
      { ...author, isDrafting: true },
      form('content=x'),
      [],
    )
    expect(await postAt(second)).toMatchObject({ isDraft: true })
    expect((await micropub.source(url))['post-status']).toEqual(['draft'])
    passTime(60_000)
    await micropub.update(author, url, parseUpdate({ replace: { 'post-status': ['published'] } }))
    expect(await postAt(url)).toMatchObject({
      isDraft: false,
      publishedAt: { text: '2026-11-22T08:31:00-08:00' },
    })
    await micropub.update(author, url, parseUpdate({ replace: { 'post-status': ['draft'] } }))
    expect(await postAt(url)).toMatchObject({ isDraft: true })
  })

  test('of twenty at once each has its own address, from any number of processes', async () => {
    const other = open()
    const urls = await Promise.all(
      Array.from(
        { length: 20 },
        async (_, index) =>
          (await (index % 2 ? other : micropub).create(author, form(`content=${index}`), [])).url,
      ),
    )
    expect(new Set(urls).size).toBe(20)
    expect((await read()).posts).toHaveLength(20)
  })

  test('no address of another post is taken, nor one that was withdrawn', async () => {
    await put('blog/2026-11-22-older.md', 'Without a number of its own.\n')
    await put('blog/2026/11/22/1.md', 'A note.\n')
    await put('withdrawn.yaml', '- /2026/11/22/4/gone\n')
    expect(await create(form('content=x'))).toBe(`${siteUrl}/2026/11/22/5`)
    const paths = (await read()).posts.map(({ path }) => path).sort()
    expect(paths).toEqual(['/2026/11/22/0/older', '/2026/11/22/1', '/2026/11/22/5'])
  })

  test.each([
    ['nothing', ''],
    ['only commands', 'mp-slug=x&post-status=draft'],
    ['an unknown status', 'content=x&post-status=secret'],
  ])('%s is refused, and leaves nothing', async (_, text) => {
    await expect(create(form(text))).rejects.toMatchObject({ code: 'invalid-fields' })
    expect(await readdir(contentDir)).toEqual([])
  })

  test('a name that is none is refused', () => {
    expect(() => parseProperties({ 'a: b\nc': ['x'] })).toThrow('name of a property')
    expect(() => parseProperties({ __proto__x: ['x'] })).toThrow('name of a property')
  })

  test('a property can’t set what the site decides by other members', async () => {
    const url = await create(
      parseProperties({ content: ['x'], slug: ['y'], draft: [true], date: ['2020-01-01'] }),
    )
    expect(await postAt(url)).toMatchObject({
      path: '/2026/11/22/0',
      isDraft: false,
      date: '2026-11-22',
    })
  })
})

describe('pictures', () => {
  test('from a phone are upright, small and without their location, next to the post, with their texts', async () => {
    const url = await create(
      parseProperties({ content: ['Look'], 'mp-photo-alt': ['A boat', 'A vase'] }),
      [await makePhoto(), await makePhoto()],
    )
    const post = await postAt(url)
    expect(post.photos).toMatchObject([
      { src: 'photo-1.jpg', alt: 'A boat' },
      { src: 'photo-2.jpg', alt: 'A vase' },
    ])
    const path = join(contentDir, 'blog/2026/11/22/0/photo-1.jpg')
    expect(await sharp(path).metadata()).toMatchObject({ width: 300, height: 400, format: 'jpeg' })
    expect((await sharp(path).metadata()).exif).toBeUndefined()
    expect(await exifr.parse(path).catch(() => undefined)).toBeUndefined()
    expect((await readdir(contentDir)).filter((name) => name.endsWith('clean.jpg'))).toEqual([])
  })

  test('take longer than an app waits: it learns that, and finds its post at the address before the site shows it', async () => {
    const slow = open(contentDir, {
      getContent: async () => ({ posts: [], unlisted: [], withdrawn: new Set<string>() }),
      waitUntilShown: async () => false,
    })
    for (const given of ['content=Look', 'name=A+boat&content=Look']) {
      const created = await slow.create(author, form(given), [await makePhoto()])
      expect(created.isShown).toBe(false)
      expect(await slow.source(created.url)).toMatchObject({ content: ['Look'] })
      await slow.update(author, created.url, parseUpdate({ replace: { content: ['See'] } }))
      expect(await postAt(created.url)).toMatchObject({ warnings: [] })
      expect(await slow.source(created.url)).toMatchObject({ content: ['See'] })
    }
  })

  test('uploaded first have an address that nobody guesses, and are next to the post that shows them', async () => {
    const address = await micropub.upload(await makePhoto())
    expect(address).toMatch(/^https:\/\/example\.org\/photos\/2026\/11\/[0-9a-f]{18}\.jpg$/)
    const photo = [{ value: address, alt: 'A boat' }]
    const url = await create(parseProperties({ photo, content: ['x'] }))
    expect((await postAt(url)).photos).toMatchObject([{ src: 'photo.jpg', alt: 'A boat' }])
    const [one, two] = await Promise.all([
      readFile(join(contentDir, 'blog/2026/11/22/0/photo.jpg')),
      readFile(join(contentDir, 'public', address.slice(siteUrl.length))),
    ])
    expect(one.equals(two)).toBe(true)
    await micropub.update(author, url, parseUpdate({ replace: { photo: [address] } }))
    const name = address.slice(siteUrl.length)
    expect((await postAt(url)).photos).toMatchObject([{ src: `../../../../../public${name}` }])
  })

  test('of another site keep their address', async () => {
    const url = await create(form('photo=https://other.example/a.jpg&mp-photo-alt=A+boat'))
    expect((await postAt(url)).photos).toMatchObject([
      { src: 'https://other.example/a.jpg', alt: 'A boat' },
    ])
  })

  test.each([
    ['text', Buffer.from('hello')],
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['half a picture', null],
  ])('%s is refused, and no post is left', async (_, bytes) => {
    const path = await makePhoto()
    await writeFile(path, bytes ?? (await readFile(path)).subarray(0, 700))
    await expect(create(form('content=x'), [path])).rejects.toMatchObject({
      code: 'image-unsupported-format',
    })
    expect(await readdir(join(contentDir, 'blog')).catch(() => [])).toEqual([])
  })
})
