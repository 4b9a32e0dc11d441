import { EventEmitter } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { offerStudios, openGallery } from '#lib/images/pictures.fixture.ts'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import type { PrinterEvents } from '../events.ts'
import { drip, flood, hang, redirect, status, truncate } from './hostile-server.fixture.ts'
import { createRemotePrinter, type RemotePrinter } from './remote-printer.ts'
import { createRemoteSync, ensureRemotePrinters } from './remote-sync.ts'
import { type RemoteServer, sayFile, sayJson, startRemoteServer } from './server.fixture.ts'

/* A server elsewhere that tells the truth and every kind of lie; store, pictures and image process are the real ones. */

const api = '/api/3dprinter/1/'
const noon = new Date('2026-11-22T12:00:00Z')
const openStudio = offerStudios()
let now = noon
let server: RemoteServer
let store: OpenStore
let folder: string
const remotes: RemotePrinter[] = []
let told: string[] = []
let changes = 0
let ingest: Parameters<typeof createRemotePrinter>[0]['ingest']

const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000)
const picture = (hue: number) =>
  sharp({ create: { width: 320, height: 240, channels: 3, background: `hsl(${hue}, 50%, 50%)` } })
    .jpeg()
    .toBuffer()

beforeEach(async () => {
  server = await startRemoteServer()
  const studio = await openStudio()
  folder = studio.folder
  store = await openStore({ database: { kind: 'sqlite', dataDir: folder } })
  const gallery = await openGallery(studio, { formats: ['jpg'], maxWidth: 320 })
  // Nothing is made ahead that a test would have to wait for.
  const pictures = { ...gallery.pictures, prepare: () => undefined }
  const events = new EventEmitter<PrinterEvents>()
  events.on('changed', () => (changes += 1))
  ingest = { snapshots: store.snapshots, pictures, events, now: () => now }
  now = noon
  told = []
  changes = 0
  await ensureRemotePrinters(store.printers, [1])
})
afterEach(async () => {
  for (const remote of remotes.splice(0)) await remote.close()
  await server.close()
  await store.close()
})

/** As a process begins: it remembers nothing of what was asked before. */
function open(timing = {}): RemotePrinter {
  const remote = createRemotePrinter({
    id: 1,
    source: new URL(server.url + api),
    store,
    ingest,
    follower: createRemoteSync(store.printers, ingest.events),
    temporaryDir: join(folder, 'tmp'),
    onFault: (message) => told.push(message),
    timing: { deadlineMs: 1000, pictureDeadlineMs: 2000, patienceMs: 15_000, ...timing },
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

describe('a server that lies is believed nothing, and what was known stays known', () => {
  test.each<[string, RemoteServer['answers'][string], 'no-answer' | 'faulty']>([
    ['says nothing', hang, 'no-answer'],
    ['says it a letter at a time', drip, 'no-answer'],
    ['never ends', flood, 'faulty'],
    ['says in advance that it is huge', sayJson(' '.repeat(300_000)), 'faulty'],
    ['breaks off', truncate, 'no-answer'],
    ['hangs up', (request) => request.socket.destroy(), 'no-answer'],
    ['answers 500', status(500), 'faulty'],
    ['answers 404', status(404), 'faulty'],
    ['answers 304 to who has nothing', status(304), 'faulty'],
    ['answers with a page', sayJson('<!doctype html>'), 'faulty'],
    ['answers with other JSON', sayJson({ detail: 'Not found.' }), 'faulty'],
    ['answers compressed', sayJson('{}', { 'content-encoding': 'gzip' }), 'faulty'],
    ['redirects in a circle', redirect(api), 'faulty'],
    ['redirects to nowhere', redirect('http://[half'), 'faulty'],
    ['redirects into a file', redirect('file:///etc/passwd'), 'faulty'],
    ['redirects behind somebody’s wall', redirect('http://169.254.169.254/latest/'), 'faulty'],
    ['redirects to this machine by a name', redirect('http://localhost:1/'), 'no-answer'],
  ])('a server that %s', async (_, answer, kind) => {
    server.answers = { [api]: sayJson({ ...original, image: null }) }
    await open().look()
    const before = await getCurrent()
    expect(before.observation?.reading.status).toBe('Printing, 42% done')

    server.answers = { [api]: answer }
    const startedAt = performance.now()
    const remote = open()
    await remote.look()
    expect(remote.fault).toBe(kind)
    expect(told).toHaveLength(1)
    expect(await getCurrent()).toEqual(before)
    // Within its deadline, with room for a loaded machine.
    expect(performance.now() - startedAt).toBeLessThan(8_000)

    const asked = server.asked.length
    await remote.look()
    expect(server.asked).toHaveLength(asked)
  })

  test('a visitor waits for it only so long, and not at all once it is known not to answer', async () => {
    server.answers = { [api]: hang }
    const remote = open({ patienceMs: 50, deadlineMs: 500 })
    await remote.look()
    expect(remote.fault).toBeNull()
    await expect.poll(() => remote.fault).toBe('no-answer')
    await remote.look()
    expect(told).toHaveLength(1)
  })

  test.each<[string, RemoteServer['answers'][string]]>([
    ['a page', sayJson('<!doctype html>'.padEnd(5000, 'x'))],
    [
      'half a picture',
      (_, response) => response.writeHead(200, { 'content-length': '9' }).end('\xff'),
    ],
    ['a picture that never ends', flood],
    ['nothing', status(404)],
    ['something behind a wall', redirect('http://192.168.0.1/camera')],
  ])(
    'where its picture is %s, the readings are taken and nothing is left behind',
    async (_, answer) => {
      server.answers = { [api]: sayJson(original), '/snapshot.jpg': answer }
      const remote = open({ restFactor: 0 })
      await remote.look()
      expect(remote.fault).toBeNull()
      expect(told).toHaveLength(1)
      const { observation, snapshot } = await getCurrent()
      expect(observation?.reading.status).toBe('Printing, 42% done')
      expect(snapshot).toBeNull()
      const asked = server.asked.filter((path) => path !== api).length
      await remote.look()
      expect(server.asked.filter((path) => path !== api)).toHaveLength(asked)
      expect(await listLeftovers()).toEqual([])
    },
  )

  test('a picture on another host of the house is not asked for', async () => {
    const secret = await startRemoteServer()
    server.answers = { [api]: sayJson({ ...original, image: `${secret.url}/metrics` }) }
    await open().look()
    expect(secret.asked).toEqual([])
    expect(told.join()).toMatch(/no public address/)
    await secret.close()
  })

  test('a time to come makes nothing look newer than it is', async () => {
    const future = { ...original, image: null, last_updated: '2099-01-01T00:00:00Z' }
    server.answers = { [api]: sayJson(future) }
    await open().look()
    expect((await getCurrent()).observation?.observedAt).toEqual(noon)
    now = later(3600)
    await open().look()
    expect((await getCurrent()).observation?.observedAt).toEqual(noon)
    server.answers = { [api]: sayJson({ ...future, status: 'Operational' }) }
    await open().look()
    expect((await getCurrent()).observation).toMatchObject({
      observedAt: now,
      reading: { status: 'Operational' },
    })
  })
})

describe('what a server of the original six fields says', () => {
  test('is there with its own times, and is kept once, whoever asks and however often', async () => {
    const jpeg = await picture(20)
    server.answers = {
      [api]: sayJson(original),
      '/snapshot.jpg': sayFile(jpeg, new Date('2026-11-22T11:57:30Z')),
    }
    await Promise.all([open().look(), open().look()])
    await open().look()
    const { observation, snapshot } = await getCurrent()
    expect(observation?.observedAt).toEqual(new Date('2026-11-22T11:58:00.123Z'))
    expect(observation?.reading.source).toMatchObject({ snapper: 'remote' })
    // The file's own date is nearer to the camera than the status that came after.
    expect(snapshot?.capturedAt).toEqual(new Date('2026-11-22T11:57:30Z'))
    expect(await listPictures()).toHaveLength(1)
    expect((await store.printers.getPrinter(1))?.name).toBe('Maker Select')
    expect(await listLeftovers()).toEqual([])
  })

  test('is asked for once, however many look at the same time, and not again for some seconds', async () => {
    server.answers = { [api]: sayJson({ ...original, image: null }) }
    const remote = open()
    await Promise.all(Array.from({ length: 50 }, () => remote.look()))
    await remote.look()
    expect(server.asked).toEqual([api])
  })

  test('a picture is fetched once: not for the same date, not for the same ETag, not if it looks the same', async () => {
    const says = (last_updated: string) => sayJson({ ...original, last_updated })
    server.answers = {
      [api]: says('2026-11-22T11:50:00Z'),
      '/snapshot.jpg': sayFile(await picture(20), new Date('2026-11-22T11:49:00Z')),
    }
    const remote = open({ restFactor: 0 })
    await remote.look()
    await remote.look()
    expect(server.asked).toEqual([api, '/snapshot.jpg', api])

    server.answers[api] = says('2026-11-22T11:55:00Z')
    await remote.look()
    expect(server.asked.at(-1)).toBe('/snapshot.jpg (conditional)')
    expect((await getCurrent()).observation?.observedAt).toEqual(new Date('2026-11-22T11:55:00Z'))

    server.answers[api] = says('2026-11-22T11:56:00Z')
    server.answers['/snapshot.jpg'] = sayFile(await picture(20), new Date('2026-11-22T11:56:00Z'))
    await remote.look()
    expect(await listPictures()).toHaveLength(1)

    server.answers[api] = says('2026-11-22T11:57:00Z')
    server.answers['/snapshot.jpg'] = sayFile(await picture(70), new Date('2026-11-22T11:57:00Z'))
    await remote.look()
    expect(await listPictures()).toHaveLength(2)
  })

  test('an older picture than the current one joins the history', async () => {
    server.answers = {
      [api]: sayJson(original),
      '/snapshot.jpg': sayFile(await picture(20), later(-120)),
    }
    await open().look()
    const before = (await getCurrent()).snapshot
    server.answers = {
      [api]: sayJson({ ...original, last_updated: '2026-11-22T10:00:00Z' }),
      '/snapshot.jpg': sayFile(await picture(70), later(-7200)),
    }
    await open().look()
    expect((await getCurrent()).snapshot).toEqual(before)
    expect(await listPictures()).toHaveLength(2)
  })

  test('when it answers again, that is told, and the fault is gone', async () => {
    server.answers = {}
    const remote = open({ restFactor: 0 })
    await remote.look()
    await remote.look()
    expect(remote.fault).toBe('faulty')
    server.answers = { [api]: sayJson({ ...original, image: null }) }
    await expect
      .poll(async () => {
        await remote.look()
        return remote.fault
      })
      .toBeNull()
    expect(told).toEqual([
      expect.stringContaining('answers 404'),
      expect.stringContaining('answers again'),
    ])
  })

  test('while the owner lets the camera rest here, no picture is asked for', async () => {
    await store.printers.updatePrinter(1, { isPublishing: false })
    server.answers = { [api]: sayJson(original), '/snapshot.jpg': sayJson('') }
    await open().look()
    expect(server.asked).toEqual([api])
    expect((await store.printers.getPrinter(1))?.isPublishing).toBe(false)
  })
})

test('what the owner decides there is followed here', async () => {
  server.answers = { [api]: sayJson({ ...original, image: null, publishing: false }) }
  await open().look()
  expect(await store.printers.getPrinter(1)).toMatchObject({
    name: 'Maker Select',
    isPublishing: false,
  })
  expect(changes).toBeGreaterThan(0)
})
