import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { renderHtml, renderOptions } from '../html/rewrite-page.fixture.ts'
import { openHttpServer, sendRequest } from '../http-server.fixture.ts'
import type { HttpServerOptions } from '../http-server.ts'
import { renderPagePolicy } from './content-security-policy.ts'

let server: Awaited<ReturnType<typeof openHttpServer>> | null = null
afterEach(() => server?.close())

/** The headers that a route gets, when a client sends these. */
async function receiveAt(
  headers: Record<string, string>,
  options: Partial<HttpServerOptions> = {},
): Promise<IncomingHttpHeaders> {
  let received: IncomingHttpHeaders = {}
  server = await openHttpServer((request, response) => {
    received = request.headers
    response.end()
  }, options)
  await sendRequest(server.port, '/api/3dprinter/1/', {
    method: 'PATCH',
    headers,
    body: 'status=idle',
  })
  server.close()
  return received
}

describe('headers from a client', () => {
  test('that Next uses internally never reach a route', async () => {
    const received = await receiveAt({
      'x-middleware-subrequest': 'middleware:middleware',
      'x-nextjs-data': '1',
      'x-invoke-path': '/console',
      'x-matched-path': '/console',
      'x-now-route-matches': '1',
      'x-prerender-revalidate': 'secret',
      'next-resume': '1',
      'next-action': 'abc',
      'next-router-state-tree': '[]',
      'next-router-prefetch': '1',
      'next-url': '/console',
      rsc: '1',
      'content-type': 'application/x-www-form-urlencoded',
      authorization: 'Bearer a',
    })
    expect(
      Object.keys(received).filter((name) =>
        /^(?:x-(?!forwarded|client|request)|next|rsc)/.test(name),
      ),
    ).toEqual([])
    expect(received).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      authorization: 'Bearer a',
    })
  })

  test('can’t set address, host and protocol', async () => {
    const received = await receiveAt(
      {
        'x-forwarded-for': '1.2.3.4',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'gopher',
        'x-client-address': '1.2.3.4',
        'x-real-ip': '1.2.3.4',
        'x-request-id': 'forged',
        forwarded: 'for=1.2.3.4',
      },
      { siteUrl: 'https://example.org' },
    )
    expect(received).toMatchObject({
      'x-client-address': '127.0.0.1',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'example.org',
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(received.forwarded).toBeUndefined()
    expect(JSON.stringify(received)).not.toContain('1.2.3.4')
  })

  test.each([
    [1, '9.9.9.9, 1.2.3.4', '1.2.3.4'],
    [2, '9.9.9.9, 1.2.3.4, 10.0.0.1', '1.2.3.4'],
    [1, '::ffff:1.2.3.4', '1.2.3.4'],
    [1, '2001:db8::1', '2001:db8::1'],
    [1, '198.51.100.7:5123', '198.51.100.7'],
    [1, '[2001:db8::1]:443', '2001:db8::1'],
    [1, '"[2001:DB8::1]:443"', '2001:db8::1'],
    [1, '[2001:db8::1]', '2001:db8::1'],
    [1, '[::FFFF:1.2.3.4]:80', '1.2.3.4'],
    [1, 'fe80::1%eth0', 'fe80::1'],
    [2, '9.9.9.9:1, 1.2.3.4:2, 10.0.0.1:3', '1.2.3.4'],
    [1, '1.2.3.4:port', '127.0.0.1'],
    // Fewer entries than proxies, or an invalid one: the request bypassed a proxy.
    [2, '1.2.3.4', '127.0.0.1'],
    [1, 'unknown', '127.0.0.1'],
    [1, '"><script>', '127.0.0.1'],
  ])('behind %i trusted proxies, "%s" means %s', async (trustedProxies, chain, expected) => {
    const received = await receiveAt({ 'x-forwarded-for': chain }, { trustedProxies })
    expect(received['x-client-address']).toBe(expected)
  })
})

/** A response as the client gets it. */
async function respond(
  headers: Record<string, string>,
  given: { path?: string; body?: string; siteUrl?: string; status?: number } = {},
) {
  server = await openHttpServer(
    (_, response) => response.writeHead(given.status ?? 200, headers).end(given.body ?? 'x'),
    given.siteUrl === undefined ? {} : { siteUrl: given.siteUrl },
  )
  const response = await sendRequest(server.port, given.path ?? '/')
  server.close()
  return response
}

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

describe('the policy of a page', () => {
  const flight = 'self.__next_f.push([1,"Düse <b>\\u003c/script> 🖨"])'
  const page = `<!doctype html><script src="/_next/a.js" async=""></script>
<script>${flight}</script><script id="_R_" nonce="">two()</script>
<script type="application/ld+json">{"@type":"Person"}</script>
<script type="module">three()</script><SCRIPT data-x='>'>four()</SCRIPT >`

  function hash(text: string): string {
    return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`
  }

  test('allows exactly its inline scripts', async () => {
    const { headers } = await respond(html, { body: page })
    const policy = String(headers['content-security-policy'])
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1]?.split(' ')
    expect(scripts).toEqual(["'self'", ...[flight, 'two()', 'three()', 'four()'].map(hash)])
    expect(policy).not.toContain('unsafe')
    for (const directive of [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self' data: http://localhost:3000",
      "connect-src 'self'",
      "font-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "object-src 'none'",
    ])
      expect(policy.split('; ')).toContain(directive)
    expect(headers).toMatchObject({
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    })
  })

  test('lets other sites frame a page that declares it, and no other', async () => {
    for (const isFramed of [true, false]) {
      const options = renderOptions(isFramed ? { isFramed } : {})
      const { headers } = await respond(
        { ...html, vary: 'rsc' },
        { body: renderHtml(options, page) },
      )
      const ancestors = isFramed ? 'frame-ancestors *' : "frame-ancestors 'none'"
      expect(String(headers['content-security-policy']).split('; ')).toContain(ancestors)
      expect(headers['cross-origin-resource-policy']).toBe(
        isFramed ? 'cross-origin' : 'same-origin',
      )
      expect(headers['cross-origin-opener-policy']).toBe(isFramed ? undefined : 'same-origin')
    }
  })

  test('is the same for uncached pages, for HEAD, and with a cookie', async () => {
    server = await openHttpServer((_, response) => response.writeHead(200, html).end(page))
    const expected = renderPagePolicy('http://localhost:3000', {
      inlineScripts: [flight, 'two()', 'three()', 'four()'],
      inlineStyles: [],
      isFramed: false,
      frameOrigins: [],
    })
    for (const given of [
      {},
      { method: 'HEAD' },
      { headers: { cookie: 'a=b' } },
      { method: 'HEAD', headers: { cookie: 'a=b' } },
    ]) {
      const response = await sendRequest(server.port, '/', given)
      expect(response.headers['content-security-policy']).toBe(expected)
    }
  })
})

describe('the log', () => {
  test('has one line for a rendered response, none for a cached one', async () => {
    server = await openHttpServer((_, response) =>
      response.writeHead(200, { 'cache-control': 'public, max-age=9' }).end(),
    )
    for (let index = 0; index < 5; index += 1) await sendRequest(server.port, '/a?token=secret')
    await expect.poll(() => server?.lines.length).toBe(1)
    const line = JSON.parse(server.lines[0] ?? '')
    expect(line).toMatchObject({
      method: 'GET',
      path: '/a',
      status: 200,
      requestId: expect.any(String),
      ms: expect.any(Number),
    })
    expect(server.lines.join('')).not.toMatch(/secret|clientAddress/)
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
