import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mf2 } from 'microformats-parser'
import sharp from 'sharp'
import { findClaimLink, type OwnSite, startOwnSite, test } from './own-site.ts'
import { expect } from './site.ts'

/* Promises to the owner who writes with an app. The numbers are those of the server tests of micropub.rocks. */

test.describe.configure({ mode: 'serial' })

let own: OwnSite
let contentDir = ''
let token = ''
let mediaToken = ''

/** As a browser and an app do it, without their pages. */
async function getToken(cookie: string, scope: string): Promise<string> {
  const verifier = 'v'.repeat(64)
  const client = { client_id: 'http://127.0.0.1:1/', redirect_uri: 'http://127.0.0.1:1/back' }
  const query = new URLSearchParams({
    ...{ ...client, response_type: 'code', state: 'x', scope, code_challenge_method: 'S256' },
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  })
  const asked = await fetch(`${own.origin}/admin/api/authorize`, {
    method: 'POST',
    headers: { cookie, origin: own.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ query: `${query}`, scopes: scope.split(' '), lifetime: 'unlimited' }),
  })
  const code = new URL((await asked.json()).address).searchParams.get('code') ?? ''
  const body = new URLSearchParams({ ...client, code, code_verifier: verifier })
  const granted = await fetch(`${own.origin}/indieauth/token`, { method: 'POST', body })
  return (await granted.json()).access_token
}

test.beforeAll(async () => {
  contentDir = await mkdtemp(join(tmpdir(), 'content-'))
  await mkdir(join(contentDir, 'blog'))
  own = await startOwnSite({ CONTENT_DIR: contentDir })
  const claimed = await fetch(`${own.origin}/admin/api/claim`, {
    method: 'POST',
    headers: { origin: own.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ token: await findClaimLink(own) }),
  })
  const cookie = claimed.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
  token = await getToken(cookie, 'create update delete media')
  mediaToken = await getToken(cookie, 'media')
})
test.afterAll(async () => {
  await own.stop()
  await rm(contentDir, { recursive: true, force: true })
})

type Body = string | Record<string, unknown> | FormData
/** A string is a form, an object JSON. */
function send(body: Body, headers: Record<string, string> = {}, path = '/micropub') {
  const isJson = typeof body === 'object' && !(body instanceof FormData)
  const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded'
  return fetch(own.origin + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body instanceof FormData ? {} : { 'content-type': type }),
      ...headers,
    },
    body: isJson ? JSON.stringify(body) : (body as string | FormData),
  })
}
/** Creates a post, which is there with the response. @returns its address and its h-entry */
async function create(body: Body) {
  const response = await send(body)
  expect(response.status, await response.text()).toBe(201)
  const url = response.headers.get('location') ?? ''
  return { url, entry: await readEntry(url) }
}
async function readEntry(url: string) {
  const page = await fetch(url)
  expect(page.status).toBe(200)
  const html = await page.text()
  const found = mf2(html, { baseUrl: url }).items.find(({ type }) => type?.includes('h-entry'))
  return { html, properties: found?.properties ?? {} }
}
const query = async (search: string) => {
  const headers = { authorization: `Bearer ${token}` }
  return await (await fetch(`${own.origin}/micropub?${search}`, { headers })).json()
}
const source = async (url: string) =>
  (await query(`q=source&url=${encodeURIComponent(url)}`)).properties
const json = (properties: Record<string, unknown>) => ({ type: ['h-entry'], properties })
const categories = ['test1', 'test2']
const picture = (format: 'jpeg' | 'png' | 'gif') =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
    .toFormat(format)
    .toBuffer()
async function withFiles(fields: Record<string, string>, name: string, count: number) {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.append(field, value)
  for (let index = 0; index < count; index += 1)
    form.append(
      name,
      new Blob([new Uint8Array(await picture('jpeg'))], { type: 'image/jpeg' }),
      'a.jpg',
    )
  return form
}

const created: [string, () => Promise<Body> | Body, Record<string, unknown>][] = [
  ['100 a form', () => 'h=entry&content=Hello+100', { content: [{ value: 'Hello 100' }] }],
  [
    '101 several categories',
    () => 'h=entry&content=Hi&category[]=test1&category[]=test2',
    { category: categories },
  ],
  ['104 a photo by its address', () => 'h=entry&content=Hi&photo=https://media.example/a.jpg', {}],
  ['107 one category', () => 'h=entry&content=Hi&category=test1', { category: ['test1'] }],
  ['200 JSON', () => json({ content: ['Hello 200'] }), { content: [{ value: 'Hello 200' }] }],
  [
    '201 several categories',
    () => json({ content: ['Hi'], category: categories }),
    { category: categories },
  ],
  [
    '202 HTML',
    () => json({ content: [{ html: '<p>A <b>bold</b> word</p>' }] }),
    { content: [{ value: 'A bold word' }] },
  ],
  [
    '203 a photo by its address',
    () => json({ content: ['Hi'], photo: ['https://media.example/a.jpg'] }),
    {},
  ],
  [
    '204 a nested object',
    () =>
      json({
        content: ['Hi'],
        checkin: [{ type: ['h-card'], properties: { name: ['Los Gorditos'] } }],
      }),
    { content: [{ value: 'Hi' }] },
  ],
  [
    '205 a photo with its text',
    () =>
      json({ content: ['Hi'], photo: [{ value: 'https://media.example/a.jpg', alt: 'A boat' }] }),
    {},
  ],
  [
    '206 several photos',
    () =>
      json({
        content: ['Hi'],
        photo: ['https://media.example/a.jpg', 'https://media.example/b.jpg'],
      }),
    {},
  ],
]
for (const [name, makeBody, expected] of created)
  test(`${name}: the post is there when the app hears of it`, async () => {
    const { entry } = await create(await makeBody())
    expect(entry.properties).toMatchObject(expected)
    const [content] = entry.properties.content ?? []
    expect((content as { html: string }).html).not.toContain('&lt;')
  })

test('300, 301 photos from a phone are shown, with their texts', async () => {
  const one = await create(
    await withFiles({ h: 'entry', content: 'One', 'mp-photo-alt': 'A boat' }, 'photo', 1),
  )
  expect(one.entry.properties.photo).toMatchObject([{ alt: 'A boat' }])
  const two = await create(await withFiles({ h: 'entry', content: 'Two' }, 'photo[]', 2))
  expect(two.entry.properties.photo).toHaveLength(2)
  const [first] = two.entry.properties.photo ?? []
  const address =
    typeof first === 'object' && 'value' in first ? String(first.value) : String(first)
  expect((await fetch(address)).headers.get('content-type')).toBe('image/jpeg')
})

test('400 to 405 a post is changed as the app says', async () => {
  const { url } = await create(json({ content: ['Before'], category: ['test1'] }))
  const change = async (given: Record<string, unknown>) =>
    expect((await send({ action: 'update', url, ...given })).status).toBe(204)
  await change({ replace: { content: ['After'] } })
  await expect.poll(async () => (await readEntry(url)).html).toContain('After')
  await change({ add: { category: ['test2'] } })
  expect((await source(url)).category).toEqual(categories)
  await change({ add: { syndication: ['https://s.example/1'] } })
  expect((await source(url)).syndication).toEqual(['https://s.example/1'])
  await change({ delete: { category: ['test1'] } })
  expect((await source(url)).category).toEqual(['test2'])
  await change({ delete: ['category'] })
  expect((await source(url)).category).toBeUndefined()
  const wrong = await send({ action: 'update', url, replace: 'This is not a valid update.' })
  expect([wrong.status, (await wrong.json()).error]).toEqual([400, 'invalid_request'])
})

for (const [numbers, encode] of [
  [
    '500, 502 by a form',
    (action: string, url: string) => new URLSearchParams({ action, url }).toString(),
  ],
  ['501, 503 by JSON', (action: string, url: string) => ({ action, url })],
] as [string, (action: string, url: string) => Body][])
  test(`${numbers}: a deleted post is gone, and comes back`, async () => {
    const { url, entry } = await create('h=entry&content=Oops')
    expect((await send(encode('delete', url))).status).toBe(204)
    await expect.poll(async () => (await fetch(url)).status).toBe(410)
    expect((await send(encode('undelete', url))).status).toBe(204)
    expect((await readEntry(url)).properties.content).toEqual(entry.properties.content)
  })

test('600 to 603 an app learns what it can do, and reads posts', async () => {
  expect(await query('q=config')).toMatchObject({
    'media-endpoint': `${own.origin}/micropub/media`,
    'syndicate-to': [],
    'post-types': expect.arrayContaining([expect.objectContaining({ type: 'note' })]),
  })
  expect(await query('')).toMatchObject({
    me: `${own.origin}/`,
    scope: 'create update delete media',
  })
  expect(await query('q=syndicate-to')).toEqual({ 'syndicate-to': [] })
  expect((await query('q=category')).categories).toContain('test1')
  expect((await query('q=post-types'))['post-types']).toHaveLength(7)
  const { url } = await create('h=entry&content=Source&category[]=test1&category[]=test2')
  const all = await query(`q=source&url=${encodeURIComponent(url)}`)
  expect(all).toMatchObject({
    type: ['h-entry'],
    properties: { content: ['Source'], category: categories },
  })
  const some = await query(`q=source&properties[]=category&url=${encodeURIComponent(url)}`)
  expect(some).toEqual({ properties: { category: categories } })
  expect((await query('q=source&limit=2')).items).toHaveLength(2)
})

test('700 to 702 pictures are stored before the post that shows them', async () => {
  for (const format of ['jpeg', 'png', 'gif'] as const) {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(await picture(format))]), `a.${format}`)
    const headers = { authorization: `Bearer ${mediaToken}` }
    const stored = await send(form, headers, '/micropub/media')
    expect(stored.status).toBe(201)
    const address = stored.headers.get('location') ?? ''
    expect((await fetch(address)).headers.get('content-type')).toBe(`image/${format}`)
    if (format !== 'jpeg') continue
    const { entry } = await create(json({ photo: [{ value: address, alt: 'A boat' }] }))
    expect(entry.properties.photo).toMatchObject([{ alt: 'A boat' }])
    // Nothing is in the post but its picture.
    expect(entry.html).toContain('/assets/photo-')
  }
})

test('800 to 804 nobody writes without a token that may; a token is never stored', async () => {
  const anonymous = { authorization: '' }
  const inBody = await fetch(`${own.origin}/micropub`, {
    method: 'POST',
    body: new URLSearchParams({ h: 'entry', content: 'By body', access_token: token }),
  })
  expect(inBody.status).toBe(201)
  const url = inBody.headers.get('location') ?? ''
  expect(JSON.stringify(await source(url))).not.toContain(token)
  for (const file of await readdir(join(contentDir, 'blog'), { recursive: true }))
    if (file.endsWith('.md'))
      expect(await readFile(join(contentDir, 'blog', file), 'utf8')).not.toContain(token)

  const without = await fetch(`${own.origin}/micropub`, {
    method: 'POST',
    body: new URLSearchParams('h=entry&content=x'),
  })
  expect([without.status, (await without.json()).error]).toEqual([401, 'unauthorized'])
  const wrong = await send('h=entry&content=x', { authorization: 'Bearer wrong' })
  expect([wrong.status, (await wrong.json()).error]).toEqual([401, 'unauthorized'])
  const empty = await send('h=entry&content=x', anonymous)
  expect(empty.status).toBe(401)
  const lesser = await send('h=entry&content=x', { authorization: `Bearer ${mediaToken}` })
  expect([lesser.status, (await lesser.json()).error]).toEqual([403, 'insufficient_scope'])
  const twice = await send(`h=entry&content=x&access_token=${token}`)
  expect(twice.status).toBe(400)

  // A stranger’s pictures aren’t read, so a token between them comes too late.
  const form = new FormData()
  form.append('access_token', token)
  form.append('file', new Blob([new Uint8Array(await picture('png'))]), 'a.png')
  const late = await fetch(`${own.origin}/micropub/media`, { method: 'POST', body: form })
  expect(late.status).toBe(401)

  const draft = await send('h=entry&content=Secret&post-status=draft')
  const asked = `q=source&url=${encodeURIComponent(draft.headers.get('location') ?? '')}`
  const ask = (given: string) =>
    fetch(`${own.origin}/micropub?${asked}`, { headers: { authorization: `Bearer ${given}` } })
  expect([(await ask(token)).status, (await ask(mediaToken)).status]).toEqual([200, 403])
})

test('an app in a page of another site may talk to the site, and finds it from the home page', async () => {
  const preflight = await fetch(`${own.origin}/micropub`, { method: 'OPTIONS' })
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
  const home = await fetch(own.origin)
  expect(home.headers.get('link')).toContain(`<${own.origin}/micropub>; rel="micropub"`)
  expect(mf2(await home.text(), { baseUrl: own.origin }).rels.micropub).toEqual([
    `${own.origin}/micropub`,
  ])
})
