import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { openHttpServer, sendRequest } from '../http-server.fixture.ts'
import type { HttpServerOptions } from '../http-server.ts'
import { listInlineScripts, renderPagePolicy } from './content-security-policy.ts'

let door: Awaited<ReturnType<typeof openHttpServer>> | null = null
afterEach(() => door?.close())

/** What a route is told, when this is what comes in. */
async function hearAt(
  headers: Record<string, string>,
  options: Partial<HttpServerOptions> = {},
): Promise<IncomingHttpHeaders> {
  let heard: IncomingHttpHeaders = {}
  door = await openHttpServer((request, response) => {
    heard = request.headers
    response.end()
  }, options)
  await sendRequest(door.port, '/api/3dprinter/1/', {
    method: 'PATCH',
    headers,
    body: 'status=idle',
  })
  door.close()
  return heard
}

describe('what a caller says of himself', () => {
  test('Next’s own words between its parts never get in', async () => {
    const heard = await hearAt({
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
      Object.keys(heard).filter((name) =>
        /^(?:x-(?!forwarded|client|request)|next|rsc)/.test(name),
      ),
    ).toEqual([])
    expect(heard).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      authorization: 'Bearer a',
    })
  })

  test('address, host and protocol are ours to say', async () => {
    const heard = await hearAt(
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
    expect(heard).toMatchObject({
      'x-client-address': '127.0.0.1',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'example.org',
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(heard.forwarded).toBeUndefined()
    expect(JSON.stringify(heard)).not.toContain('1.2.3.4')
  })

  test.each([
    [1, '9.9.9.9, 1.2.3.4', '1.2.3.4'],
    [2, '9.9.9.9, 1.2.3.4, 10.0.0.1', '1.2.3.4'],
    [1, '::ffff:1.2.3.4', '1.2.3.4'],
    [1, '2001:db8::1', '2001:db8::1'],
    // Fewer entries than proxies, or nonsense: somebody came past them.
    [2, '1.2.3.4', '127.0.0.1'],
    [1, 'unknown', '127.0.0.1'],
    [1, '"><script>', '127.0.0.1'],
  ])('behind %i trusted proxies, "%s" means %s', async (trustedProxies, chain, expected) => {
    const heard = await hearAt({ 'x-forwarded-for': chain }, { trustedProxies })
    expect(heard['x-client-address']).toBe(expected)
  })
})

/** One page, or whatever else, as it leaves the house. */
async function leave(
  headers: Record<string, string>,
  given: { path?: string; body?: string; siteUrl?: string; status?: number } = {},
) {
  door = await openHttpServer(
    (_, response) => response.writeHead(given.status ?? 200, headers).end(given.body ?? 'x'),
    given.siteUrl === undefined ? {} : { siteUrl: given.siteUrl },
  )
  const answer = await sendRequest(door.port, given.path ?? '/')
  door.close()
  return answer
}

const html = { 'content-type': 'text/html; charset=utf-8' }
const json = { 'content-type': 'application/json' }

describe('what the house says', () => {
  test('its inner words stay inside', async () => {
    const { headers } = await leave({
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

  test('a Cache-Control that speaks to browsers goes out as it stands', async () => {
    const value = 'public, max-age=30, s-maxage=5'
    expect((await leave({ ...json, 'cache-control': value })).headers['cache-control']).toBe(value)
  })

  test.each([
    ['/printers/1', 'same-origin'],
    ['/api/3dprinter/1/', 'cross-origin'],
    ['/api/3dprinter/1/snapshot.jpg', 'cross-origin'],
    ['/media/abc/640.webp', 'cross-origin'],
    ['/printers/1.txt', 'cross-origin'],
    ['/printers/1/card.svg', 'cross-origin'],
    ['/_next/static/chunks/a.css', 'cross-origin'],
    ['/printers/1/card.svg/more', 'same-origin'],
  ])('%s may be embedded by: %s', async (path, policy) => {
    const { headers } = await leave(json, { path })
    expect(headers['cross-origin-resource-policy']).toBe(policy)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'")
  })

  test('HTTPS is demanded where the site is on HTTPS, and nowhere else', async () => {
    const name = 'strict-transport-security'
    expect((await leave(html)).headers[name]).toBeUndefined()
    expect((await leave(html, { siteUrl: 'https://example.org' })).headers[name]).toBe(
      'max-age=31536000',
    )
  })

  test('errors below /api are JSON, whoever made them; a route’s own stay as they are', async () => {
    const made = await leave(html, { path: '/api/nothing', status: 404, body: '<h1>404</h1>' })
    expect(JSON.parse(made.text)).toMatchObject({ type: '/problems/not-found', status: 404 })
    const broken = await leave(
      {},
      { path: '/api/3dprinter/1/', status: 500, body: 'Internal Server Error' },
    )
    expect(JSON.parse(broken.text)).toMatchObject({ type: '/problems/internal-error' })
    const own = {
      'content-type': 'application/problem+json',
      'www-authenticate': 'Basic realm="a"',
    }
    const kept = await leave(own, { path: '/api/3dprinter/1/', status: 401, body: '{"own":1}' })
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

  test('allows exactly the inline scripts that stand in it', async () => {
    const { headers } = await leave(html, { body: page })
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

  test('lets one page be framed by other sites, and no other', async () => {
    for (const [path, isFramed] of [
      ['/printers/1/embed', true],
      ['/printers/1/embed/', true],
      ['/printers/1/embed/more', false],
      ['/printers/1', false],
      ['/embed', false],
    ] as const) {
      const { headers } = await leave(html, { path, body: page })
      const ancestors = isFramed ? 'frame-ancestors *' : "frame-ancestors 'none'"
      expect(String(headers['content-security-policy']).split('; ')).toContain(ancestors)
      expect(headers['cross-origin-resource-policy']).toBe(
        isFramed ? 'cross-origin' : 'same-origin',
      )
      expect(headers['cross-origin-opener-policy']).toBe(isFramed ? undefined : 'same-origin')
    }
  })

  test('is made for pages that are not held too, for HEAD, and for those who bring a cookie', async () => {
    door = await openHttpServer((_, response) => response.writeHead(200, html).end(page))
    const expected = renderPagePolicy(page, 'http://localhost:3000')
    for (const given of [
      {},
      { method: 'HEAD' },
      { headers: { cookie: 'a=b' } },
      { method: 'HEAD', headers: { cookie: 'a=b' } },
    ]) {
      const answer = await sendRequest(door.port, '/', given)
      expect(answer.headers['content-security-policy']).toBe(expected)
    }
  })

  test('a script that is never closed, or holds another’s opening, is taken as browsers take it', () => {
    expect(listInlineScripts('<script>a("<script>")</script>')).toEqual(['a("<script>")'])
    expect(listInlineScripts('<script>a()')).toEqual(['a()'])
    expect(listInlineScripts('<scripture>a</scripture>')).toEqual([])
    expect(listInlineScripts('')).toEqual([])
  })
})

describe('the log', () => {
  test('has one line for an answer that was made, none for one that was held', async () => {
    door = await openHttpServer((_, response) =>
      response.writeHead(200, { 'cache-control': 'public, max-age=9' }).end(),
    )
    for (let index = 0; index < 5; index += 1) await sendRequest(door.port, '/a?token=secret')
    await expect.poll(() => door?.lines.length).toBe(1)
    const line = JSON.parse(door.lines[0] ?? '')
    expect(line).toMatchObject({
      method: 'GET',
      path: '/a',
      status: 200,
      requestId: expect.any(String),
      ms: expect.any(Number),
    })
    expect(door.lines.join('')).not.toMatch(/secret|clientAddress/)
  })
})
