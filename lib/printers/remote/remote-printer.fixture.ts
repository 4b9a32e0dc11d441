import { EventEmitter } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach } from 'vitest'
import { createTestQueues, openTestPictures } from '#lib/images/pictures.fixture.ts'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import type { PrinterEvents } from '../events.ts'
import { createRemotePrinter, type RemotePrinter, type RemoteTiming } from './remote-printer.ts'
import { createRemoteSync, ensureRemotePrinters } from './remote-sync.ts'
import { type RemoteServer, startRemoteServer } from './server.fixture.ts'

/* A remote server and the printer that follows it, new for each test; store, pictures and image process are real. */

export const api = '/api/3dprinter/1/'
export const noon = new Date('2026-11-22T12:00:00Z')
const openTestQueue = createTestQueues()
export let now = noon
export let server: RemoteServer
export let store: OpenStore
let folder: string
const remotes: RemotePrinter[] = []
export let messages: string[] = []
export let changes = 0
let ingest: Parameters<typeof createRemotePrinter>[0]['ingest']

export const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000)
export const picture = (hue: number) =>
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

export function setNow(at: Date): void {
  now = at
}

/** As after a restart: without memory of earlier requests. */
export function open(timing: Partial<RemoteTiming> = {}): RemotePrinter {
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

export const listLeftovers = () => readdir(join(folder, 'tmp'))
export const getCurrent = () => store.snapshots.getCurrent(1)
export const listPictures = () => store.snapshots.listSnapshots(1, { before: null, limit: 50 })
export const original = {
  id: 1,
  name: 'Maker Select',
  progress: null,
  status: 'Printing, 42% done',
  image: '/snapshot.jpg',
  last_updated: '2026-11-22T03:58:00.123456-08:00',
}
