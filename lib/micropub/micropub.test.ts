import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import exifr from 'exifr'
import sharp from 'sharp'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createContentReader } from '#lib/content/read/read-content.ts'
import { createIdleProcess } from '#lib/core/idle-process.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import { createMicropub, type Micropub } from './micropub.ts'
import type { PhotoAnswer, PhotoJob } from './photos.ts'
import { type Properties, parseFormProperties, parseProperties, parseUpdate } from './properties.ts'

/* What apps write is read by the same reader as the owner's files. The pictures are real. */

const siteUrl = 'https://example.org'
const timeZone = 'America/Los_Angeles'
let contentDir = ''
let micropub: Micropub
let log: NewLogEntry[]
let nowMs = 0

const cleaner = createIdleProcess<PhotoJob, PhotoAnswer>({
  path: 'lib/micropub/photo-process.ts',
  compileCacheDir: join(tmpdir(), 'compiled-photos'),
  timeoutMs: 60_000,
})
afterAll(cleaner.close)

const read = () => createContentReader(contentDir, timeZone)(new Date(nowMs))

async function shown() {
  const { posts, withdrawn } = await read()
  const published = posts.filter(({ isDraft }) => !isDraft)
  return { posts: published, unlisted: [], withdrawn }
}

function open(dir = contentDir): Micropub {
  return createMicropub({
    contentDir: dir,
    siteUrl,
    getTimeZone: () => timeZone,
    getContent: shown,
    waitUntilShown: async (isShown) => isShown === null || isShown(await shown()),
    clean: cleaner.run,
    record: async (entry) => void log.push(entry),
    now: () => new Date(nowMs),
  })
}

beforeEach(async () => {
  nowMs = Date.parse('2026-11-22T16:30:00Z')
  contentDir = await mkdtemp(join(tmpdir(), 'micropub-'))
  log = []
  micropub = open()
  return () => rm(contentDir, { recursive: true, force: true })
})

const author = { appName: 'Writer', isDrafting: false }
const form = (text: string) => parseFormProperties([...new URLSearchParams(text)])
const create = async (given: Properties, uploads: string[] = []) =>
  (await micropub.create(author, given, uploads)).url
const textOf = (file: string) => readFile(join(contentDir, file), 'utf8')
async function postAt(url: string) {
  const { posts, errors, warnings } = await read()
  expect(errors).toEqual([])
  const post = posts.find(({ path }) => siteUrl + path === url)
  if (post === undefined) throw new Error(`${url} is not there`)
  return { ...post, warnings }
}
async function put(file: string, text: string): Promise<void> {
  await mkdir(join(contentDir, dirname(file)), { recursive: true })
  await writeFile(join(contentDir, file), text)
}

async function makePhoto(): Promise<string> {
  const path = join(contentDir, `upload-${Math.random()}`)
  const image = sharp({ create: { width: 400, height: 300, channels: 3, background: 'teal' } })
  const exif = {
    IFD0: { Model: 'Phone', Orientation: '6' },
    IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' },
  }
  await image.withExif(exif).withMetadata({ orientation: 6, exif }).jpeg().toFile(path)
  return path
}

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
    nowMs = Date.parse('2026-11-23T05:00:00Z')
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
    nowMs += 60_000
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
