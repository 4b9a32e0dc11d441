import type { IncomingHttpHeaders } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { openHttpServer, sendRequest } from '../http-server.fixture.ts'
import type { HttpServerOptions } from '../http-server.ts'

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

const html = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

async function open() {
  server = await openHttpServer((request, response) => {
    const isText = request.url?.split('?')[0]?.endsWith('.txt')
    response.writeHead(200, {
      'content-type': isText ? 'text/plain' : 'text/html',
      'cache-control': 'public, s-maxage=60',
    })
    response.end(request.url)
  })
  const { port } = server
  return async (path: string, accept?: string) =>
    (await sendRequest(port, path, accept === undefined ? {} : { headers: { accept } })).text
}

test.each([
  ['text/plain', '/printers/1.txt'],
  ['text/plain, */*;q=0.1', '/printers/1.txt'],
  ['text/plain;q=0.5, text/html', '/printers/1'],
  ['text/plain;q=0', '/printers/1'],
  ['text/plain, text/html', '/printers/1'],
  [html, '/printers/1'],
  ['*/*', '/printers/1'],
])('a client that accepts "%s" gets %s', async (accept, expected) => {
  const get = await open()
  expect(await get('/printers/1', accept)).toBe(expected)
})

test.each([
  ['application/json', '/webmention/abcdefghijklmnopqrstu_/status.json'],
  ['application/json, text/plain, */*', '/webmention/abcdefghijklmnopqrstu_'],
  [html, '/webmention/abcdefghijklmnopqrstu_'],
  ['*/*', '/webmention/abcdefghijklmnopqrstu_'],
])('of a webmention’s status a client that accepts "%s" gets %s', async (accept, expected) => {
  const get = await open()
  expect(await get('/webmention/abcdefghijklmnopqrstu_', accept)).toBe(expected)
})

test('both variants are cached, each for its clients', async () => {
  const get = await open()
  for (let round = 0; round < 2; round += 1) {
    expect(await get('/printers/1', 'text/plain')).toBe('/printers/1.txt')
    expect(await get('/printers/1', html)).toBe('/printers/1')
    expect(await get('/printers/1')).toBe('/printers/1')
  }
})

test('Vary says that the page depends on Accept, and other pages don’t have it', async () => {
  await open()
  const vary = async (path: string) =>
    (await sendRequest(server?.port ?? 0, path)).headers.vary ?? ''
  expect(await vary('/printers/1')).toMatch(/\bAccept\b(?!-)/)
  expect(await vary('/webmention/abcdefghijklmnopqrstu_')).toMatch(/\bAccept\b(?!-)/)
  expect(await vary('/printers/1/present')).not.toMatch(/\bAccept\b(?!-)/)
  expect(await vary('/')).not.toMatch(/\bAccept\b(?!-)/)
})

test('only a printer’s page has a text variant', async () => {
  const get = await open()
  for (const path of ['/', '/printers', '/printers/1/present', '/api/3dprinter/1/'])
    expect(await get(path, 'text/plain')).toBe(path)
})
