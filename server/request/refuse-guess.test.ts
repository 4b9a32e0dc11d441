import { afterAll, beforeAll, expect, test } from 'vitest'
import { singleton } from '#lib/core/singleton.ts'
import { hashPassword } from '#lib/http/credentials.ts'
import { openHttpServer, openSocket, sendRaw, sendRequest } from '../http-server.fixture.ts'

const path = '/api/3dprinter/1/'
const basic = (password: string) => `Basic ${Buffer.from(`snapper:${password}`).toString('base64')}`
let server: Awaited<ReturnType<typeof openHttpServer>>
let reachedNext = 0

beforeAll(async () => {
  const credential = {
    id: 1,
    printerId: 1,
    kind: 'password',
    username: 'snapper',
    hash: await hashPassword('hunter2'),
  }
  const printers = {
    listCredentials: async () => [credential],
    getPrinter: async () => ({ id: 1 }),
  }
  const context = { remotes: { rejectReport: () => undefined }, store: { printers } }
  singleton('context', () => ({ opening: Promise.resolve(context) }))
  server = await openHttpServer((_, response) => {
    reachedNext += 1
    response.writeHead(200).end('{}')
  })
})
afterAll(() => server.close())

test('of 100 guesses Next sees none, and the right password passes', async () => {
  const send = (password: string, url = path) =>
    sendRequest(server.port, url, {
      method: 'PATCH',
      headers: { authorization: basic(password) },
      body: '{"state":"printing"}',
    })
  const first = await send('hunter2')
  expect([first.status, reachedNext]).toEqual([200, 1])
  const guesses = Array.from({ length: 100 }, (_, index) => send(`guess ${index}`))
  const answers = await Promise.all(guesses)
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(90)
  expect(reachedNext).toBe(1)
  const refused = answers.find(({ status }) => status === 429)
  expect(refused?.headers).toMatchObject({
    'content-type': 'application/problem+json; charset=utf-8',
    'retry-after': expect.stringMatching(/^\d+$/),
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  })
  expect(JSON.parse(refused?.text ?? '')).toMatchObject({
    type: '/problems/too-many-requests',
    instance: path,
    request_id: expect.any(String),
  })
  expect((await send('hunter2')).status).toBe(200)
  expect((await send('hunter3', '/api/3dprinter/1/other')).status).toBe(200)
  expect(reachedNext).toBe(3)
})

test('a client that sends all of a large picture before it reads gets its answer, and the connection stays', async () => {
  const head = (extra: string) =>
    `PATCH ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic('wrong')}\r\nContent-Length: 3000000\r\n${extra}\r\n`
  const socket = await openSocket(server.port)
  socket.write(head('') + 'x'.repeat(3_000_000))
  await expect.poll(() => socket.received).toMatch(/^HTTP\/1\.1 4(?:01|29) /)
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await expect.poll(() => socket.received).toMatch(/}HTTP\/1\.1 200 /)
  socket.destroy()
  const waiting = await sendRaw(server.port, head('Expect: 100-continue\r\nConnection: close\r\n'))
  expect(waiting).toMatch(/^HTTP\/1\.1 4(?:01|29) /)
  expect(waiting).not.toContain('100 Continue')
})
