import { EventEmitter } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestQueues, openTestPictures } from '#lib/images/pictures.fixture.ts'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import type { PrinterEvents } from '../events.ts'
import { drip, flood, hang, redirect, status, truncate } from './hostile-server.fixture.ts'
import { createRemotePrinter, type RemotePrinter, type RemoteTiming } from './remote-printer.ts'
import { createRemoteSync, ensureRemotePrinters } from './remote-sync.ts'
import { type RemoteServer, serveFile, serveJson, startRemoteServer } from './server.fixture.ts'

/* A remote server that works, fails and lies in every way; store, pictures and image process are real. */

const api = '/api/3dprinter/1/'
const noon = new Date('2026-11-22T12:00:00Z')
const openTestQueue = createTestQueues()
let now = noon
let server: RemoteServer
let store: OpenStore
let folder: string
const remotes: RemotePrinter[] = []
let messages: string[] = []
let changes = 0
let ingest: Parameters<typeof createRemotePrinter>[0]['ingest']

const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000)
const picture = (hue: number) =>
  sharp({ create: { width: 320, height: 240, channels: 3, background: `hsl(${hue}, 50%, 50%)` } })
    .jpeg()
    .toBuffer()

beforeEach(async () => {
  server = await startRemoteServer()
  const testQueue = await openTestQueue()
  folder = testQueue.folder
  store = await openStore({ database: { kind: 'sqlite', dataDir: folder } })
  const fixture = await openTestPictures(testQueue, { formats: ['jpg'], maxWidth: 320 })
  // No variants are prerendered, so that no test has to wait for them.
  const pictures = { ...fixture.pictures, prerender: () => undefined }
  const events = new EventEmitter<PrinterEvents>()
  events.on('changed', () => (changes += 1))
  ingest = { snapshots: store.snapshots, pictures, events, now: () => now }
  now = noon
  messages = []
  changes = 0
  await ensureRemotePrinters(store.printers, [1])
})
afterEach(async () => {
  for (const remote of remotes.splice(0)) await remote.close()
  await server.close()
  await store.close()
})

/** As after a restart: without memory of earlier requests. */
function open(timing: Partial<RemoteTiming> = {}): RemotePrinter {
  const remote = createRemotePrinter({
    id: 1,
    source: new URL(server.url + api),
    isTrusted: true,
    store,
    ingest,
    sync: createRemoteSync(store.printers, ingest.events),
    temporaryDir: join(folder, 'tmp'),
    onError: (message) => messages.push(message),
    timing: { timeoutMs: 1000, pictureTimeoutMs: 2000, maxWaitMs: 15_000, ...timing },
  })
  remotes.push(remote)
  return remote
}

const listLeftovers = () => readdir(join(folder, 'tmp'))
const getCurrent = () => store.snapshots.getCurrent(1)
const listPictures = () => store.snapshots.listSnapshots(1, { before: null, limit: 50 })
const original = {
  id: 1,
  name: 'Maker Select',
  progress: null,
  status: 'Printing, 42% done',
  image: '/snapshot.jpg',
  last_updated: '2026-11-22T03:58:00.123456-08:00',
}

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
    ['redirects to this machine by name', redirect('http://localhost:1/'), 'no-answer'],
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
    now = later(3600)
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

describe('a server with the original six fields', () => {
  test('is stored with its own times, once, however often it is refreshed', async () => {
    const jpeg = await picture(20)
    server.handlers = {
      [api]: serveJson(original),
      '/snapshot.jpg': serveFile(jpeg, new Date('2026-11-22T11:57:30Z')),
    }
    await Promise.all([open().refresh(), open().refresh()])
    await open().refresh()
    const { observation, snapshot } = await getCurrent()
    expect(observation?.observedAt).toEqual(new Date('2026-11-22T11:58:00.123Z'))
    expect(observation?.reading.source).toMatchObject({ snapper: 'remote' })
    // Last-Modified is nearer to the exposure than the later status.
    expect(snapshot?.capturedAt).toEqual(new Date('2026-11-22T11:57:30Z'))
    expect(await listPictures()).toHaveLength(1)
    expect((await store.printers.getPrinter(1))?.name).toBe('Maker Select')
    expect(await listLeftovers()).toEqual([])
  })

  test('gets one request for any number of simultaneous visitors, and none for the next seconds', async () => {
    server.handlers = { [api]: serveJson({ ...original, image: null }) }
    const remote = open()
    await Promise.all(Array.from({ length: 50 }, () => remote.refresh()))
    await remote.refresh()
    expect(server.requests).toEqual([api])
  })

  test('a picture is stored once: the same date, the same Last-Modified or the same bytes are no new picture', async () => {
    const withTime = (last_updated: string) => serveJson({ ...original, last_updated })
    server.handlers = {
      [api]: withTime('2026-11-22T11:50:00Z'),
      '/snapshot.jpg': serveFile(await picture(20), new Date('2026-11-22T11:49:00Z')),
    }
    const remote = open({ pauseFactor: 0 })
    await remote.refresh()
    await remote.refresh()
    expect(server.requests).toEqual([api, '/snapshot.jpg', api])

    server.handlers[api] = withTime('2026-11-22T11:55:00Z')
    await remote.refresh()
    expect(server.requests.at(-1)).toBe('/snapshot.jpg (conditional)')
    expect((await getCurrent()).observation?.observedAt).toEqual(new Date('2026-11-22T11:55:00Z'))

    server.handlers[api] = withTime('2026-11-22T11:56:00Z')
    server.handlers['/snapshot.jpg'] = serveFile(
      await picture(20),
      new Date('2026-11-22T11:56:00Z'),
    )
    await remote.refresh()
    expect(await listPictures()).toHaveLength(1)

    server.handlers[api] = withTime('2026-11-22T11:57:00Z')
    server.handlers['/snapshot.jpg'] = serveFile(
      await picture(70),
      new Date('2026-11-22T11:57:00Z'),
    )
    await remote.refresh()
    expect(await listPictures()).toHaveLength(2)
  })

  test.each(['hide', 'delete'] as const)(
    'a restart does not bring back a picture that was %sd here, whatever time it has now',
    async (change) => {
      const snapshotAt = (time: string) => ({
        [api]: serveJson({ ...original, last_updated: time }),
        '/snapshot.jpg': serveFile(bytes, new Date(time)),
      })
      const bytes = await picture(20)
      server.handlers = snapshotAt('2026-11-22T11:50:00Z')
      await open().refresh()
      const id = (await getCurrent()).snapshot?.id ?? 0
      const entry = { at: now, action: 'x', details: {}, sessionId: null }
      await store.pictures.changePictures(1, [id], change, { entry })
      for (const time of ['2026-11-22T11:50:00Z', '2026-11-22T11:58:00Z']) {
        server.handlers = snapshotAt(time)
        await open().refresh()
        expect(server.requests.at(-1)).toBe('/snapshot.jpg')
        expect(await listPictures()).toEqual([])
      }
      expect((await getCurrent()).observation?.observedAt).toEqual(new Date('2026-11-22T11:58:00Z'))
      expect(await listLeftovers()).toEqual([])
    },
  )

  test('an older picture than the current one joins the history', async () => {
    server.handlers = {
      [api]: serveJson(original),
      '/snapshot.jpg': serveFile(await picture(20), later(-120)),
    }
    await open().refresh()
    const before = (await getCurrent()).snapshot
    server.handlers = {
      [api]: serveJson({ ...original, last_updated: '2026-11-22T10:00:00Z' }),
      '/snapshot.jpg': serveFile(await picture(70), later(-7200)),
    }
    await open().refresh()
    expect((await getCurrent()).snapshot).toEqual(before)
    expect(await listPictures()).toHaveLength(2)
  })

  test('when it responds again, the owner’s log says so and the error is cleared', async () => {
    server.handlers = {}
    const remote = open({ pauseFactor: 0 })
    await remote.refresh()
    await remote.refresh()
    expect(remote.errorKind).toBe('faulty')
    server.handlers = { [api]: serveJson({ ...original, image: null }) }
    await expect
      .poll(async () => {
        await remote.refresh()
        return remote.errorKind
      })
      .toBeNull()
    expect(messages).toEqual([
      expect.stringContaining('responded with 404'),
      expect.stringContaining('responds again'),
    ])
  })

  test('while the camera is paused here, no picture is requested', async () => {
    await store.printers.updatePrinter(1, { isPublishing: false })
    server.handlers = { [api]: serveJson(original), '/snapshot.jpg': serveJson('') }
    await open().refresh()
    expect(server.requests).toEqual([api])
    expect((await store.printers.getPrinter(1))?.isPublishing).toBe(false)
  })
})

test('the remote owner’s settings apply here', async () => {
  server.handlers = { [api]: serveJson({ ...original, image: null, publishing: false }) }
  await open().refresh()
  expect(await store.printers.getPrinter(1)).toMatchObject({
    name: 'Maker Select',
    isPublishing: false,
  })
  expect(changes).toBeGreaterThan(0)
})
