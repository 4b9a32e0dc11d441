import { readdir } from 'node:fs/promises'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { createAvatars } from './avatars.ts'
import { createTestQueues } from './pictures.fixture.ts'

/* People's photos become small squares; what isn't a photo does no harm. */

const openTestQueue = createTestQueues()

async function open(options = {}) {
  const { folder, queue, put, listPids } = await openTestQueue(options)
  const blobs = await openDiskBlobs(folder)
  const avatars = createAvatars({ blobs, queue, tempDir: folder })
  const listBlobs = async () => {
    const keys: string[] = []
    for await (const { key } of blobs.list('')) keys.push(key)
    return keys
  }
  const store = async (name: string, bytes: Buffer) => await avatars.store(await put(name, bytes))
  return { avatars, blobs, queue, put, listPids, store, listBlobs, folder }
}
const draw = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 4, background: { r: 200, g: 30, b: 30, alpha: 0.5 } },
  })

test.each([
  ['jpeg', () => draw(300, 200).jpeg()],
  ['png', () => draw(200, 300).png()],
  ['webp', () => draw(96, 96).webp()],
  ['gif', () => draw(20, 10).gif()],
  ['avif', () => draw(400, 400).avif()],
])('a photo as %s is stored as a square of 96 pixels', async (name, make) => {
  const { store, avatars, listBlobs } = await open()
  const photo = await make()
    .withMetadata({ exif: { IFD0: { Artist: 'secret' } } })
    .toBuffer()
  const sha256 = await store(name, photo)
  const bytes = await avatars.get(sha256 ?? '')
  expect(bytes).not.toBeNull()
  expect(await sharp(bytes ?? undefined).metadata()).toMatchObject({
    ...{ format: 'webp', width: 96, height: 96 },
  })
  expect(bytes?.includes('secret')).toBe(false)
  expect(bytes?.length).toBeLessThan(3_000)
  expect(await listBlobs()).toEqual([`variant/${sha256}/96.webp`])
})

test('the same photo is stored once, and is stored again when it was deleted meanwhile', async () => {
  const { store, avatars, blobs, listBlobs } = await open()
  const photo = await draw(200, 200).png().toBuffer()
  const sha256 = (await store('one', photo)) ?? ''
  expect(await store('two', photo)).toBe(sha256)
  expect(await listBlobs()).toHaveLength(1)
  await blobs.delete(`variant/${sha256}/96.webp`)
  await avatars.restoreDeleted(sha256)
  expect(await listBlobs()).toHaveLength(1)
})

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
test.each<[string, () => Promise<Buffer>]>([
  ['an SVG', async () => Buffer.from(svg)],
  ['a text', async () => Buffer.from('not a picture')],
  ['nothing', async () => Buffer.alloc(0)],
  ['a TIFF', () => draw(9, 9).tiff().toBuffer()],
  ['a PNG of 64 megapixels', () => draw(8_000, 8_000).png().toBuffer()],
  ['half a JPEG', async () => (await draw(900, 900).jpeg().toBuffer()).subarray(0, 2_000)],
])('%s is refused, and the next photo is taken by the same process', async (_, make) => {
  const { store, listBlobs, listPids } = await open()
  expect(await store('odd', await make())).toBeNull()
  expect(await listBlobs()).toEqual([])
  expect(await store('good', await draw(99, 99).png().toBuffer())).not.toBeNull()
  expect(await listPids()).toHaveLength(1)
})

test('a JPEG of endless scans holds the image process no longer than a tenth of what another job may take', async () => {
  const { store, queue, put } = await open({ timeoutMs: 10_000 })
  const photo = await draw(3_990, 3_990)
    .flatten()
    .toColourspace('b-w')
    .jpeg({ progressive: true, optimiseScans: true })
    .toBuffer()
  const scan = photo.subarray(photo.lastIndexOf(Buffer.from([0xff, 0xda])), -2)
  const scans = Array.from({ length: 4_000 }, () => scan)
  const endless = store(
    'endless',
    Buffer.concat([photo.subarray(0, -2), ...scans, photo.subarray(-2)]),
  )
  const report = queue.inspect(
    await put('report', await draw(640, 480).flatten().jpeg().toBuffer()),
  )
  await expect(endless).rejects.toThrow('took too long')
  expect(await report).toMatchObject({ width: 640 })
})

test('a photo that kills the image process is an error, and leaves no files', async () => {
  const { store, folder } = await open()
  const photo = await draw(9, 9).png().toBuffer()
  await expect(store('crash', photo)).rejects.toMatchObject({ code: 'image-process-unavailable' })
  expect(await store('good', photo)).not.toBeNull()
  expect((await readdir(folder)).filter((name) => name.endsWith('.webp'))).toEqual([])
})

test('after a photo the process still takes nothing but JPEG as a report’s picture', async () => {
  const { store, queue, put } = await open()
  const photo = await draw(200, 200).png().toBuffer()
  await store('photo', photo)
  await expect(queue.inspect(await put('report', photo))).rejects.toMatchObject({
    code: 'image-unsupported-format',
  })
})
