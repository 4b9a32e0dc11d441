import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  openHttpServer,
  openSocket,
  parseProblem,
  sendRaw,
  sendRequest,
} from '../http-server.fixture.ts'

let server: Awaited<ReturnType<typeof openHttpServer>>
const reached: string[] = []
const path = '/api/3dprinter/1/'

beforeAll(async () => {
  server = await openHttpServer(
    async (request, response) => {
      reached.push(`${request.method} ${request.url}`)
      for await (const _ of request);
      response.setHeader('content-type', 'application/json')
      response.end('{"ok":true}')
    },
    { limits: { headersTimeoutMs: 400, silenceTimeoutMs: 3_000 } },
  )
})
afterAll(() => server.close())

async function expectProblem(bytes: string, status: number, code: string) {
  reached.length = 0
  const received = await sendRaw(server.port, bytes)
  expect(received.split('\r\n', 1)[0]).toContain(`HTTP/1.1 ${status} `)
  expect(received.toLowerCase()).toContain('content-type: application/problem+json')
  const problem = parseProblem(received)
  expect(problem).toMatchObject({
    type: `/problems/${code}`,
    status,
    title: expect.any(String),
    detail: expect.stringMatching(/\w/),
    instance: expect.stringMatching(/^\//),
    request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  expect(reached).toEqual([])
  return received.toLowerCase()
}

const line = (request: string, fields = '') =>
  `${request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${fields}\r\n`

describe('invalid HTTP', () => {
  test.each([
    ['length and chunks at once', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n'],
    ['chunked, identity', 'Transfer-Encoding: chunked, identity\r\n'],
    ['a negative length', 'Content-Length: -1\r\n'],
    ['a space before the colon', 'Content-Length : 5\r\n'],
    ['a folded field', 'X-A: b\r\n c\r\n'],
    ['NUL in a field', 'X-A: a\0b\r\n'],
  ])('%s: 400', async (_, fields) => {
    await expectProblem(`${line(`PATCH ${path}`, fields)}hello`, 400, 'malformed-request')
  })

  test('an invalid chunk is not read as a body', async () => {
    const received = await sendRaw(
      server.port,
      `${line(`PATCH ${path}`, 'Transfer-Encoding: chunked\r\n')}zz\r\nhello\r\n`,
    )
    expect(received).toContain('HTTP/1.1 400 ')
    expect(parseProblem(received).type).toBe('/problems/malformed-request')
  })

  test('a truncated body: 400', async () => {
    const socket = await openSocket(server.port)
    socket.end(`${line(`PATCH ${path}`, 'Content-Length: 100\r\n')}12345678`)
    await new Promise((resolve) => socket.once('close', resolve))
    expect(parseProblem(socket.received)).toMatchObject({ status: 400 })
  })

  test('bare line feeds in the header', async () => {
    await expectProblem(`PATCH ${path} HTTP/1.1\nHost: x\n\n`, 400, 'malformed-request')
  })

  test('no Host, or an invalid method', async () => {
    await expectProblem('GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'malformed-request')
    const received = await expectProblem(line('FOO /'), 501, 'method-not-implemented')
    expect(received).toContain('allow: ')
  })
})

describe('limits', () => {
  test('17 kB of header: 431', async () => {
    await expectProblem(
      line('GET /', `X-Long: ${'a'.repeat(17 * 1024)}\r\n`),
      431,
      'headers-too-large',
    )
  })

  test('2,000 headers within 16 kB are fine, and __proto__ is a header like others', async () => {
    const fields = Array.from({ length: 2_000 }, (_, index) => `a${index % 10}:\r\n`).join('')
    const received = await sendRaw(server.port, line('GET /', `__proto__: polluted\r\n${fields}`))
    expect(received).toContain('HTTP/1.1 200 ')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('slow headers are cut off, and other requests succeed meanwhile', async () => {
    const socket = await openSocket(server.port)
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n')
    const timer = setInterval(() => socket.write('X-A: b\r\n'), 100)
    expect((await sendRequest(server.port, '/')).status).toBe(200)
    await new Promise((resolve) => socket.once('close', resolve))
    clearInterval(timer)
    expect(parseProblem(socket.received)).toMatchObject({
      status: 408,
      type: '/problems/request-timeout',
    })
  })

  test('a silent connection is closed', async () => {
    const socket = await openSocket(server.port)
    await new Promise((resolve) => socket.once('close', resolve))
    expect(socket.received).toMatch(/^$|HTTP\/1\.1 408 /)
  })

  test('a body that is declared too large is rejected before any of it is read', async () => {
    const max = 10 * 1024 * 1024 + 64 * 1024
    const received = await expectProblem(
      `PATCH ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${max + 1}\r\n\r\n`,
      413,
      'body-too-large',
    )
    expect(received).toContain('connection: close')
  })

  test('a client that sends such a body anyway still gets the response', async () => {
    const body = Buffer.alloc(11 * 1024 * 1024)
    const rejected = await sendRequest(server.port, path, { method: 'PATCH', body })
    expect(rejected.status).toBe(413)
    expect(rejected.headers['content-type']).toContain('application/problem+json')
  })
})

describe('invalid requests', () => {
  test.each(['/%E0%A4%A', '/api/3dprinter/%', '/%zz', '/media/%C0%80/640.jpg'])(
    'a malformed URL %s: 400',
    async (url) => {
      await expectProblem(line(`GET ${url}`), 400, 'malformed-url')
    },
  )

  test.each(['//evil.example/', '//double', '/api//3dprinter/1/', '/a\\b'])(
    '%s: 404 and never a redirect, which would lose a body',
    async (url) => {
      await expectProblem(line(`GET ${url}`), 404, 'not-found')
      await expectProblem(line(`PATCH ${url}`, 'Content-Length: 0\r\n'), 404, 'not-found')
    },
  )

  test.each([
    ['TRACE /', 405, 'method-not-allowed'],
    ['TRACE /api/3dprinter/1/', 405, 'method-not-allowed'],
    ['POST /', 405, 'method-not-allowed'],
    ['CONNECT example.org:443', 405, 'method-not-allowed'],
    ['PROPFIND /', 501, 'method-not-implemented'],
    ['PURGE /api/3dprinter/1/', 501, 'method-not-implemented'],
  ])('%s: %i with Allow', async (request, status, code) => {
    const received = await expectProblem(line(request), status, code)
    expect(received).toMatch(/allow: get, head, options/)
  })

  test('a WebSocket is rejected and its connection closed, an offer of HTTP/2 ignored', async () => {
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a\r\n'
    const startedAt = performance.now()
    const received = await sendRaw(
      server.port,
      `GET /_next/hmr HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n`,
    )
    expect(parseProblem(received)).toMatchObject({ type: '/problems/upgrade-refused' })
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    const offered = 'Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n'
    expect(await sendRaw(server.port, line('GET /', offered))).toContain('HTTP/1.1 200 ')
  })

  test('two Host or Authorization headers, in either order: 400', async () => {
    await expectProblem(line('GET /', 'host: other.test\r\n'), 400, 'malformed-request')
    for (const fields of [
      'Authorization: Basic Zzo=\r\nAuthorization: Basic Yjo=\r\n',
      'authorization: Bearer a\r\nX-A: b\r\nAUTHORIZATION: Bearer a\r\n',
    ])
      await expectProblem(line(`GET ${path}`, fields), 400, 'duplicate-authorization')
  })

  test('an unknown expectation: 417', async () => {
    await expectProblem(
      line(`PATCH ${path}`, 'Expect: tea\r\nContent-Length: 5\r\n'),
      417,
      'expectation-failed',
    )
  })

  test('a URL in absolute form, as proxies send it, is the same as its path', async () => {
    reached.length = 0
    await sendRaw(server.port, line('GET http://other.example/a?b=c'))
    expect(reached).toEqual(['GET /a?b=c'])
    reached.length = 0
    await sendRaw(server.port, line('GET http://other.example?b=c'))
    expect(reached).toEqual(['GET /?b=c'])
  })

  test.each(['*', '/', '/blog?a=b'])('OPTIONS %s says what can be done', async (target) => {
    reached.length = 0
    const received = await sendRaw(server.port, line(`OPTIONS ${target}`))
    expect(received).toContain('HTTP/1.1 204 ')
    expect(received).toContain('allow: GET, HEAD, OPTIONS')
    expect(reached).toEqual([])
  })
})

test.each([
  '/.env',
  '/.git/config',
  '/%2egit/config',
  '/%2Egit/config',
  '/files%2f.env',
  '/files/.htpasswd',
  '/.well-known/.env',
  '/.well-known-copy/key',
])('a hidden file is not found, even if it lies in public/: %s', async (hidden) => {
  await expectProblem(line(`GET ${hidden}`), 404, 'not-found')
})

test.each(['/.well-known/acme', '/.well-known', '/a.b/c..d', '/?file=/.env'])(
  'what only looks like a hidden file reaches the site: %s',
  async (url) => {
    reached.length = 0
    expect(await sendRaw(server.port, line(`GET ${url}`))).toMatch(/^HTTP\/1.1 200 /)
    expect(reached).toEqual([`GET ${url}`])
  },
)

test('connections beyond the limit are refused, and those within it continue', async () => {
  const capped = await openHttpServer((_, response) => response.end('x'), {
    limits: { maxConnections: 2 },
  })
  const [first, second] = [await openSocket(capped.port), await openSocket(capped.port)]
  const third = await openSocket(capped.port)
  if (!third.closed) await new Promise((resolve) => third.once('close', resolve))
  expect(third.received).toBe('')
  first.write(line('GET /'))
  await new Promise((resolve) => first.once('close', resolve))
  expect(first.received).toContain('HTTP/1.1 200 ')
  second.destroy()
  await capped.close()
})

test('a client that doesn’t read its response is cut off', async () => {
  const slow = await openHttpServer(
    (_, response) => {
      response.setHeader('content-type', 'video/mp4')
      for (let part = 0; part < 400; part += 1) response.write(Buffer.alloc(65_536))
      response.end()
    },
    { limits: { silenceTimeoutMs: 300 } },
  )
  const socket = await openSocket(slow.port)
  socket.pause()
  socket.write(line('GET /film.mp4'))
  const count = () =>
    new Promise<number>((resolve) => slow.server.getConnections((_, n) => resolve(n)))
  await expect.poll(count).toBe(1)
  await expect.poll(count, { timeout: 5_000 }).toBe(0)
  socket.destroy()
  await slow.close()
})

test('after all this the server still responds', async () => {
  expect((await sendRequest(server.port, '/')).status).toBe(200)
})
