import { describe, expect, test } from 'vitest'
import { drip, flood, hang, redirect, status, truncate } from './hostile-server.fixture.ts'
import {
  api,
  getCurrent,
  later,
  listLeftovers,
  messages,
  noon,
  now,
  open,
  original,
  server,
  setNow,
} from './remote-printer.fixture.ts'
import { type RemoteServer, serveJson, startRemoteServer } from './server.fixture.ts'

describe('a failing or lying server changes nothing that is stored', () => {
  test.each<[string, RemoteServer['handlers'][string], 'no-answer' | 'faulty']>([
    ['never responds', hang, 'no-answer'],
    ['sends one letter at a time', drip, 'no-answer'],
    ['sends an endless body', flood, 'faulty'],
    ['announces a huge body', serveJson(' '.repeat(300_000)), 'faulty'],
    ['sends an incomplete body', truncate, 'no-answer'],
    ['closes the connection', (request) => request.socket.destroy(), 'no-answer'],
    ['responds with 500', status(500), 'faulty'],
    ['responds with 404', status(404), 'faulty'],
    ['responds with 304 to an unconditional request', status(304), 'faulty'],
    ['responds with HTML', serveJson('<!doctype html>'), 'faulty'],
    ['responds with other JSON', serveJson({ detail: 'Not found.' }), 'faulty'],
    ['responds with a compressed body', serveJson('{}', { 'content-encoding': 'gzip' }), 'faulty'],
    ['redirects in a circle', redirect(api), 'faulty'],
    ['redirects to an invalid URL', redirect('http://[half'), 'faulty'],
    ['redirects to a file', redirect('file:///etc/passwd'), 'faulty'],
    ['redirects to a private network', redirect('http://169.254.169.254/latest/'), 'faulty'],
    ['redirects to this machine by name', redirect('http://localhost/'), 'faulty'],
  ])('a server that %s', async (_, handler, kind) => {
    server.handlers = { [api]: serveJson({ ...original, image: null }) }
    await open().refresh()
    const before = await getCurrent()
    expect(before.observation?.reading.status).toBe('Printing, 42% done')

    server.handlers = { [api]: handler }
    const startedAt = performance.now()
    const remote = open()
    await remote.refresh()
    expect(remote.errorKind).toBe(kind)
    expect(messages).toHaveLength(1)
    expect(await getCurrent()).toEqual(before)
    // Within its deadline, with room for a loaded machine.
    expect(performance.now() - startedAt).toBeLessThan(8_000)

    const count = server.requests.length
    await remote.refresh()
    expect(server.requests).toHaveLength(count)
  })

  test('a visitor waits for it for a limited time, and not at all after it has failed', async () => {
    server.handlers = { [api]: hang }
    const remote = open({ maxWaitMs: 50, timeoutMs: 500 })
    await remote.refresh()
    expect(remote.errorKind).toBeNull()
    await expect.poll(() => remote.errorKind).toBe('no-answer')
    await remote.refresh()
    expect(messages).toHaveLength(1)
  })

  test.each<[string, RemoteServer['handlers'][string]]>([
    ['HTML', serveJson('<!doctype html>'.padEnd(5000, 'x'))],
    [
      'half a picture',
      (_, response) => response.writeHead(200, { 'content-length': '9' }).end('\xff'),
    ],
    ['a picture that never ends', flood],
    ['missing', status(404)],
    ['a redirect to a private network', redirect('http://192.168.0.1/camera')],
  ])(
    'with %s as its picture, the readings are stored and no temporary file remains',
    async (_, handler) => {
      server.handlers = { [api]: serveJson(original), '/snapshot.jpg': handler }
      const remote = open({ pauseFactor: 0 })
      await remote.refresh()
      expect(remote.errorKind).toBeNull()
      expect(messages).toHaveLength(1)
      const { observation, snapshot } = await getCurrent()
      expect(observation?.reading.status).toBe('Printing, 42% done')
      expect(snapshot).toBeNull()
      const count = server.requests.filter((path) => path !== api).length
      await remote.refresh()
      expect(server.requests.filter((path) => path !== api)).toHaveLength(count)
      expect(await listLeftovers()).toEqual([])
    },
  )

  test('a picture on another host of the local network is not requested', async () => {
    const secret = await startRemoteServer()
    server.handlers = { [api]: serveJson({ ...original, image: `${secret.url}/metrics` }) }
    await open().refresh()
    expect(secret.requests).toEqual([])
    expect(messages.join()).toMatch(/not a public address/)
    await secret.close()
  })

  test('a future time makes nothing look newer than it is', async () => {
    const future = { ...original, image: null, last_updated: '2099-01-01T00:00:00Z' }
    server.handlers = { [api]: serveJson(future) }
    await open().refresh()
    expect((await getCurrent()).observation?.observedAt).toEqual(noon)
    setNow(later(3600))
    await open().refresh()
    expect((await getCurrent()).observation?.observedAt).toEqual(noon)
    server.handlers = { [api]: serveJson({ ...future, status: 'Operational' }) }
    await open().refresh()
    expect((await getCurrent()).observation).toMatchObject({
      observedAt: now,
      reading: { status: 'Operational' },
    })
  })
})
