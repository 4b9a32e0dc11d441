import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createOutbound } from '#lib/outbound/outbound.ts'
import { deliverMention } from './deliver-mention.ts'

/* Discovery as webmention.rocks tests it: each case is a page of a local server, and the mention has to arrive at the right endpoint. */

const source = 'https://our.example/post'

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // over TCP
}

interface Case {
  /** Names and values, in order. */
  headers?: (origin: string) => string[]
  html?: (origin: string) => string
  /** Where the page is, default `/test/1`. */
  path?: string
  /** Where the mention arrives. `null`: nowhere. */
  expected?: string | null
}

const hook = '/test/hook'
const cases: Record<string, Case> = {
  '1 Link header, unquoted rel, relative URL': {
    headers: () => ['Link', `<${hook}>; rel=webmention`],
  },
  '2 Link header, unquoted rel, absolute URL': {
    headers: (origin) => ['Link', `<${origin}${hook}>; rel=webmention`],
  },
  '3 <link>, relative URL': { html: () => `<link rel="webmention" href="${hook}">` },
  '4 <link>, absolute URL': { html: (origin) => `<link rel="webmention" href="${origin}${hook}">` },
  '5 <a>, relative URL': { html: () => `<p><a rel="webmention" href="${hook}">here</a>` },
  '6 <a>, absolute URL': {
    html: (origin) => `<a href="${origin}${hook}" rel="webmention">here</a>`,
  },
  '7 Link header with odd casing': { headers: () => ['LinK', `<${hook}>; rel=webmention`] },
  '8 Link header, quoted rel': { headers: () => ['Link', `<${hook}>; rel="webmention"`] },
  '9 several rel values on <link>': {
    html: () => `<link rel="webmention somethingelse" href="${hook}">`,
  },
  '10 several rel values in the header': {
    headers: () => ['Link', `<${hook}>; rel="webmention somethingelse"`],
  },
  '11 header, <link> and <a>: the header': {
    headers: () => ['Link', `<${hook}>; rel=webmention`],
    html: () => '<link rel="webmention" href="/wrong"><a rel="webmention" href="/wrong">x</a>',
  },
  '12 rel of another name': {
    html: () => `<link rel="not-webmention" href="/wrong"><a rel="webmention" href="${hook}">x</a>`,
  },
  '13 in an HTML comment': {
    html: () =>
      `<!-- <a rel="webmention" href="/wrong">x</a> --><a rel="webmention" href="${hook}">x</a>`,
  },
  '14 in escaped HTML': {
    html: () =>
      `<code>&lt;a href="/wrong" rel="webmention"&gt;&lt;/a&gt;</code><a rel="webmention" href="${hook}">x</a>`,
  },
  '15 href is empty: the page itself': {
    html: () => '<link rel="webmention" href="">',
    expected: '/test/1',
  },
  '16 <a> before <link>': {
    html: () =>
      `<body><a rel="webmention" href="${hook}">x</a><link rel="webmention" href="/wrong">`,
  },
  '17 <link> before <a>': {
    html: () =>
      `<body><link rel="webmention" href="${hook}"><a rel="webmention" href="/wrong">x</a>`,
  },
  '18 several Link headers': {
    headers: () => ['Link', '</other>; rel="other"', 'Link', `<${hook}>; rel="webmention"`],
  },
  '19 one Link header with several values': {
    headers: () => [
      'Link',
      `</a,b;c>; rel="other"; title="x, </wrong>; rel=webmention", <${hook}>; rel="webmention"`,
    ],
  },
  '20 <link> without href': {
    html: () => `<link rel="webmention"><a rel="webmention" href="${hook}">x</a>`,
  },
  '21 endpoint with a query string': {
    html: () => '<link rel="webmention" href="/test/hook?query=yes">',
    expected: '/test/hook?query=yes',
  },
  '22 relative to the path': {
    html: () => '<link rel="webmention" href="22/hook">',
    path: '/test/22',
    expected: '/test/22/hook',
  },
  '23 the target redirects, the endpoint is relative to where it ends': {
    headers: () => ['Link', '<hook>; rel=webmention'],
    path: '/redirected',
    expected: '/test/hook',
  },
  'another element in the HTML': {
    html: () => `<b rel="webmention" href="/wrong">x</b>`,
    expected: null,
  },
  'a base, and odd casing': {
    html: () => '<base href="/test/"><LINK REL=WebMention HREF=hook>',
  },
  'a header of another relation': {
    headers: () => ['Link', '</wrong>; rel="webmention.x"; title="rel=webmention"'],
    expected: null,
  },
}

test.for(Object.entries(cases))(
  '%s',
  async ([, { headers, html, path = '/test/1', expected = hook }]) => {
    const arrived: string[] = []
    const answerPage = (response: ServerResponse) =>
      response
        .writeHead(200, ['Content-Type', 'text/html; charset=utf-8', ...(headers?.(origin) ?? [])])
        .end(`<!doctype html>${html?.(origin) ?? ''}`)
    const origin = await serve(async (request, response) => {
      if (request.method === 'POST') {
        const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString())
        arrived.push(request.url ?? '')
        expect([form.get('source'), form.get('target')]).toEqual([source, `${origin}${path}`])
        response.writeHead(202).end('thanks')
      } else if (request.url === '/redirected')
        response.writeHead(302, { location: '/test/1' }).end()
      else answerPage(response)
    })
    const outbound = createOutbound({ homeHosts: ['127.0.0.1'] })
    const delivery = { source, target: `${origin}${path}`, endpoint: null }
    const { endpoint, answer } = await deliverMention(outbound, delivery, new Date())
    expect(arrived).toEqual(expected === null ? [] : [expected])
    expect(endpoint).toBe(expected && origin + expected)
    expect(answer?.status ?? null).toBe(expected && 202)
  },
)

const deliver = (target: string, endpoint: string | null = null) =>
  deliverMention(
    createOutbound({ homeHosts: ['127.0.0.1'] }),
    { source, target, endpoint },
    new Date('2026-11-22T12:00:00Z'),
  )

test('an endpoint at home, or one that a page redirects to there, gets nothing', async () => {
  let requests = 0
  const home = await serve((_, response) => {
    requests++
    response.end()
  })
  const found = await deliverMention(
    createOutbound(),
    { source, target: 'https://their.example/', endpoint: home },
    new Date(),
  )
  expect(found).toMatchObject({ isFinal: true, answer: { status: null } })
  expect(found.answer?.text).toMatch(/is not a public address/)
  expect(requests).toBe(0)
})

test('the status page of a queued mention is kept, and how long a busy endpoint asks to wait', async () => {
  let status = 201
  const origin = await serve((_, response) =>
    response.writeHead(status, { location: 'status/7', 'retry-after': '120' }).end('x'),
  )
  const taken = await deliver('https://their.example/', `${origin}/hook`)
  expect(taken.statusUrl).toBe(`${origin}/status/7`)
  status = 503
  const busy = await deliver('https://their.example/', `${origin}/hook`)
  expect(busy).toMatchObject({ statusUrl: null, answer: { status: 503, retryAfterMs: 120_000 } })
})

test('a target that is down may have an endpoint later, one that is a picture or is missing has none', async () => {
  let answer: RequestListener = (_, response) => response.writeHead(500).end()
  const origin = await serve((request, response) => answer(request, response))
  expect(await deliver(`${origin}/`)).toMatchObject({ endpoint: null, answer: { status: 500 } })
  answer = (_, response) => response.writeHead(404, { 'content-type': 'text/html' }).end('no')
  expect(await deliver(`${origin}/`)).toMatchObject({ endpoint: null, answer: null })
  answer = (_, response) =>
    response
      .writeHead(200, { 'content-type': 'image/svg+xml' })
      .end('<link rel="webmention" href="/hook">')
  expect(await deliver(`${origin}/`)).toMatchObject({ endpoint: null, answer: null })
})
