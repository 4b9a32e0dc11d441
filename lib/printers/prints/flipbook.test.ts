import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import {
  insertSamplePrinter,
  later,
  makeReading,
  makeReport,
  sha256Of,
} from '#lib/storage/db/testing/samples.ts'
import { createPrintFlipbooks } from './flipbook.ts'

let dataDir: string
let store: OpenStore
let id: number
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'flipbooks-'))
  store = await openStore({ database: { kind: 'sqlite', dataDir } })
  id = (await insertSamplePrinter(store.printers)).id
})
afterEach(async () => {
  await store.close()
  await rm(dataDir, { recursive: true })
})

const say = (minute: number, state: 'printing' | 'finished') =>
  store.snapshots.insertObservation(
    makeReport(id, later(minute * 60), { reading: makeReading({ state, elapsedSeconds: null }) }),
  )

function open(bytes: Buffer | null = Buffer.from('webp'), now = later(9000)) {
  const getFlipbook = vi.fn(async () => bytes)
  const flipbooks = createPrintFlipbooks(store, { getFlipbook }, { now: () => now, maxFrames: 4 })
  return { flipbooks, getFlipbook }
}

test('there is none for an unknown or running print, one without pictures, or a paused camera', async () => {
  const { flipbooks, getFlipbook } = open()
  const notFound = { code: 'not-found' }
  await expect(flipbooks.getFlipbook(id, 1)).rejects.toMatchObject(notFound)
  await say(0, 'printing')
  await expect(flipbooks.getFlipbook(id, 1)).rejects.toThrow('still running')
  expect(getFlipbook).not.toHaveBeenCalled()
  await say(10, 'finished')
  await expect(open(null).flipbooks.getFlipbook(id, 1)).rejects.toThrow('fewer than two')
  await store.printers.updatePrinter(id, { isPublishing: false })
  await expect(flipbooks.getFlipbook(id, 1)).rejects.toMatchObject({ code: 'camera-resting' })
})

test('it has the print’s pictures in order, sampled evenly', async () => {
  for (let minute = 0; minute < 10; minute++) await say(minute, 'printing')
  await say(10, 'finished')
  await say(30, 'finished')
  const { flipbooks, getFlipbook } = open()
  expect(String(await flipbooks.getFlipbook(id, 1))).toBe('webp')
  const hashOf = (minute: number) => sha256Of(`picture of ${later(minute * 60).toISOString()}`)
  expect(getFlipbook).toHaveBeenCalledExactlyOnceWith([0, 4, 7, 10].map(hashOf))
})

test('a print that has gone silent has one, as its page offers it', async () => {
  for (const minute of [0, 10]) await say(minute, 'printing')
  const dayLater = later(600 + 86_401)
  expect(String(await open(undefined, dayLater).flipbooks.getFlipbook(id, 1))).toBe('webp')
})
