import { createHash } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import sharp from 'sharp'
import { describe, expect, test, vi } from 'vitest'
import { DomainError } from '#lib/core/errors.ts'
import { photograph } from './jpeg-parts.fixture.ts'
import { createTestQueues, openTestPictures, unreferenced } from './pictures.fixture.ts'

const openTestQueue = createTestQueues()
type TestPictures = Awaited<ReturnType<typeof openTestPictures>>

async function openWithPicture(
  options: Parameters<typeof openTestPictures>[1] = {},
  [width, height]: [number, number] = [700, 400],
) {
  const testQueue = await openTestQueue()
  const fixture = await openTestPictures(testQueue, options)
  const bytes = await photograph({}, width, height)
  const { sha256 } = await fixture.pictures.accept(await fixture.upload(bytes))
  return { testQueue, fixture, sha256 }
}

const waitForVariants = (fixture: TestPictures, sha256: string, count: number) =>
  vi.waitFor(async () => {
    const keys = (await fixture.listFiles()).filter((key) => key.startsWith(`variant/${sha256}/`))
    expect(keys).toHaveLength(count)
  }, 15_000)

describe('a variant that doesn’t exist', () => {
  const unknown = 'a'.repeat(64)

  test('unknown pictures and invalid hashes are null', async () => {
    const fixture = await openTestPictures(await openTestQueue())
    for (const name of [unknown, '', '..', `../${unknown}`, unknown.toUpperCase(), `${unknown}\0`])
      expect(await fixture.pictures.getVariant(name, 640, 'jpg')).toBeNull()
    expect(fixture.render).not.toHaveBeenCalled()
  })

  test('widths and formats that aren’t offered are never rendered', async () => {
    const { fixture, sha256 } = await openWithPicture({ formats: ['jpg'], maxWidth: 640 })
    for (const [width, format] of [
      [641, 'jpg'],
      [960, 'jpg'],
      [0, 'jpg'],
      [-640, 'jpg'],
      [Number.NaN, 'jpg'],
      [640, 'avif'],
    ] as const)
      expect(await fixture.pictures.getVariant(sha256, width, format)).toBeNull()
    expect(fixture.render).not.toHaveBeenCalled()
  })

  test('a width above the picture’s own needs the decoder once after a restart', async () => {
    const { testQueue, fixture, sha256 } = await openWithPicture()
    expect(await fixture.pictures.getVariant(sha256, 960, 'jpg')).toBeNull()
    expect(fixture.render).not.toHaveBeenCalled()
    const restarted = await openTestPictures(testQueue)
    expect(await restarted.pictures.getVariant(sha256, 960, 'jpg')).toBeNull()
    expect(await restarted.pictures.getVariant(sha256, 1280, 'webp')).toBeNull()
    expect(restarted.render).toHaveBeenCalledTimes(1)
  })
})

describe('a variant', () => {
  test('has the width and format of its name', async () => {
    const { fixture, sha256 } = await openWithPicture()
    for (const [format, found] of [
      ['jpg', 'jpeg'],
      ['webp', 'webp'],
      ['avif', 'heif'],
    ] as const) {
      const bytes = await fixture.pictures.getVariant(sha256, 640, format)
      expect(await sharp(bytes ?? Buffer.of()).metadata()).toMatchObject({
        format: found,
        width: 640,
        height: 366,
      })
    }
    const jpeg = await fixture.pictures.getVariant(sha256, 640, 'jpg')
    expect(await sharp(jpeg ?? Buffer.of()).metadata()).toMatchObject({ isProgressive: true })
  })

  test('of a picture narrower than the smallest width has the picture’s width', async () => {
    const { fixture, sha256 } = await openWithPicture({}, [200, 100])
    for (const format of ['jpg', 'webp', 'avif'] as const) {
      const bytes = await fixture.pictures.getVariant(sha256, 320, format)
      expect(await sharp(bytes ?? Buffer.of()).metadata()).toMatchObject({
        width: 200,
        height: 100,
      })
    }
  })

  test('of a picture taller than the format allows is scaled down', async () => {
    const { fixture, sha256 } = await openWithPicture({}, [64, 20_000])
    const bytes = await fixture.pictures.getVariant(sha256, 320, 'webp')
    expect(await sharp(bytes ?? Buffer.of()).metadata()).toMatchObject({ height: 16_383 })
  })

  test('is rendered once for concurrent requests, and stored', async () => {
    const { testQueue, fixture, sha256 } = await openWithPicture()
    const request = () => fixture.pictures.getVariant(sha256, 640, 'jpg')
    const [first, ...others] = await Promise.all(Array.from({ length: 20 }, request))
    for (const other of [...others, await request()]) expect(other).toEqual(first)
    expect(fixture.render).toHaveBeenCalledTimes(1)
    const restarted = await openTestPictures(testQueue)
    expect(await restarted.pictures.getVariant(sha256, 640, 'jpg')).toEqual(first)
    expect(restarted.render).not.toHaveBeenCalled()
    expect(await fixture.listFiles()).toEqual([`original/${sha256}`, `variant/${sha256}/640.jpg`])
  })

  test('is returned even if it can’t be stored', async () => {
    const full = new DomainError('insufficient-storage', 'The disk is full. Free some space.')
    const { fixture, sha256 } = await openWithPicture({
      wrap: (blobs) => ({
        ...blobs,
        putFile: (key, path) =>
          key.startsWith('variant/') ? Promise.reject(full) : blobs.putFile(key, path),
      }),
    })
    expect(await fixture.pictures.getVariant(sha256, 640, 'jpg')).toBeInstanceOf(Buffer)
    expect(fixture.onError).toHaveBeenCalledExactlyOnceWith(full, sha256)
    expect(await fixture.listFiles()).toEqual([`original/${sha256}`])
  })

  test('isn’t rendered from a picture whose bytes have changed on disk', async () => {
    const { testQueue, fixture, sha256 } = await openWithPicture()
    const other = await photograph({ quality: 40 }, 700, 400)
    const folder = join(testQueue.folder, 'blobs', 'original', sha256.slice(0, 2))
    await writeFile(join(folder, sha256), other)
    await expect(fixture.pictures.getVariant(sha256, 640, 'jpg')).rejects.toMatchObject({
      code: 'storage-unavailable',
    })
    expect(await fixture.listFiles()).toEqual([`original/${sha256}`])
    await writeFile(join(folder, sha256), await photograph({}, 700, 400))
    expect(await fixture.pictures.getVariant(sha256, 640, 'jpg')).toBeInstanceOf(Buffer)
  })

  test('that crashes the image process three times isn’t tried again; other variants are', async () => {
    const { testQueue, fixture, sha256 } = await openWithPicture({
      wrap: (blobs) => ({
        ...blobs,
        openFile: async () => ({ path: crashPath, release: async () => undefined }),
      }),
    })
    const crashPath = join(testQueue.folder, 'crash')
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(fixture.pictures.getVariant(sha256, 640, 'jpg')).rejects.toMatchObject({
        code: 'image-process-unavailable',
      })
    expect(fixture.render).toHaveBeenCalledTimes(3)
    await expect(fixture.pictures.getVariant(sha256, 320, 'jpg')).rejects.toThrow()
    expect(fixture.render).toHaveBeenCalledTimes(4)
  })
})

describe('the newest picture', () => {
  test('has all its variants soon after the upload', async () => {
    const { fixture, sha256 } = await openWithPicture()
    fixture.pictures.prerender(sha256)
    await waitForVariants(fixture, sha256, 6)
    expect(fixture.onError).not.toHaveBeenCalled()
    const renders = fixture.render.mock.calls.length
    const offered = fixture.pictures.listVariants({ sha256, width: 700 })
    expect(offered).toHaveLength(6)
    for (const { width, format } of offered)
      expect(await fixture.pictures.getVariant(sha256, width, format)).toBeInstanceOf(Buffer)
    expect(fixture.render).toHaveBeenCalledTimes(renders)
  })

  test('is rendered once, even if requested while it is being prerendered', async () => {
    const { fixture, sha256 } = await openWithPicture()
    fixture.pictures.prerender(sha256)
    fixture.pictures.prerender(sha256)
    const offered = fixture.pictures.listVariants({ sha256, width: 700 })
    await Promise.all(
      offered.map(({ width, format }) => fixture.pictures.getVariant(sha256, width, format)),
    )
    await waitForVariants(fixture, sha256, 6)
    expect(fixture.render).toHaveBeenCalledTimes(6)
  })

  test('an error in prerendering is reported, and the other variants are rendered', async () => {
    const failure = new Error('The decoder had a bad moment')
    const { fixture, sha256 } = await openWithPicture()
    fixture.render.mockRejectedValueOnce(failure)
    fixture.pictures.prerender(sha256)
    await waitForVariants(fixture, sha256, 5)
    expect(fixture.onError).toHaveBeenCalledExactlyOnceWith(failure, sha256)
  })

  test('of several pictures is prerendered first', async () => {
    const { fixture, sha256 } = await openWithPicture()
    const others: string[] = []
    for (const quality of [50, 60]) {
      const path = await fixture.upload(await photograph({ quality }, 700, 400))
      others.push((await fixture.pictures.accept(path)).sha256)
    }
    for (const each of [sha256, ...others]) fixture.pictures.prerender(each)
    for (const each of [sha256, ...others]) await waitForVariants(fixture, each, 6)
    const order = new Set(fixture.render.mock.calls.map(([order]) => order.sha256))
    expect([...order]).toEqual([sha256, ...others.toReversed()])
  })
})

describe('a picture that is removed', () => {
  test('is deleted with its variants, and other pictures stay', async () => {
    const { fixture, sha256 } = await openWithPicture()
    const { sha256: other } = await fixture.pictures.accept(
      await fixture.upload(await photograph({ quality: 50 }, 700, 400)),
    )
    for (const each of [sha256, other]) await fixture.pictures.getVariant(each, 320, 'jpg')
    await fixture.pictures.getVariant(sha256, 640, 'webp')
    await fixture.pictures.remove([sha256, 'b'.repeat(64)], unreferenced)
    expect(await fixture.listFiles()).toEqual([`original/${other}`, `variant/${other}/320.jpg`])
    expect(await fixture.pictures.getVariant(sha256, 320, 'jpg')).toBeNull()
  })

  test('leaves nothing behind while its variants are being rendered', async () => {
    const { testQueue, fixture, sha256 } = await openWithPicture()
    fixture.pictures.prerender(sha256)
    const requested = fixture.pictures.getVariant(sha256, 640, 'avif')
    await fixture.pictures.remove([sha256], unreferenced)
    await requested
    expect(await fixture.listFiles()).toEqual([])
    // The process is idle: no job of the picture is left.
    await testQueue.queue.inspect(await testQueue.put('next', await photograph()))
    expect(await readdir(join(testQueue.folder, 'tmp'))).toEqual([])
    expect(fixture.onError).not.toHaveBeenCalled()
  })

  test('leaves nothing behind while a variant is being stored', async () => {
    const storing = Promise.withResolvers<void>()
    const { fixture, sha256 } = await openWithPicture({
      wrap: (blobs) => ({
        ...blobs,
        async putFile(key, path) {
          if (key.startsWith('variant/')) {
            storing.resolve()
            await setTimeout(200)
          }
          await blobs.putFile(key, path)
        },
      }),
    })
    const requested = fixture.pictures.getVariant(sha256, 640, 'jpg')
    await storing.promise
    await fixture.pictures.remove([sha256], unreferenced)
    await requested
    expect(await fixture.listFiles()).toEqual([])
  })

  test('may be uploaded again', async () => {
    const { fixture, sha256 } = await openWithPicture()
    fixture.pictures.prerender(sha256)
    await fixture.pictures.remove([sha256], unreferenced)
    const bytes = await photograph({}, 700, 400)
    const again = await fixture.pictures.accept(await fixture.upload(bytes))
    expect(again.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    fixture.pictures.prerender(sha256)
    await waitForVariants(fixture, sha256, 6)
  })
})
