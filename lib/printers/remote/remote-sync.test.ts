import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestQueues } from '#lib/images/pictures.fixture.ts'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import type { PrinterEvents } from '../events.ts'
import { createRemoteSync, ensureRemotePrinters, type RemoteSync } from './remote-sync.ts'

const openTestQueue = createTestQueues()
let store: OpenStore
let sync: RemoteSync
let changes = 0

beforeEach(async () => {
  store = await openStore({ database: { kind: 'sqlite', dataDir: (await openTestQueue()).folder } })
  await ensureRemotePrinters(store.printers, [1])
  const events = new EventEmitter<PrinterEvents>()
  events.on('changed', () => (changes += 1))
  changes = 0
  sync = createRemoteSync(store.printers, events)
})
afterEach(() => store.close())

const applyResponse = (changes: { name?: string; isPublishing?: boolean }) =>
  sync.apply(1, {
    name: 'Maker Select',
    isPublishing: true,
    reading: null,
    observedAt: null,
    picture: null,
    ...changes,
  })
const getPrinter = () => store.printers.getPrinter(1)

test('a camera paused there is paused here, and resumes with it', async () => {
  await applyResponse({ isPublishing: false })
  expect((await getPrinter())?.isPublishing).toBe(false)
  expect(changes).toBeGreaterThan(0)
  await applyResponse({ isPublishing: true })
  expect((await getPrinter())?.isPublishing).toBe(true)
})

test('a camera paused here stays paused, whatever its server responds', async () => {
  await store.printers.updatePrinter(1, { isPublishing: false })
  await applyResponse({})
  await applyResponse({})
  expect((await getPrinter())?.isPublishing).toBe(false)
})

test('its name follows the server’s, until the owner renames it here', async () => {
  await applyResponse({ name: 'Maker Select' })
  await applyResponse({ name: 'Maker Select Plus' })
  expect((await getPrinter())?.name).toBe('Maker Select Plus')
  await store.printers.updatePrinter(1, { name: 'At the office' })
  await applyResponse({ name: 'Something else' })
  expect((await getPrinter())?.name).toBe('At the office')
})
