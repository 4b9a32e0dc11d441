import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import type { BlobStore } from '#lib/images/blob-store.ts'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { getTemporaryFolder } from '#lib/storage/blobs/temporary-folder.ts'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import { insertSamplePrinter, makeReport, makeSnapshot } from '#lib/storage/db/testing/samples.ts'
import type { PrinterEvents } from '../events.ts'
import type { PictureArchive } from '../ports.ts'
import { removeLeftovers } from './remove-orphans.ts'
import { runRetention } from './run-retention.ts'

const now = new Date('2026-11-22T12:00:00Z')
const ago = (hours: number) => new Date(now.getTime() - hours * 60 * 60 * 1000)
const unlimited = Number.POSITIVE_INFINITY

let dataDir: string
let store: OpenStore
let blobs: BlobStore
let emitted: string[]
let printerId: number
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'retention-'))
  blobs = await openDiskBlobs(dataDir)
  store = await openStore({ database: { kind: 'sqlite', dataDir } })
  printerId = (await insertSamplePrinter(store.printers)).id
  emitted = []
  return async () => {
    await store.close()
    await rm(dataDir, { recursive: true })
  }
})

const remove: PictureArchive['remove'] = async (hashes, deleteUnreferenced) => {
  let removed = 0
  for (const sha256 of hashes) {
    if (!(await deleteUnreferenced(sha256, () => blobs.delete(`original/${sha256}`)))) continue
    for await (const { key } of blobs.list(`variant/${sha256}/`)) await blobs.delete(key)
    removed += 1
  }
  return removed
}

function run(maxBytes = unlimited) {
  const events = new EventEmitter<PrinterEvents>()
  events.on('changed', (id) => emitted.push(`changed ${id}`))
  events.on('pictures-deleted', () => emitted.push('pictures-deleted'))
  return runRetention({ store, pictures: { remove }, blobs, events, now, maxBytes })
}

async function putBlob(key: string, modifiedAt: Date, length = 1000): Promise<void> {
  const path = join(getTemporaryFolder(dataDir), 'upload')
  await writeFile(path, Buffer.alloc(length))
  await utimes(path, modifiedAt, modifiedAt)
  await blobs.putFile(key, path)
}

/** A picture after ingestion: original, one variant, row. */
async function ingest(at: Date, name = at.toISOString()): Promise<string> {
  const sha256 = createHash('sha256').update(name).digest('hex')
  await putBlob(`original/${sha256}`, at)
  await putBlob(`variant/${sha256}/320.avif`, at)
  const snapshot = makeSnapshot(at, { sha256, bytes: 1000 })
  await store.snapshots.insertObservation(
    makeReport(printerId, at, { reading: null, snapshot, receivedAt: now }),
  )
  return sha256
}

const listKeys = async () => (await Array.fromAsync(blobs.list(''))).map((blob) => blob.key).sort()

test('an empty store has nothing to delete', async () => {
  expect(await run()).toEqual({ deletedSnapshots: 0, removedPictures: 0, keptBytes: 0 })
  expect(emitted).toEqual([])
})

test('an expired picture is deleted with its variants, and the site gets an event', async () => {
  const first = await ingest(ago(100.9))
  await ingest(ago(100.5))
  const newest = await ingest(ago(1))
  expect(await run()).toEqual({ deletedSnapshots: 1, removedPictures: 1, keptBytes: 4000 })
  expect(await listKeys()).toEqual(
    [first, newest].flatMap((hash) => [`original/${hash}`, `variant/${hash}/320.avif`]).sort(),
  )
  expect(emitted).toEqual([`changed ${printerId}`, 'pictures-deleted'])

  emitted = []
  expect(await run()).toEqual({ deletedSnapshots: 0, removedPictures: 0, keptBytes: 4000 })
  expect(emitted).toEqual([])
})

test('an animation is deleted in the same run as the first of its pictures', async () => {
  const [first, second] = [await ingest(ago(100.9)), await ingest(ago(2))]
  const insertFlipbook = async (name: string, frames: string[]) => {
    const sha256 = createHash('sha256').update(name).digest('hex')
    await putBlob(`variant/${sha256}/640.webp`, ago(50))
    await store.prints.insertFlipbook({ sha256, frames, at: ago(50) })
    return `variant/${sha256}/640.webp`
  }
  const [whole, part] = [
    await insertFlipbook('a', [second]),
    await insertFlipbook('b', [first, second]),
  ]
  expect(await run()).toMatchObject({ deletedSnapshots: 0, removedPictures: 0 })
  expect(await listKeys()).toEqual(expect.arrayContaining([whole, part]))
  await ingest(ago(100.95))
  expect(await run()).toMatchObject({ deletedSnapshots: 1, removedPictures: 2 })
  expect(await listKeys()).toContain(whole)
  expect(await listKeys()).not.toContain(part)
})

test('animations get a tenth of the budget, the newest first, since only they can be rendered again', async () => {
  const frames = [await ingest(ago(2)), await ingest(ago(1))]
  const keys: string[] = []
  for (const [name, hours] of [
    ['old', 50],
    ['new', 40],
  ] as const) {
    const sha256 = createHash('sha256').update(name).digest('hex')
    await putBlob(`variant/${sha256}/640.webp`, ago(hours))
    await store.prints.insertFlipbook({ sha256, frames, at: ago(hours) })
    keys.push(`variant/${sha256}/640.webp`)
  }
  expect(await run(10_000)).toMatchObject({ deletedSnapshots: 0, removedPictures: 1 })
  const left = await listKeys()
  expect(keys.map((key) => left.includes(key))).toEqual([false, true])
  expect(left).toHaveLength(5)
})

test('a picture of another snapshot stays', async () => {
  await ingest(ago(100.9))
  const frozen = await ingest(ago(100.5), 'frozen')
  await ingest(ago(1), 'frozen')
  expect(await run()).toMatchObject({ deletedSnapshots: 1, removedPictures: 0 })
  expect(await blobs.has(`original/${frozen}`)).toBe(true)
})

test('hidden pictures expire too, and none is kept in place of a public one', async () => {
  for (const hours of [100.9, 100.8, 100.6, 100.5, 2, 1]) await ingest(ago(hours))
  const stored = await Array.fromAsync(store.retention.listStored(printerId))
  const ids = [0, 1, 4].map((index) => stored[index]?.id ?? 0)
  const entry = { at: now, action: 'x', details: {}, sessionId: null }
  await store.pictures.changePictures(printerId, ids, 'hide', { entry })
  const list = async (isHidden: boolean) =>
    (await Array.fromAsync(store.retention.listStored(printerId, isHidden))).map(
      ({ capturedAt }) => capturedAt,
    )
  expect(await run()).toMatchObject({ deletedSnapshots: 2, removedPictures: 2 })
  expect(await list(false)).toEqual([ago(100.6), ago(1)])
  expect(await list(true)).toEqual([ago(100.9), ago(2)])
  // The newest public one stays, however little fits.
  expect(await run(1)).toMatchObject({ deletedSnapshots: 2 })
  expect(await list(false)).toEqual([ago(1)])
})

test('the budget includes variants', async () => {
  for (const hours of [4, 3, 2, 1]) await ingest(ago(hours))
  expect(await run(5000)).toEqual({ deletedSnapshots: 2, removedPictures: 2, keptBytes: 4000 })
  expect(
    (await Array.fromAsync(store.retention.listStored(printerId))).map((kept) => kept.capturedAt),
  ).toEqual([ago(2), ago(1)])
})

test('bytes without a row are deleted after an hour, not before', async () => {
  const kept = await ingest(ago(1))
  const [left, made, fresh] = ['a', 'b', 'c'].map((letter) => letter.repeat(64))
  await putBlob(`original/${left}`, ago(1.1))
  await putBlob(`variant/${made}/640.webp`, ago(30))
  await putBlob(`original/${fresh}`, ago(0.9))
  expect(await run()).toMatchObject({ deletedSnapshots: 0, removedPictures: 2 })
  expect(await listKeys()).toEqual(
    [`original/${fresh}`, `original/${kept}`, `variant/${kept}/320.avif`].sort(),
  )
})

test('a crash between rows and bytes leaves orphans, which the next run removes', async () => {
  await ingest(ago(100.9))
  const lost = await ingest(ago(100.5))
  await ingest(ago(1))
  const crash = runRetention({
    store,
    pictures: { remove: () => Promise.reject(new Error('killed')) },
    blobs,
    events: new EventEmitter(),
    now,
    maxBytes: unlimited,
  })
  await expect(crash).rejects.toThrow('killed')
  expect(await blobs.has(`original/${lost}`)).toBe(true)
  expect(await store.snapshots.hasSnapshot(lost)).toBe(false)
  // However young the bytes are: the start doesn't wait until an upload can't be meant.
  await putBlob(`original/${lost}`, now)
  expect(await removeLeftovers({ store, pictures: { remove } })).toBe(1)
  expect(await blobs.has(`original/${lost}`)).toBe(false)
  expect(await store.retention.listOrphans(9)).toEqual([])
})
