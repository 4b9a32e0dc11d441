import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import {
  openHttpServer,
  openSocket,
  parseProblem,
  sendRaw,
  sendRequest,
} from '../http-server.fixture.ts'
import type { Limits } from './limits.ts'

let server: Awaited<ReturnType<typeof openHttpServer>> | null = null
afterEach(() => server?.close())

/** Sixty times faster than in production: the 30 s grace period is 500 ms, 512 B/s are 30,720. */
const fast: Partial<Limits> = {
  body: { minBytesPerSecond: 512 * 60, windowMs: 500, checkEveryMs: 20 },
}

async function readAll(request: IncomingMessage, response: ServerResponse) {
  let bytes = 0
  try {
    for await (const chunk of request) bytes += (chunk as Buffer).length
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ bytes }))
  } catch {
    response.destroy()
  }
}

const patch = (fields: string) =>
  `PATCH /api/3dprinter/1/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${fields}\r\n`

test('slow bodies are rejected, however many, while polls and a normal upload continue', async () => {
  server = await openHttpServer(readAll, { limits: fast })
  const { port } = server
  const slowSockets = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const socket = await openSocket(port)
      socket.write(patch('Content-Length: 100000\r\n'))
      const timer = setInterval(() => socket.write('x'), 150)
      socket.once('close', () => clearInterval(timer))
      return socket
    }),
  )
  const closings = slowSockets.map((socket) => once(socket, 'close'))
  expect((await sendRequest(port, '/api/3dprinter/1/')).status).toBe(200)
  const upload = await sendRequest(port, '/api/3dprinter/1/', {
    method: 'PATCH',
    body: Buffer.alloc(2_000_000),
  })
  expect(upload.text).toBe('{"bytes":2000000}')
  await Promise.all(closings)
  for (const socket of slowSockets)
    expect(parseProblem(socket.received)).toMatchObject({
      status: 408,
      type: '/problems/request-timeout',
    })
})

test('2 MB at 64 kbit/s arrive completely, with stalls of 20 s', async () => {
  server = await openHttpServer(readAll, { limits: fast })
  const socket = await openSocket(server.port)
  const closing = once(socket, 'close')
  const total = 2_000_000
  socket.write(patch(`Content-Length: ${total}\r\n`))
  // 8 kB per second, sixty times faster: 4,800 bytes per 10 ms, and a stall of 20 s (333 ms) after each fifth.
  let sent = 0
  let nextStall = total / 5
  while (sent < total) {
    const bytes = Math.min(4_800, total - sent)
    socket.write('x'.repeat(bytes))
    sent += bytes
    if (sent >= nextStall) {
      nextStall += total / 5
      await sleep(333)
    } else await sleep(10)
  }
  await closing
  expect(socket.received).toContain('HTTP/1.1 200 ')
  expect(socket.received).toContain('{"bytes":2000000}')
})

test('a stall of the whole window is rejected', async () => {
  server = await openHttpServer(readAll, { limits: fast })
  const socket = await openSocket(server.port)
  const closing = once(socket, 'close')
  socket.write(patch('Content-Length: 2000000\r\n') + 'x'.repeat(500_000))
  await closing
  expect(parseProblem(socket.received)).toMatchObject({ status: 408 })
})

test('time during which the site’s own reader is behind does not count', async () => {
  server = await openHttpServer(
    async (request, response) => {
      await sleep(1_200) // more than two windows
      await readAll(request, response)
    },
    { limits: fast },
  )
  const response = await sendRequest(server.port, '/api/3dprinter/1/', {
    method: 'PATCH',
    body: Buffer.alloc(9_000_000),
  })
  expect(response.text).toBe('{"bytes":9000000}')
})

test('a body without a length ends at the limit, even if its route doesn’t count', async () => {
  server = await openHttpServer(readAll, { limits: { ...fast, maxBodyBytes: 1_000_000 } })
  const socket = connect(server.port, '127.0.0.1')
  let received = ''
  let sent = 0
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => {
    received += chunk.toString()
  })
  socket.write(patch('Transfer-Encoding: chunked\r\n'))
  const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`
  const closing = once(socket, 'close')
  const feed = setInterval(() => {
    socket.write(chunk)
    sent += 65_536
  }, 5)
  await closing
  clearInterval(feed)
  expect(sent).toBeLessThan(100_000_000)
  expect(parseProblem(received)).toMatchObject({ status: 413, type: '/problems/body-too-large' })
})

test('a client that sends everything before it reads gets the response of a route that stopped reading', async () => {
  server = await openHttpServer(async (request, response) => {
    // As in Next: the body is a web stream over the request, and a rejection cancels it.
    // lib.dom's RequestInit knows neither a Node stream nor `duplex`; undici takes both.
    const given = { method: 'PATCH', body: request, duplex: 'half' } as unknown as RequestInit
    const { body } = new Request('http://x', given)
    const reader = body?.getReader()
    await reader?.read()
    await reader?.cancel()
    response.writeHead(422, { 'content-type': 'application/json' }).end('{"refused":true}')
  })
  const socket = await openSocket(server.port)
  const total = 5_000_000
  for (let round = 0; round < 2; round += 1) {
    socket.received = ''
    socket.pause()
    const head = `PATCH /api/3dprinter/1/ HTTP/1.1\r\nHost: x\r\nContent-Length: ${total}\r\n\r\n`
    await new Promise((resolve) => socket.write(head + 'x'.repeat(total), resolve))
    socket.resume()
    await expect.poll(() => socket.received).toContain('{"refused":true}')
  }
  socket.destroy()
})

test('a client that waits for "100 Continue" gets it only when the body is read', async () => {
  server = await openHttpServer(async (request, response) => {
    if (request.headers.authorization === undefined) response.writeHead(401).end()
    else await readAll(request, response)
  })
  const expecting = 'Expect: 100-continue\r\nContent-Length: 5\r\n'
  const rejected = await openSocket(server.port)
  rejected.write(patch(expecting))
  await once(rejected, 'close')
  expect(rejected.received).toContain('HTTP/1.1 401 ')
  expect(rejected.received).not.toContain('100 Continue')

  const accepted = await openSocket(server.port)
  accepted.write(patch(`Authorization: Bearer a\r\n${expecting}`))
  await once(accepted, 'data')
  expect(accepted.received).toBe('HTTP/1.1 100 Continue\r\n\r\n')
  accepted.write('hello')
  await once(accepted, 'close')
  expect(accepted.received).toContain('{"bytes":5}')

  const malformed = await openSocket(server.port)
  malformed.write(patch(expecting).replace('/api/', '//api/'))
  await once(malformed, 'close')
  expect(malformed.received).not.toContain('100 Continue')
  expect(parseProblem(malformed.received)).toMatchObject({ status: 404 })
})

test('a client that disconnects in the middle leaves nothing waiting', async () => {
  const { promise: ended, resolve } = Promise.withResolvers<string>()
  server = await openHttpServer(async (request, response) => {
    response.once('close', () => resolve(response.writableFinished ? 'finished' : 'abandoned'))
    await readAll(request, response)
  })
  const socket = await openSocket(server.port)
  socket.write(patch('Content-Length: 100000\r\n') + 'x'.repeat(50_000))
  await sleep(50)
  socket.destroy()
  expect(await ended).toBe('abandoned')
})

test('of writes that arrive together one begins in each turn of the event loop, so that polls get theirs', async () => {
  let turn = 0
  const counter = () => {
    turn += 1
    immediate = setImmediate(counter)
  }
  let immediate = setImmediate(counter)
  onTestFinished(() => clearImmediate(immediate))
  const begun: number[] = []
  server = await openHttpServer((_, response) => {
    begun.push(turn)
    response.end('{}')
  })
  const write = 'PATCH /api/3dprinter/1/ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n'
  await sendRaw(server.port, `${`${write}\r\n`.repeat(20)}${write}Connection: close\r\n\r\n`)
  expect(new Set(begun).size).toBe(21)
})
