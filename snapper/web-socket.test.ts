import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { setHomeTrust } from './home-tls.ts'
import { HttpError } from './http.ts'
import { type PushConnection, renderServerFrame, startPushServer } from './testing/push-server.ts'
import { makeCertificate } from './testing/self-signed.ts'
import { startStub } from './testing/stub-server.ts'
import { openWebSocket } from './web-socket.ts'

const signal = AbortSignal.timeout(20_000)
const limits = { pingMs: 20, silentMs: 200 }

async function connect(play: (connection: PushConnection) => void, headers = {}) {
  const server = await startPushServer((_received, response) => response.writeHead(404).end())
  const socket = await openWebSocket({ url: new URL('push', server.url), headers, signal }, limits)
  const [connection] = server.connections
  if (connection === undefined) throw new Error('no connection')
  play(connection)
  const texts: string[] = []
  const ended = (async () => {
    for await (const text of socket.messages) texts.push(text)
  })().then(
    () => null,
    (error: unknown) => (error instanceof HttpError ? error.message : error),
  )
  return { socket, connection, texts, ended }
}

test('texts of all lengths arrive, in parts too, between pings, and the key is sent', async () => {
  const long = 'ä'.repeat(40_000)
  const { socket, connection, texts, ended } = await connect(
    (to) => {
      to.send('short')
      to.send('m'.repeat(300))
      to.send(long)
      to.write(renderServerFrame(9, Buffer.from('are you there')))
      to.write(renderServerFrame(1, Buffer.from('in '), false))
      to.write(renderServerFrame(0, Buffer.from('parts')))
    },
    { 'X-Api-Key': 'key' },
  )
  await expect.poll(() => texts.length).toBe(4)
  expect(texts).toEqual(['short', 'm'.repeat(300), long, 'in parts'])
  expect(connection.headers['x-api-key']).toBe('key')
  socket.send('x'.repeat(500))
  await expect.poll(() => connection.texts).toEqual(['x'.repeat(500)])
  connection.drop()
  expect(await ended).toBe(null)
})

test('the last ping that was answered proves that the server had said nothing more by then', async () => {
  const { socket } = await connect(() => {})
  expect(socket.getProvenMs()).toBeNull()
  const after = Date.now()
  await expect.poll(socket.getProvenMs).toBeGreaterThanOrEqual(after)
  expect(socket.getProvenMs()).toBeLessThanOrEqual(Date.now())
})

describe('ends with the reason when', () => {
  test.each<[string, (connection: PushConnection) => void, RegExp | null]>([
    ['the connection breaks', (to) => to.drop(), null],
    ['the server says goodbye', (to) => to.write(renderServerFrame(8, Buffer.alloc(0))), null],
    ['the other side is silent', (to) => to.freeze(), /^nothing was received for 0.2 s$/],
    ['garbage arrives', (to) => to.write(Buffer.from('<html>Bad gateway')), /isn't a WebSocket/],
    [
      'a message is endless',
      (to) => to.write(Buffer.from([129, 127, 0, 0, 1, 0, 0, 0, 0, 0])),
      /^a message of more than 4194304 bytes$/,
    ],
    [
      'a message has endless parts without a byte',
      (to) => to.write(Buffer.concat(Array.from({ length: 50_000 }, () => Buffer.from([1, 0])))),
      /^a message of more than 4194304 bytes$/,
    ],
    [
      'a ping is longer than one can be',
      (to) => to.write(renderServerFrame(9, Buffer.alloc(126))),
      /isn't a WebSocket/,
    ],
  ])('%s', async (_, play, reason) => {
    const { ended } = await connect(play)
    if (reason === null) expect(await ended).toBeNull()
    else expect(await ended).toMatch(reason)
  })
})

test('what a server does not read ends the connection instead of filling the memory', async () => {
  const { socket, ended } = await connect((to) => to.pause())
  for (let count = 0; count < 200; count += 1) socket.send('x'.repeat(60_000))
  expect(await ended).toBe("what was sent wasn't read")
})

test('where a proxy passes no WebSockets on, the reason says so', async () => {
  const { url } = await startStub((_received, response) => response.writeHead(400).end())
  await expect(openWebSocket({ url, signal })).rejects.toThrow(
    /^no WebSocket, but HTTP 400; a reverse proxy/,
  )
})

test('a self-signed certificate is refused or accepted as for every address at home', async () => {
  const paths = makeCertificate()
  const tls = { key: readFileSync(paths.key), cert: readFileSync(paths.certificate) }
  const { url } = await startPushServer(() => {}, { tls })
  await expect(openWebSocket({ url, signal })).rejects.toThrow(/its certificate is self-signed/)
  for (const trust of [
    { certificates: String(tls.cert), uncheckedHosts: [] },
    { certificates: null, uncheckedHosts: ['127.0.0.1'] },
  ]) {
    setHomeTrust(trust)
    const end = new AbortController()
    const { messages } = await openWebSocket({ url, signal: end.signal })
    end.abort()
    await expect(messages.next()).rejects.toThrow('stopped')
  }
  setHomeTrust({ certificates: null, uncheckedHosts: [] })
})
