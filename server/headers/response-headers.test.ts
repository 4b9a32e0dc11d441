import { afterEach, describe, expect, test } from 'vitest'
import { renderHtml, renderOptions } from '../html/rewrite-page.fixture.ts'
import { openHttpServer, respond, sendRequest } from '../http-server.fixture.ts'

let server: Awaited<ReturnType<typeof openHttpServer>> | null = null
afterEach(() => server?.close())

const html = { 'content-type': 'text/html; charset=utf-8' }
const json = { 'content-type': 'application/json' }

describe('headers of every response', () => {
  test('internal headers are removed', async () => {
    const { headers } = await respond({
      ...html,
      'cache-control': 's-maxage=31536000',
      'cache-tag': 'printer:1',
      'x-nextjs-cache': 'HIT',
      'x-nextjs-prerender': '1',
      'x-powered-by': 'Next.js',
      vary: 'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch',
    })
    expect(
      Object.keys(headers).filter(
        (name) => /^x-(?!content)|tag|vary/.test(name) && name !== 'etag',
      ),
    ).toEqual([])
    expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate')
  })

  test('a Cache-Control for browsers is kept', async () => {
    const value = 'public, max-age=30, s-maxage=5'
    expect((await respond({ ...json, 'cache-control': value })).headers['cache-control']).toBe(
      value,
    )
  })

  test('other sites can’t embed a response, unless its route or Next’s build declares it', async () => {
    const name = 'cross-origin-resource-policy'
    for (const path of ['/printers/1', '/api/3dprinter/1/', '/media/abc/640.webp']) {
      const { headers } = await respond(json, { path })
      expect(headers[name]).toBe('same-origin')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'")
      const declared = await respond({ ...json, [name]: 'cross-origin' }, { path })
      expect(declared.headers[name]).toBe('cross-origin')
    }
    const { headers } = await respond(json, { path: '/_next/static/chunks/a.css' })
    expect(headers).toMatchObject({ [name]: 'cross-origin', 'access-control-allow-origin': '*' })
  })

  test('the owner’s pages are in no cache and no index, whatever they declare, and nobody frames them', async () => {
    const declared = {
      'cache-control': 'public, s-maxage=60',
      'cross-origin-resource-policy': 'cross-origin',
    }
    for (const path of ['/admin', '/admin/claim', '/admin/api/security']) {
      const { headers } = await respond(
        { ...(path.includes('/api/') ? json : html), ...declared },
        { path, body: renderHtml(renderOptions({ isFramed: true }), 'x') },
      )
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-robots-tag': 'noindex, nofollow',
        'referrer-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      })
      expect(headers['content-security-policy']).not.toMatch(/unsafe|http|media-src/)
    }
    const { headers } = await respond(html, { path: '/administration' })
    expect(headers['x-robots-tag']).toBeUndefined()
  })

  test('two visitors of the owner’s pages never share a response', async () => {
    let count = 0
    server = await openHttpServer((_, response) => {
      count += 1
      response.writeHead(200, { ...json, 'cache-control': 'public, s-maxage=60' }).end('x')
    })
    const { port } = server
    await Promise.all([1, 2, 3].map(() => sendRequest(port, '/admin/security')))
    expect(count).toBe(3)
  })

  test('files of public/ may be cached for an hour', async () => {
    const { headers } = await respond({ ...json, 'cache-control': 'public, max-age=0' })
    expect(headers['cache-control']).toBe('public, max-age=3600')
  })

  test('HTTPS is required where the site is on HTTPS, and nowhere else', async () => {
    const name = 'strict-transport-security'
    expect((await respond(html)).headers[name]).toBeUndefined()
    expect((await respond(html, { siteUrl: 'https://example.org' })).headers[name]).toBe(
      'max-age=31536000',
    )
  })

  test('errors below /api are JSON; a route’s own are kept', async () => {
    const replaced = await respond(html, {
      path: '/api/nothing',
      status: 404,
      body: '<h1>404</h1>',
    })
    expect(JSON.parse(replaced.text)).toMatchObject({ type: '/problems/not-found', status: 404 })
    const broken = await respond(
      {},
      { path: '/api/3dprinter/1/', status: 500, body: 'Internal Server Error' },
    )
    expect(JSON.parse(broken.text)).toMatchObject({ type: '/problems/internal-error' })
    const own = {
      'content-type': 'application/problem+json',
      'www-authenticate': 'Basic realm="a"',
    }
    const kept = await respond(own, { path: '/api/3dprinter/1/', status: 401, body: '{"own":1}' })
    expect(kept).toMatchObject({ status: 401, text: '{"own":1}', headers: own })
  })
})

test.each([
  ['/blog', undefined],
  ['/api/3dprinter/1/', undefined],
  ['/admin/api/claim', ['owner=a', 'owner=b']],
])('only the owner’s area sets cookies, whatever Next does: %s', async (path, cookies) => {
  server = await openHttpServer((_, response) => {
    response.setHeader('set-cookie', ['owner=a', 'owner=b'])
    response.setHeader('cache-control', 'public, s-maxage=60')
    response.end('{}')
  })
  const { headers } = await sendRequest(server.port, path, { headers: { cookie: 'a=b' } })
  expect(headers['set-cookie']).toEqual(cookies)
})
