import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { renderHtml, renderOptions } from '../html/rewrite-page.fixture.ts'
import { openHttpServer, respond, sendRequest } from '../http-server.fixture.ts'
import { renderPagePolicy } from './content-security-policy.ts'

let server: Awaited<ReturnType<typeof openHttpServer>> | null = null
afterEach(() => server?.close())

const html = { 'content-type': 'text/html; charset=utf-8' }

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
      "frame-ancestors 'self'",
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
      const ancestors = isFramed ? 'frame-ancestors *' : "frame-ancestors 'self'"
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
