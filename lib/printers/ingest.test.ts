import { EventEmitter } from 'node:events'
import { mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DomainError } from '#lib/core/errors.ts'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import type { PrinterEvents } from './events.ts'
import { ingestReport } from './ingest.ts'
import { parseReport } from './report.ts'
import type { Credential, Printer } from './types.ts'

/* With a real SQLite. The pictures are a fake; their own tests have real ones. */

const noon = new Date('2026-11-22T12:00:00Z')
const at = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)

let store: OpenStore
let printer: Printer
let credential: Credential
let now = noon
let changes: number[] = []
let prepared: string[] = []
let restored: string[] = []
let imagePath: string
let dataDir: string
let accept: () => Promise<string> = async () => 'a'.repeat(64)

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ingest-'))
  store = await openStore({ database: { kind: 'sqlite', dataDir } })
  printer = await store.printers.insertPrinter({
    name: 'Maker Select',
    isPublishing: true,
    publishesTemperatures: true,
    publishesJobName: true,
    publishesMaterial: true,
    publishesSpool: false,
    jobAlias: null,
  })
  credential = await store.printers.insertCredential({
    printerId: printer.id,
    kind: 'token',
    username: null,
    hash: 'x',
  })
  now = noon
  changes = []
  prepared = []
  restored = []
  imagePath = join(dataDir, 'upload')
  await writeFile(imagePath, 'a picture')
  accept = async () => 'a'.repeat(64)
})
afterEach(() => store.close())

async function send(fields: Record<string, string>, imagePath: string | null = null) {
  const events = new EventEmitter<PrinterEvents>()
  events.on('changed', (id) => changes.push(id))
  return ingestReport(
    {
      snapshots: store.snapshots,
      events,
      now: () => now,
      pictures: {
        accept: async () => ({
          sha256: await accept(),
          bytes: 1000,
          width: 1280,
          height: 720,
          placeholder: 'data:,',
          luma: 90,
          sharpness: 310.5,
        }),
        prerender: (sha256) => prepared.push(sha256),
        restoreDeleted: async (sha256) => {
          restored.push(sha256)
        },
        remove: async () => 0,
      },
    },
    {
      printer,
      credentialId: credential.id,
      report: parseReport(new Map(Object.entries(fields)), 'form'),
      imagePath,
    },
  )
}

const current = () => store.snapshots.getCurrent(printer.id)
const history = () => store.snapshots.listSnapshots(printer.id, { before: null, limit: 50 })

test('a rejected picture leaves no row, not even of its reading', async () => {
  accept = async () => {
    throw new DomainError('image-truncated', 'x')
  }
  await expect(send({ status: 'x' }, imagePath)).rejects.toMatchObject({ code: 'image-truncated' })
  expect(await current()).toMatchObject({ observation: null, snapshot: null })
  expect(changes).toEqual([])
})

test('a time ten years ahead is rejected before the picture is decoded', async () => {
  accept = () => Promise.reject(new Error('looked at'))
  const captured_at = '2036-11-22T12:00:00Z'
  await expect(send({ captured_at }, imagePath)).rejects.toMatchObject({
    code: 'invalid-fields',
    fieldErrors: [{ pointer: '/captured_at' }],
  })
})

test('a status and the picture that follows within a minute are one observation', async () => {
  await send({ status: 'Not currently printing' })
  now = at(0.5)
  await send({}, imagePath)
  const [entry, ...more] = await history()
  expect(more).toEqual([])
  expect(entry?.reading?.status).toBe('Not currently printing')
})

test('a picture that was deleted before its row was there is restored, also by a retry', async () => {
  await send({}, imagePath)
  await send({}, imagePath)
  expect(restored).toEqual(['a'.repeat(64), 'a'.repeat(64)])
  expect(await readdir(dataDir)).not.toContain('upload.spare')
})

test('a picture that the owner has deleted is not stored again by a retry, its reading is', async () => {
  const report = { captured_at: '2026-11-22T11:59:00Z', status: 'x' }
  await send(report, imagePath)
  const id = (await current()).snapshot?.id ?? 0
  const entry = { at: now, action: 'x', details: {}, sessionId: null }
  await store.pictures.changePictures(printer.id, [id], 'delete', { entry })
  expect(await send(report, imagePath)).toBe('a'.repeat(64))
  expect(await send({ ...report, status: 'y' }, imagePath)).toBe('a'.repeat(64))
  expect(await current()).toMatchObject({
    snapshot: null,
    observation: { reading: { status: 'y' } },
  })
  expect([restored.length, prepared.length, changes.length]).toEqual([1, 1, 2])
})

test('a repeated picture with the same time changes nothing', async () => {
  const again = { captured_at: '2026-11-22T11:59:00Z', status: 'x' }
  expect(await send(again, imagePath)).toBe('a'.repeat(64))
  now = at(1)
  expect(await send(again, imagePath)).toBe('a'.repeat(64))
  expect(await history()).toHaveLength(1)
  expect(changes).toHaveLength(1)
  expect(prepared).toHaveLength(1)
})

test('a late picture joins the history and never becomes the current one', async () => {
  await send({ status: 'now' }, imagePath)
  accept = async () => 'b'.repeat(64)
  await send({ captured_at: '2026-11-22T09:00:00Z', status: 'then' }, imagePath)
  expect((await history()).map(({ snapshot }) => snapshot.sha256[0])).toEqual(['a', 'b'])
  expect(await current()).toMatchObject({
    snapshot: { sha256: 'a'.repeat(64) },
    observation: { reading: { status: 'now' } },
  })
})

test('a time ten minutes ahead becomes the time of receipt and is marked, one four minutes ahead stays', async () => {
  await send({ captured_at: '2026-11-22T12:10:00Z' }, imagePath)
  expect((await current()).snapshot).toMatchObject({ capturedAt: noon, isClamped: true })
  accept = async () => 'b'.repeat(64)
  await send({ captured_at: '2026-11-22T12:04:00Z' }, imagePath)
  expect((await current()).snapshot).toMatchObject({ capturedAt: at(4), isClamped: false })
})

test('a picture without a time has its reading’s, however old, and is not shown as the current one', async () => {
  await send({ status: 'now' }, imagePath)
  accept = async () => 'b'.repeat(64)
  await send({ observed_at: '2026-11-22T09:00:00Z', status: 'then' }, imagePath)
  const [newest, oldest] = await history()
  expect(newest?.snapshot.sha256).toBe('a'.repeat(64))
  expect(oldest?.snapshot.capturedAt).toEqual(at(-180))
  expect((await current()).observation?.reading.status).toBe('now')
})

test('a reading without a time has its picture’s', async () => {
  await send({ captured_at: '2026-11-22T11:00:00Z', status: 'x' }, imagePath)
  expect((await current()).observation?.observedAt).toEqual(at(-60))
})

test('while the camera is paused, the picture is dropped undecoded and the reading is stored', async () => {
  printer = await store.printers.updatePrinter(printer.id, { isPublishing: false })
  accept = () => Promise.reject(new Error('looked at'))
  const path = join(await mkdtemp(join(tmpdir(), 'paused-')), 'picture')
  await writeFile(path, 'abc')
  const sha256 = await send({ status: 'x' }, path)
  expect(sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(await current()).toMatchObject({
    snapshot: null,
    observation: { reading: { status: 'x' } },
  })
})

test('the interval of a picture without a reading is stored and hides no earlier reading', async () => {
  await send({ status: 'Printing' })
  now = at(10)
  await send({ interval_seconds: '30' }, imagePath)
  expect(await current()).toMatchObject({
    intervalSeconds: 30,
    observation: { reading: { status: 'Printing' } },
  })
})

test('a picture of this morning does not join a current reading', async () => {
  await send({ status: 'Printing now' })
  now = at(0.5)
  await send({ captured_at: '2026-11-22T08:00:00Z' }, imagePath)
  const [entry] = await history()
  expect(entry?.reading).toBeNull()
})

test.each(['hide', 'delete'] as const)(
  'what the owner did to a picture (%s) holds when it is sent again',
  async (change) => {
    await send({ state: 'printing', status: 'Printing' }, imagePath)
    const { snapshot } = await store.snapshots.getCurrent(printer.id)
    const entry = { at: now, action: 'test', details: {}, sessionId: null }
    await store.pictures.changePictures(printer.id, [snapshot?.id ?? 0], change, { entry })
    // Without a time of its own, as from a camera that is stuck.
    now = at(10)
    await writeFile(imagePath, 'a picture')
    expect(await send({ state: 'printing', status: 'Still printing' }, imagePath)).toBe(
      'a'.repeat(64),
    )
    const current = await store.snapshots.getCurrent(printer.id)
    expect(current.snapshot).toBeNull()
    expect(current.observation?.reading?.status).toBe('Still printing')
    expect(await store.snapshots.isPublic('a'.repeat(64))).toBe(false)
  },
)

test('a second camera’s picture joins the reading; the first one’s stays the current one', async () => {
  await send({ state: 'printing', observed_at: noon.toISOString() }, imagePath)
  await writeFile(imagePath, 'another picture')
  accept = async () => 'b'.repeat(64)
  await send({ camera: '2', camera_name: 'nozzle', observed_at: noon.toISOString() }, imagePath)
  const { observation, snapshot, otherCameras } = await current()
  expect(snapshot?.sha256).toBe('a'.repeat(64))
  expect(otherCameras).toMatchObject([
    { number: 2, snapshot: { sha256: 'b'.repeat(64), observationId: observation?.id } },
  ])
})

test.each(['0', '5', '1.5', 'nozzle'])(
  'a camera %s is an error that says what is allowed',
  (camera) => {
    expect(() => parseReport(new Map([['camera', camera]]), 'form')).toThrow(/camera: is/)
  },
)
