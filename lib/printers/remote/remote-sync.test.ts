import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { offerStudios } from '#lib/images/pictures.fixture.ts'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import type { PrinterEvents } from '../events.ts'
import { createRemoteSync, ensureRemotePrinters, type RemoteSync } from './remote-sync.ts'

const openStudio = offerStudios()
let store: OpenStore
let follower: RemoteSync
let changes = 0

beforeEach(async () => {
  store = await openStore({ database: { kind: 'sqlite', dataDir: (await openStudio()).folder } })
  await ensureRemotePrinters(store.printers, [1])
  const events = new EventEmitter<PrinterEvents>()
  events.on('changed', () => (changes += 1))
  changes = 0
  follower = createRemoteSync(store.printers, events)
})
afterEach(() => store.close())

const hear = (said: { name?: string; isPublishing?: boolean }) =>
  follower.follow(1, {
    name: 'Maker Select',
    isPublishing: true,
    reading: null,
    observedAt: null,
    picture: null,
    ...said,
  })
const getPrinter = () => store.printers.getPrinter(1)

test('a camera that rests there rests here, and wakes with it', async () => {
  await hear({ isPublishing: false })
  expect((await getPrinter())?.isPublishing).toBe(false)
  expect(changes).toBeGreaterThan(0)
  await hear({ isPublishing: true })
  expect((await getPrinter())?.isPublishing).toBe(true)
})

test('what was paused here stays paused, whatever is said there', async () => {
  await store.printers.updatePrinter(1, { isPublishing: false })
  await hear({})
  await hear({})
  expect((await getPrinter())?.isPublishing).toBe(false)
})

test('its name follows, until it is given one here', async () => {
  await hear({ name: 'Maker Select' })
  await hear({ name: 'Maker Select Plus' })
  expect((await getPrinter())?.name).toBe('Maker Select Plus')
  await store.printers.updatePrinter(1, { name: 'At the office' })
  await hear({ name: 'Something else' })
  expect((await getPrinter())?.name).toBe('At the office')
})
