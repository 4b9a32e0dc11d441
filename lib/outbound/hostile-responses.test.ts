import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HostileNetwork, openHostileNetwork } from './hostile-network.fixture.ts'

/* Whatever a server sends: an error of a known kind, in time, and with little memory. */

let network: HostileNetwork
beforeAll(async () => {
  network = await openHostileNetwork()
})
afterAll(() => network.close())

const fetchPage = (accept?: string[], host = 'public.example', timeoutMs = 10_000) =>
  network.outbound
    .fetch({
      url: new URL(`http://${host}:${network.publicPort}/`),
      timeoutMs,
      maxBytes: 100_000,
      ...(accept && { accept }),
    })
    .then(
      ({ status, body }) => `${status} ${body}`,
      (error: { name: string; code: string }) => `${error.name} ${error.code}`,
    )

/** Waits for a short time only where that is what is expected. */
const fetchAs = (expected: string) =>
  fetchPage(undefined, undefined, expected.endsWith('timeout') ? 300 : undefined)

const encoded =
  (encoding: string, bytes: Buffer | string): RequestListener =>
  (_, response) =>
    response.writeHead(200, { 'content-encoding': encoding }).end(bytes)
const zeros = Buffer.alloc(50_000_000)
const bomb = gzipSync(zeros)
const endless =
  (head: string, chunk: string, everyMs = 0) =>
  (socket: Socket): void => {
    socket.write(head)
    const more = () => {
      while (everyMs === 0 && !socket.destroyed && socket.write(chunk));
    }
    if (everyMs === 0) socket.on('drain', more)
    else {
      const timer = setInterval(() => socket.write(chunk), everyMs)
      socket.once('close', () => clearInterval(timer))
    }
    more()
  }

describe('a page that a stranger serves', () => {
  test.each<[string, RequestListener, string]>([
    ['in gzip', encoded('gzip', gzipSync('page')), '200 page'],
    ['in Brotli', encoded('br', brotliCompressSync('page')), '200 page'],
    ['encoded twice', encoded('br, gzip', gzipSync(brotliCompressSync('page'))), '200 page'],
    ['encoded three times', encoded('gzip, gzip, gzip', bomb), 'OutboundError encoding'],
    ['in an unknown encoding', encoded('zip', bomb), 'OutboundError encoding'],
    ['in the encoding "constructor"', encoded('constructor', ''), 'OutboundError encoding'],
    ['in gzip that is none', encoded('gzip', 'page'), 'OutboundError encoding'],
    ['in Brotli that is none', encoded('br', 'a page, or so'), 'OutboundError encoding'],
    ['in half a gzip', encoded('gzip', gzipSync('page').subarray(0, 14)), 'OutboundError encoding'],
    ['as a gzip bomb', encoded('gzip', bomb), 'OutboundError too-large'],
    ['as a Brotli bomb', encoded('br', brotliCompressSync(zeros)), 'OutboundError too-large'],
    ['as a bomb in a bomb', encoded('gzip, gzip', gzipSync(bomb)), 'OutboundError too-large'],
    [
      'as endless gzip that decodes to nothing',
      encoded('gzip', Buffer.concat(Array<Buffer>(10_000).fill(gzipSync('')))),
      'OutboundError too-large',
    ],
    ['with too many bytes', (_, response) => response.end(zeros), 'OutboundError too-large'],
    [
      'with a huge Content-Length',
      (_, response) => response.writeHead(200, { 'content-length': 1e15 }).write('x'),
      'OutboundError too-large',
    ],
    [
      'with a Content-Length that it does not reach',
      (_, response) => {
        response.writeHead(200, { 'content-length': 900 }).write('x')
        setTimeout(() => response.destroy(), 20)
      },
      'OutboundError no-response',
    ],
    ['never', () => undefined, 'OutboundError timeout'],
    ['not at all', (request) => request.socket.destroy(), 'OutboundError no-response'],
  ])('%s', async (_, page, expected) => {
    network.pages.set('/', page)
    network.sockets.clear()
    expect(await fetchAs(expected)).toBe(expected)
  })

  const ok = 'HTTP/1.1 200 OK\r\n'
  test.each<[string, (socket: Socket) => void, string]>([
    [
      'one byte at a time',
      endless(`${ok}Content-Length: 9999\r\n\r\n`, 'x', 20),
      'OutboundError timeout',
    ],
    [
      'with a body without an end',
      endless(`${ok}\r\n`, 'x'.repeat(9999)),
      'OutboundError too-large',
    ],
    [
      'in endless chunks of one byte',
      endless(`${ok}Transfer-Encoding: chunked\r\n\r\n`, '1\r\nx\r\n'.repeat(500)),
      'OutboundError too-large',
    ],
    ['with endless headers', endless(ok, `X: ${'x'.repeat(500)}\r\n`), 'OutboundError no-response'],
    ['with a header of one byte at a time', endless(`${ok}X: `, 'x', 20), 'OutboundError timeout'],
    [
      'with a header of 1 MB',
      (socket) => socket.write(`${ok}X: ${'x'.repeat(1e6)}\r\n\r\n`),
      'OutboundError no-response',
    ],
    [
      'with endless trailers',
      endless(`${ok}Transfer-Encoding: chunked\r\n\r\n0\r\n`, `X: ${'x'.repeat(500)}\r\n`),
      'OutboundError no-response',
    ],
    [
      'after many early hints',
      (socket) => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(50)),
      'OutboundError no-response',
    ],
    [
      'after many 100',
      (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n'.repeat(50)),
      'OutboundError no-response',
    ],
    ['in no HTTP', (socket) => socket.end('<p>page'), 'OutboundError no-response'],
    ['as an SSH server', (socket) => socket.end('SSH-2.0-x\r\n'), 'OutboundError no-response'],
    [
      'with two lengths',
      (socket) => socket.end(`${ok}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`),
      'OutboundError no-response',
    ],
    [
      'with a length and in chunks',
      (socket) =>
        socket.end(`${ok}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
      'OutboundError no-response',
    ],
    [
      'with a second response behind the first',
      (socket) =>
        socket.end(
          `${ok}Connection: keep-alive\r\nContent-Length: 4\r\n\r\npage${ok}Content-Length: 5\r\n\r\nother`,
        ),
      '200 page',
    ],
  ])('%s', async (_, respond, expected) => {
    network.sockets.set('/', respond)
    expect(await fetchAs(expected)).toBe(expected)
    network.sockets.clear()
    network.pages.set('/', (_, response) => response.end('next'))
    expect(await fetchPage()).toBe('200 next')
  })

  test('has one of the media types that the caller reads', async () => {
    const serve = (type: string) =>
      network.pages.set('/', (_, response) => response.setHeader('content-type', type).end('x'))
    serve('Text/HTML; charset=utf-8')
    expect(await fetchPage(['text/html'])).toBe('200 x')
    serve('image/png')
    expect(await fetchPage(['image/*'])).toBe('200 x')
    expect(await fetchPage(['text/html', 'application/json'])).toBe('OutboundError media-type')
    network.pages.set('/', (_, response) => response.end('x'))
    expect(await fetchPage(['text/html'])).toBe('OutboundError media-type')
    network.pages.set('/', (_, response) => response.writeHead(410).end('gone'))
    expect(await fetchPage(['text/html'])).toBe('410 gone')
  })

  test('gets one request at a time, and other hosts don’t wait for it', async () => {
    const waiting: (() => void)[] = []
    network.pages.set('/', (_, response) => void waiting.push(() => response.end('done')))
    const first = [fetchPage(), fetchPage()]
    await expect.poll(() => waiting.length).toBe(1)
    const other = fetchPage(undefined, 'other.example')
    await expect.poll(() => waiting.length).toBe(2)
    for (const end of waiting.splice(0)) end()
    await other
    await expect.poll(() => waiting.length).toBe(1)
    waiting[0]?.()
    expect(await Promise.all(first)).toEqual(['200 done', '200 done'])
  })

  test('that is cancelled gives its turn to the next', async () => {
    network.pages.set('/', (_, response) => void response.write('x'))
    const url = new URL(`http://public.example:${network.publicPort}/`)
    const { body } = await network.outbound.open({ url })
    body.cancel()
    network.pages.set('/', (_, response) => response.end('next'))
    expect(await fetchPage()).toBe('200 next')
  })

  test('is not waited for when the caller stops', async () => {
    network.pages.set('/', () => undefined)
    const url = new URL(`http://public.example:${network.publicPort}/`)
    const stop = new AbortController()
    const before = network.requests.length
    const waiting = [1, 2].map(() => network.outbound.fetch({ url, signal: stop.signal }))
    await expect.poll(() => network.requests.length).toBeGreaterThan(before)
    stop.abort()
    for (const end of await Promise.allSettled(waiting))
      expect(end).toMatchObject({ status: 'rejected', reason: { code: 'aborted' } })
    network.pages.set('/', (_, response) => response.end('next'))
    expect(await fetchPage()).toBe('200 next')
  })
})

test('a host that the owner has allowed may be at home, and leads to no other', async () => {
  const { createOutbound } = await import('./outbound.ts')
  const host = `127.0.0.2:${network.publicPort}`
  const outbound = createOutbound({ homeHosts: [host] })
  network.pages.set('/', (_, response) => response.end('home'))
  const url = new URL(`http://${host}/`)
  expect((await outbound.fetch({ url })).body.toString()).toBe('home')
  const location = `http://127.0.0.1:${network.insidePort}/`
  network.pages.set('/', (_, response) => response.writeHead(302, { location }).end())
  await expect(outbound.fetch({ url })).rejects.toMatchObject({ code: 'forbidden-address' })
  expect(network.inside).toBe(0)
})
