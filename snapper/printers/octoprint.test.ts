import { describe, expect, test } from 'vitest'
import { printing, respondAsOctoPrint } from '../testing/octoprint-responses.ts'
import { findDeadUrl, type Responder, sendJson, startStub } from '../testing/stub-server.ts'
import { createOctoPrint } from './octoprint.ts'

const never = new AbortController().signal

async function readFrom(respond: Responder, requestMs?: number) {
  const stub = await startStub(respond)
  const address = { root: stub.url, key: 'a-key' }
  return {
    ...(await createOctoPrint(address, requestMs).read(null, never)),
    received: stub.received,
  }
}

test('a printing OctoPrint is read with its key, and its version is reported', async () => {
  const { reading, detail, received } = await readFrom(respondAsOctoPrint(printing))
  expect(reading).toMatchObject({
    state: 'printing',
    status: 'Printing benchy, 42 %',
    backend: 'octoprint 1.11.8',
  })
  expect(detail).toBeNull()
  expect(received.map(({ path }) => path).toSorted()).toEqual([
    '/api/job',
    '/api/printer?exclude=sd',
    '/api/version',
  ])
  for (const { headers } of received) {
    expect(headers['x-api-key']).toBe('a-key')
    expect(headers).not.toHaveProperty('x-octoprint-api-version')
  }
})

test('below a path and behind a proxy with a password, both the key and the password are sent', async () => {
  const stub = await startStub(respondAsOctoPrint(printing))
  const root = new URL('octoprint/', stub.url)
  root.username = 'me'
  root.password = 'p%40ss'
  await createOctoPrint({ root, key: 'a-key' }).read(null, never)
  expect(stub.received[0]?.path).toMatch(/^\/octoprint\/api\//)
  expect(stub.received[0]?.headers).toMatchObject({
    authorization: `Basic ${btoa('me:p@ss')}`,
    'x-api-key': 'a-key',
  })
})

describe('a broken OctoPrint is a reading too', () => {
  test('nothing listens on the port', async () => {
    const { reading, detail } = await createOctoPrint({
      root: await findDeadUrl(),
      key: null,
    }).read(null, never)
    expect(reading.state).toBe('unreachable')
    expect(detail).toBe('ECONNREFUSED')
  })

  test('it hangs', async () => {
    const { reading, detail } = await readFrom(() => {}, 500)
    expect(reading.state).toBe('unreachable')
    expect(detail).toBe('no complete response in time')
  })

  test('it sends one byte at a time for ever', async () => {
    const drip: Responder = (_received, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' })
      const timer = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(timer))
    }
    expect((await readFrom(drip, 1000)).reading.state).toBe('unreachable')
  })

  test('its proxy responds with 502 and a page', async () => {
    const page: Responder = (_received, response) =>
      response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>starting up</h1>')
    expect((await readFrom(page)).reading.state).toBe('unreachable')
  })

  test('it responds with 200 and a page', async () => {
    const page: Responder = (_received, response) => response.end('<h1>log in</h1>')
    const { reading, detail } = await readFrom(page)
    expect(reading.state).toBe('unreachable')
    expect(detail).toContain('OCTOPRINT_ROOT')
  })

  test('the response is endless', async () => {
    const flood: Responder = (_received, response) =>
      response.end(JSON.stringify({ text: 'x'.repeat(3_000_000) }))
    const { reading, detail } = await readFrom(flood)
    expect(reading.state).toBe('unreachable')
    expect(detail).toBe('more than 1048576 bytes')
  })

  test('the response is cut off', async () => {
    const cut: Responder = (_received, response) => {
      response.writeHead(200, { 'Content-Length': '1000' }).write('{"state"')
      setTimeout(() => response.destroy(), 20)
    }
    expect((await readFrom(cut)).detail).toMatch(/is cut short/)
  })

  test.each([401, 403])('the key is rejected with %d', async (status) => {
    const { reading, detail } = await readFrom((_received, response) =>
      sendJson(response, status, { error: 'no' }),
    )
    expect(reading.state).toBe('unauthorized')
    expect(detail).toContain('OCTOPRINT_KEY')
  })

  test('a redirect is not followed', async () => {
    const { reading, detail, received } = await readFrom((_received, response) =>
      response.writeHead(302, { Location: '/login' }).end(),
    )
    expect(reading.state).toBe('unreachable')
    expect(detail).toContain('OCTOPRINT_ROOT')
    expect(received.filter(({ path }) => path === '/login')).toEqual([])
  })
})
