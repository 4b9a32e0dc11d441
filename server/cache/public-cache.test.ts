import { EventEmitter, once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { getContentEvents } from '#lib/core/content-events.ts'
import { noteTag } from '#lib/core/noted-tags.ts'
import type { getPrinterEvents } from '#lib/printers/events.ts'
import { openHttpServer, sendRaw, sendRequest } from '../http-server.fixture.ts'
import { openSite, path } from './cached-site.fixture.ts'

describe('not cached', () => {
  test.each([
    ['private', { 'cache-control': 'private, max-age=60' }],
    ['no-store', { 'cache-control': 'public, s-maxage=60, no-store' }],
    ['no lifetime', { 'cache-control': 'public, max-age=0' }],
    ['not declared public', { 'cache-control': 'max-age=60' }],
    ['a cookie', { 'set-cookie': 'a=b' }],
    ['Vary: *', { vary: '*' }],
    ['encoded by Next', { 'content-encoding': 'zstd' }],
  ])('%s', async (_, headers) => {
    const site = await openSite({ headers })
    expect((await site.get()).text).toBe('{"count":1}')
    expect((await site.get()).text).toBe('{"count":2}')
    expect(site.cache.size).toBe(0)
  })

  test.each([500, 503, 302, 307])('status %i', async (status) => {
    const site = await openSite({ status })
    expect((await site.get('/page')).status).toBe(status)
    await site.get('/page')
    expect(site.calls).toHaveLength(2)
  })

  test('responses to clients with credentials or cookies, who never get a cached one either', async () => {
    const site = await openSite()
    const [personal] = [{ authorization: 'Bearer a' }, { cookie: 'session=1' }]
    expect((await site.get(path, personal)).text).toBe('{"count":1}')
    expect((await site.get(path)).text).toBe('{"count":2}')
    expect((await site.get(path, { cookie: 'session=1' })).text).toBe('{"count":3}')
    expect((await site.get(path)).text).toBe('{"count":2}')
  })

  test('a request without a Host, which never gets a cached one either', async () => {
    const server = await openHttpServer((_, response) => {
      response.setHeader('cache-control', 'public, s-maxage=60')
      response.end('cached')
    })
    onTestFinished(() => server.close())
    expect((await sendRequest(server.port, '/')).text).toBe('cached')
    const received = await sendRaw(server.port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')
    expect(received).toContain('HTTP/1.1 400 ')
    expect(await sendRaw(server.port, 'GET / HTTP/1.0\r\n\r\n')).toContain('HTTP/1.1 200 ')
  })

  test('a response above the size limit, which still streams completely', async () => {
    const big = Buffer.alloc(300_000, 'x')
    const site = await openSite({ body: () => big }, { cache: { maxEntryBytes: 100_000 } })
    const [first, second] = await Promise.all([site.get('/big'), site.get('/big')])
    expect(first.body.equals(big)).toBe(true)
    expect(second.body.equals(big)).toBe(true)
    expect(site.cache.size).toBe(0)
  })
})

describe('a cached response', () => {
  test('is made once for GET and HEAD until it expires', async () => {
    const site = await openSite({ headers: { 'cache-control': 'public, s-maxage=1' } })
    const first = await site.get()
    expect(first.headers['content-length']).toBe('11')
    expect((await site.get()).text).toBe(first.text)
    const head = await site.head()
    expect(head.text).toBe('')
    expect(head.headers).toMatchObject({ 'content-length': '11', etag: first.headers.etag })
    expect(site.calls).toHaveLength(1)
    await new Promise((resolve) => setTimeout(resolve, 1_050))
    expect((await site.get()).text).toBe('{"count":2}')
  })

  test('expires at the cache’s own limit, even if immutable', async () => {
    const site = await openSite(
      { headers: { 'cache-control': 'public, max-age=31536000, immutable' } },
      { cache: { maxTtlSeconds: 0.05 } },
    )
    const first = await site.get('/media/a/640.jpg')
    expect(first.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    await new Promise((resolve) => setTimeout(resolve, 80))
    await site.get('/media/a/640.jpg')
    expect(site.calls).toHaveLength(2)
  })

  test('has its age in seconds', async () => {
    const site = await openSite()
    expect((await site.get()).headers.age).toBe('0')
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect((await site.get()).headers.age).toBe('1')
  })

  test('belongs to one path and query', async () => {
    const site = await openSite()
    expect((await site.get('/a?x=1')).text).toBe('{"count":1}')
    expect((await site.get('/a?x=2')).text).toBe('{"count":2}')
    expect((await site.get('/a?x=1')).text).toBe('{"count":1}')
  })

  test('is made without anything of the first client', async () => {
    const site = await openSite()
    await site.get(path, {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'accept-language': 'de',
      'user-agent': 'Firefox',
      referer: 'https://private.example/',
      'x-anything': '1',
    })
    const { headers } = site.calls[0] ?? {}
    expect(JSON.stringify(headers)).not.toMatch(/evil|Firefox|private|anything/)
    expect(headers).not.toHaveProperty('accept-language')
    expect(headers).toMatchObject({ host: 'localhost:3000', 'x-forwarded-host': 'localhost:3000' })
  })

  test('a hundred concurrent requests become one call', async () => {
    const release = new EventEmitter()
    const site = await openSite({ before: () => once(release, 'open') })
    const requests = Array.from({ length: 100 }, () => site.get())
    await expect.poll(() => site.calls.length).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 100))
    release.emit('open')
    const responses = await Promise.all(requests)
    expect(new Set(responses.map(({ text }) => text))).toEqual(new Set(['{"count":1}']))
    expect(site.calls).toHaveLength(1)
  })

  test('concurrent requests for a private response each get their own', async () => {
    const release = new EventEmitter()
    let isOpen = false
    const site = await openSite({
      headers: { 'cache-control': 'private' },
      before: () => (isOpen ? undefined : once(release, 'open')),
    })
    const requests = Array.from({ length: 5 }, () => site.get())
    await new Promise((resolve) => setTimeout(resolve, 100))
    isOpen = true
    release.emit('open')
    const texts = (await Promise.all(requests)).map(({ text }) => text)
    expect(new Set(texts).size).toBe(5)
  })

  test('a failing route is called once for concurrent requests, and the error is not cached', async () => {
    let isBroken = true
    const site = await openSite({
      before: async () => {
        await new Promise((resolve) => setTimeout(resolve, 50))
        if (isBroken) throw new Error('the store is on fire')
      },
    })
    const responses = await Promise.all([site.get(), site.get(), site.get()])
    expect(responses.map(({ status }) => status)).toEqual([500, 500, 500])
    expect(JSON.parse(responses[0]?.text ?? '')).toMatchObject({ type: '/problems/internal-error' })
    expect(responses[0]?.text).not.toContain('fire')
    expect(site.calls).toHaveLength(1)
    isBroken = false
    expect((await site.get()).status).toBe(200)
  })
})

describe('invalidation', () => {
  test('a poll right after a change gets the new state', async () => {
    const site = await openSite({ headers: { 'cache-tag': 'printer:1' } })
    const before = await site.get('/somewhere')
    expect(before.headers['cache-tag']).toBeUndefined()
    site.cache.invalidate(['printer:2'])
    expect((await site.get('/somewhere')).text).toBe(before.text)
    site.cache.invalidate(['printer:1'])
    expect((await site.get('/somewhere')).text).toBe('{"count":2}')
  })

  test('a page is tagged by its options, and an event of its printer reaches it', async () => {
    const options = { cache: { seconds: 30, tags: ['printer:1'] } }
    const content = JSON.stringify(options).replaceAll('"', '&quot;')
    let count = 0
    const site = await openSite({
      headers: { 'content-type': 'text/html', vary: 'rsc', 'cache-control': 'private, no-store' },
      body: () => {
        count += 1
        return `<head><meta content="${content}" name="page-options"></head>${count}`
      },
    })
    const events: ReturnType<typeof getPrinterEvents> = new EventEmitter()
    site.cache.follow(events)
    const first = await site.get('/printers/1')
    events.emit('changed', 2)
    expect((await site.get('/printers/1')).text).toBe(first.text)
    events.emit('changed', 1)
    expect((await site.get('/printers/1')).text).not.toBe(first.text)
  })

  test('what was made of a document is dropped when that changes, and nothing else is', async () => {
    const site = await openSite({
      // As a page that reads it after other work.
      before: async ({ url }) => {
        await new Promise(setImmediate)
        if (url === '/post') noteTag('document:a.md')
      },
    })
    const events: ReturnType<typeof getContentEvents> = new EventEmitter()
    site.cache.followContent(events)
    const read = async () => [(await site.get('/post')).text, (await site.get('/other')).text]
    expect(await read()).toEqual(['{"count":1}', '{"count":2}'])
    events.emit('changed', ['document:b.md', 'documents'])
    expect(await read()).toEqual(['{"count":1}', '{"count":2}'])
    events.emit('changed', ['document:a.md'])
    expect(await read()).toEqual(['{"count":3}', '{"count":2}'])
    events.emit('changed', ['content'])
    expect(await read()).toEqual(['{"count":4}', '{"count":5}'])
  })

  test('with several replicas, what another one has changed is seen at once, also while a call is running', async () => {
    const release = new EventEmitter()
    let state = 'old'
    const seen = new Map<IncomingMessage, string>()
    const site = await openSite({
      headers: { 'cache-tag': 'printer:1' },
      before: async (request) => {
        seen.set(request, state)
        if (state === 'slow') await once(release, 'open')
      },
      body: (request) => seen.get(request) ?? '',
    })
    let changed = false
    site.cache.confirmWith(async () => {
      if (changed) site.cache.invalidate(['printer:1'])
      changed = false
    })
    const change = (to: string) => {
      state = to
      changed = true
    }
    await site.get()
    expect((await site.get()).text).toBe('old')
    expect(site.calls).toHaveLength(1)
    change('slow')
    const running = site.get()
    await expect.poll(() => site.calls.length).toBe(2)
    change('new')
    expect((await site.get()).text).toBe('new')
    release.emit('open')
    expect((await running).text).toBe('slow')
    expect((await site.get()).text).toBe('new')
    expect(site.calls).toHaveLength(3)
  })

  test('what shows no printer is sent without asking whether another replica changed it', async () => {
    const site = await openSite({ headers: { 'cache-tag': 'media' } })
    site.cache.confirmWith(() => Promise.reject(new Error('asked')))
    await site.get('/media/a/640.jpg')
    expect((await site.get('/media/a/640.jpg')).text).toBe('{"count":1}')
  })

  test('without a tag nothing is invalidated, whatever the address', async () => {
    const site = await openSite()
    const before = await site.get('/printers/1')
    site.cache.invalidate(['printer:1', 'printers'])
    expect((await site.get('/printers/1')).text).toBe(before.text)
  })

  test('a response in flight during the change is neither cached nor joined', async () => {
    const release = new EventEmitter()
    let state = 'old'
    const seen = new Map<IncomingMessage, string>()
    const site = await openSite({
      headers: { 'cache-tag': 'printer:1' },
      // The response shows the state before the wait, as with a store.
      before: async (request) => {
        seen.set(request, state)
        if (state === 'old') await once(release, 'open')
      },
      body: (request) => seen.get(request) ?? '',
    })
    const slow = site.get()
    await expect.poll(() => site.calls.length).toBe(1)
    state = 'new'
    site.cache.invalidate(['printer:1'])
    const fresh = await site.get()
    expect(fresh.text).toBe('new')
    expect(site.calls).toHaveLength(2)
    release.emit('open')
    expect((await slow).text).toBe('old')
    expect((await site.get()).text).toBe('new')
  })
})
