import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { openHttpServer, openSocket, parseProblem, sendRequest } from '../http-server.fixture.ts'
import type { Limits } from './limits.ts'

let door: Awaited<ReturnType<typeof openHttpServer>> | null = null
afterEach(() => door?.close())

/** Time runs sixty times faster than in production: 30 s of grace are 500 ms, 512 B/s are 30,720. */
const fast: Partial<Limits> = {
  body: { minBytesPerSecond: 512 * 60, windowMs: 500, checkEveryMs: 20 },
}

async function takeAll(request: IncomingMessage, response: ServerResponse) {
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

test('a body that drips is shed, in any number, while polls and an honest upload go on', async () => {
  door = await openHttpServer(takeAll, { limits: fast })
  const { port } = door
  const drippers = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const socket = await openSocket(port)
      socket.write(patch('Content-Length: 100000\r\n'))
      const drip = setInterval(() => socket.write('x'), 150)
      socket.once('close', () => clearInterval(drip))
      return socket
    }),
  )
  const closings = drippers.map((socket) => once(socket, 'close'))
  expect((await sendRequest(port, '/api/3dprinter/1/')).status).toBe(200)
  const honest = await sendRequest(port, '/api/3dprinter/1/', {
    method: 'PATCH',
    body: Buffer.alloc(2_000_000),
  })
  expect(honest.text).toBe('{"bytes":2000000}')
  await Promise.all(closings)
  for (const socket of drippers)
    expect(parseProblem(socket.received)).toMatchObject({
      status: 408,
      type: '/problems/request-timeout',
    })
})

test('2 MB at 64 kbit/s arrive whole, stalls of 20 s and all', async () => {
  door = await openHttpServer(takeAll, { limits: fast })
  const socket = await openSocket(door.port)
  const closing = once(socket, 'close')
  const total = 2_000_000
  socket.write(patch(`Content-Length: ${total}\r\n`))
  // 8 kB a second, sixty times faster: 4,800 bytes in 10 ms, and after every fifth of the way nothing for 20 s (333 ms).
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

test('a stall of the whole window is cut off', async () => {
  door = await openHttpServer(takeAll, { limits: fast })
  const socket = await openSocket(door.port)
  const closing = once(socket, 'close')
  socket.write(patch('Content-Length: 2000000\r\n') + 'x'.repeat(500_000))
  await closing
  expect(parseProblem(socket.received)).toMatchObject({ status: 408 })
})

test('time in which our own reader is behind is not the caller’s', async () => {
  door = await openHttpServer(
    async (request, response) => {
      await sleep(1_200) // more than two windows
      await takeAll(request, response)
    },
    { limits: fast },
  )
  const answered = await sendRequest(door.port, '/api/3dprinter/1/', {
    method: 'PATCH',
    body: Buffer.alloc(9_000_000),
  })
  expect(answered.text).toBe('{"bytes":9000000}')
})

test('a body without a length ends at the limit, whether its route counts or not', async () => {
  door = await openHttpServer(takeAll, { limits: { ...fast, maxBodyBytes: 1_000_000 } })
  const socket = connect(door.port, '127.0.0.1')
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

test('a caller who sends all before he listens gets the answer of a route that stopped reading', async () => {
  door = await openHttpServer(async (request, response) => {
    // As Next does: the body is a web stream over the request, and a refusal cancels it.
    // lib.dom's RequestInit knows neither a Node stream nor `duplex`; undici takes both.
    const given = { method: 'PATCH', body: request, duplex: 'half' } as unknown as RequestInit
    const { body } = new Request('http://x', given)
    const reader = body?.getReader()
    await reader?.read()
    await reader?.cancel()
    response.writeHead(422, { 'content-type': 'application/json' }).end('{"refused":true}')
  })
  const socket = await openSocket(door.port)
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

test('a caller who waits for "100 Continue" is asked for the body only when somebody reads it', async () => {
  door = await openHttpServer(async (request, response) => {
    if (request.headers.authorization === undefined) response.writeHead(401).end()
    else await takeAll(request, response)
  })
  const expecting = 'Expect: 100-continue\r\nContent-Length: 5\r\n'
  const refused = await openSocket(door.port)
  refused.write(patch(expecting))
  await once(refused, 'close')
  expect(refused.received).toContain('HTTP/1.1 401 ')
  expect(refused.received).not.toContain('100 Continue')

  const taken = await openSocket(door.port)
  taken.write(patch(`Authorization: Bearer a\r\n${expecting}`))
  await once(taken, 'data')
  expect(taken.received).toBe('HTTP/1.1 100 Continue\r\n\r\n')
  taken.write('hello')
  await once(taken, 'close')
  expect(taken.received).toContain('{"bytes":5}')

  const malformed = await openSocket(door.port)
  malformed.write(patch(expecting).replace('/api/', '//api/'))
  await once(malformed, 'close')
  expect(malformed.received).not.toContain('100 Continue')
  expect(parseProblem(malformed.received)).toMatchObject({ status: 404 })
})

test('a caller who goes away in the middle leaves nothing waiting', async () => {
  const { promise: ended, resolve } = Promise.withResolvers<string>()
  door = await openHttpServer(async (request, response) => {
    response.once('close', () => resolve(response.writableFinished ? 'finished' : 'abandoned'))
    await takeAll(request, response)
  })
  const socket = await openSocket(door.port)
  socket.write(patch('Content-Length: 100000\r\n') + 'x'.repeat(50_000))
  await sleep(50)
  socket.destroy()
  expect(await ended).toBe('abandoned')
})
