import { createHash } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import sharp from 'sharp'
import { describe, expect, test, vi } from 'vitest'
import { DomainError } from '#lib/core/errors.ts'
import { photograph } from './jpeg-parts.fixture.ts'
import { offerStudios, openGallery } from './pictures.fixture.ts'

const openStudio = offerStudios()
type Gallery = Awaited<ReturnType<typeof openGallery>>

async function openWithPicture(
  options: Parameters<typeof openGallery>[1] = {},
  [width, height]: [number, number] = [700, 400],
) {
  const studio = await openStudio()
  const gallery = await openGallery(studio, options)
  const bytes = await photograph({}, width, height)
  const { sha256 } = await gallery.pictures.accept(await gallery.upload(bytes))
  return { studio, gallery, sha256 }
}

const isPrepared = (gallery: Gallery, sha256: string, count: number) =>
  vi.waitFor(async () => {
    const keys = (await gallery.listRemains()).filter((key) => key.startsWith(`variant/${sha256}/`))
    expect(keys).toHaveLength(count)
  }, 15_000)

describe('what isn’t there', () => {
  const unknown = 'a'.repeat(64)

  test('a picture nobody has sent, and names that are no hashes', async () => {
    const gallery = await openGallery(await openStudio())
    for (const name of [unknown, '', '..', `../${unknown}`, unknown.toUpperCase(), `${unknown}\0`])
      expect(await gallery.pictures.getVariant(name, 640, 'jpg')).toBeNull()
    expect(gallery.render).not.toHaveBeenCalled()
  })

  test('widths and formats that aren’t offered cost nothing', async () => {
    const { gallery, sha256 } = await openWithPicture({ formats: ['jpg'], maxWidth: 640 })
    for (const [width, format] of [
      [641, 'jpg'],
      [960, 'jpg'],
      [0, 'jpg'],
      [-640, 'jpg'],
      [Number.NaN, 'jpg'],
      [640, 'avif'],
    ] as const)
      expect(await gallery.pictures.getVariant(sha256, width, format)).toBeNull()
    expect(gallery.render).not.toHaveBeenCalled()
  })

  test('a width beyond the picture’s own: asked of the decoder once after a restart, then known', async () => {
    const { studio, gallery, sha256 } = await openWithPicture()
    expect(await gallery.pictures.getVariant(sha256, 960, 'jpg')).toBeNull()
    expect(gallery.render).not.toHaveBeenCalled()
    const restarted = await openGallery(studio)
    expect(await restarted.pictures.getVariant(sha256, 960, 'jpg')).toBeNull()
    expect(await restarted.pictures.getVariant(sha256, 1280, 'webp')).toBeNull()
    expect(restarted.render).toHaveBeenCalledTimes(1)
  })
})

describe('a variant', () => {
  test('is what its name says', async () => {
    const { gallery, sha256 } = await openWithPicture()
    for (const [format, found] of [
      ['jpg', 'jpeg'],
      ['webp', 'webp'],
      ['avif', 'heif'],
    ] as const) {
      const bytes = await gallery.pictures.getVariant(sha256, 640, format)
      expect(await sharp(bytes ?? Buffer.of()).metadata()).toMatchObject({
        format: found,
        width: 640,
        height: 366,
      })
    }
    const jpeg = await gallery.pictures.getVariant(sha256, 640, 'jpg')
    expect(await sharp(jpeg ?? Buffer.of()).metadata()).toMatchObject({ isProgressive: true })
  })

  test('of a picture smaller than the smallest width has the picture’s own', async () => {
    const { gallery, sha256 } = await openWithPicture({}, [200, 100])
    for (const format of ['jpg', 'webp', 'avif'] as const) {
      const bytes = await gallery.pictures.getVariant(sha256, 320, format)
      expect(await sharp(bytes ?? Buffer.of()).metadata()).toMatchObject({
        width: 200,
        height: 100,
      })
    }
  })

  test('of a picture taller than formats allow is made all the same', async () => {
    const { gallery, sha256 } = await openWithPicture({}, [64, 20_000])
    const bytes = await gallery.pictures.getVariant(sha256, 320, 'webp')
    expect(await sharp(bytes ?? Buffer.of()).metadata()).toMatchObject({ height: 16_383 })
  })

  test('is made once, however many ask at once, and kept', async () => {
    const { studio, gallery, sha256 } = await openWithPicture()
    const ask = () => gallery.pictures.getVariant(sha256, 640, 'jpg')
    const [first, ...others] = await Promise.all(Array.from({ length: 20 }, ask))
    for (const other of [...others, await ask()]) expect(other).toEqual(first)
    expect(gallery.render).toHaveBeenCalledTimes(1)
    const restarted = await openGallery(studio)
    expect(await restarted.pictures.getVariant(sha256, 640, 'jpg')).toEqual(first)
    expect(restarted.render).not.toHaveBeenCalled()
    expect(await gallery.listRemains()).toEqual([`original/${sha256}`, `variant/${sha256}/640.jpg`])
  })

  test('is given though it can’t be kept', async () => {
    const full = new DomainError('insufficient-storage', 'The disk is full. Make room.')
    const { gallery, sha256 } = await openWithPicture({
      wrap: (blobs) => ({
        ...blobs,
        putFile: (key, path) =>
          key.startsWith('variant/') ? Promise.reject(full) : blobs.putFile(key, path),
      }),
    })
    expect(await gallery.pictures.getVariant(sha256, 640, 'jpg')).toBeInstanceOf(Buffer)
    expect(gallery.onFault).toHaveBeenCalledExactlyOnceWith(full, sha256)
    expect(await gallery.listRemains()).toEqual([`original/${sha256}`])
  })

  test('is not made of a picture whose bytes have changed on disk', async () => {
    const { studio, gallery, sha256 } = await openWithPicture()
    const other = await photograph({ quality: 40 }, 700, 400)
    const folder = join(studio.folder, 'blobs', 'original', sha256.slice(0, 2))
    await writeFile(join(folder, sha256), other)
    await expect(gallery.pictures.getVariant(sha256, 640, 'jpg')).rejects.toMatchObject({
      code: 'storage-unavailable',
    })
    expect(await gallery.listRemains()).toEqual([`original/${sha256}`])
    await writeFile(join(folder, sha256), await photograph({}, 700, 400))
    expect(await gallery.pictures.getVariant(sha256, 640, 'jpg')).toBeInstanceOf(Buffer)
  })

  test('that breaks the image process three times is given up; the others are made', async () => {
    const { studio, gallery, sha256 } = await openWithPicture({
      wrap: (blobs) => ({
        ...blobs,
        openFile: async () => ({ path: crashPath, release: async () => undefined }),
      }),
    })
    const crashPath = join(studio.folder, 'crash')
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(gallery.pictures.getVariant(sha256, 640, 'jpg')).rejects.toMatchObject({
        code: 'image-process-unavailable',
      })
    expect(gallery.render).toHaveBeenCalledTimes(3)
    await expect(gallery.pictures.getVariant(sha256, 320, 'jpg')).rejects.toThrow()
    expect(gallery.render).toHaveBeenCalledTimes(4)
  })
})

describe('the newest picture', () => {
  test('has its whole set soon after the upload', async () => {
    const { gallery, sha256 } = await openWithPicture()
    gallery.pictures.prepare(sha256)
    await isPrepared(gallery, sha256, 6)
    expect(gallery.onFault).not.toHaveBeenCalled()
    const renders = gallery.render.mock.calls.length
    const offered = gallery.pictures.listVariants({ sha256, width: 700 })
    expect(offered).toHaveLength(6)
    for (const { width, format } of offered)
      expect(await gallery.pictures.getVariant(sha256, width, format)).toBeInstanceOf(Buffer)
    expect(gallery.render).toHaveBeenCalledTimes(renders)
  })

  test('is made once, though it is asked for while its set is being made', async () => {
    const { gallery, sha256 } = await openWithPicture()
    gallery.pictures.prepare(sha256)
    gallery.pictures.prepare(sha256)
    const offered = gallery.pictures.listVariants({ sha256, width: 700 })
    await Promise.all(
      offered.map(({ width, format }) => gallery.pictures.getVariant(sha256, width, format)),
    )
    await isPrepared(gallery, sha256, 6)
    expect(gallery.render).toHaveBeenCalledTimes(6)
  })

  test('a fault while its set is made is told, and the rest is made', async () => {
    const failure = new Error('The decoder had a bad moment')
    const { gallery, sha256 } = await openWithPicture()
    gallery.render.mockRejectedValueOnce(failure)
    gallery.pictures.prepare(sha256)
    await isPrepared(gallery, sha256, 5)
    expect(gallery.onFault).toHaveBeenCalledExactlyOnceWith(failure, sha256)
  })

  test('of several, the last comes first', async () => {
    const { gallery, sha256 } = await openWithPicture()
    const others: string[] = []
    for (const quality of [50, 60]) {
      const path = await gallery.upload(await photograph({ quality }, 700, 400))
      others.push((await gallery.pictures.accept(path)).sha256)
    }
    for (const each of [sha256, ...others]) gallery.pictures.prepare(each)
    for (const each of [sha256, ...others]) await isPrepared(gallery, each, 6)
    const order = new Set(gallery.render.mock.calls.map(([asked]) => asked.sha256))
    expect([...order]).toEqual([sha256, ...others.toReversed()])
  })
})

describe('a picture that is removed', () => {
  test('is gone with all that was made of it, and others stay', async () => {
    const { gallery, sha256 } = await openWithPicture()
    const { sha256: other } = await gallery.pictures.accept(
      await gallery.upload(await photograph({ quality: 50 }, 700, 400)),
    )
    for (const each of [sha256, other]) await gallery.pictures.getVariant(each, 320, 'jpg')
    await gallery.pictures.getVariant(sha256, 640, 'webp')
    await gallery.pictures.remove([sha256, 'b'.repeat(64)])
    expect(await gallery.listRemains()).toEqual([`original/${other}`, `variant/${other}/320.jpg`])
    expect(await gallery.pictures.getVariant(sha256, 320, 'jpg')).toBeNull()
  })

  test('leaves nothing behind though its variants were being made', async () => {
    const { studio, gallery, sha256 } = await openWithPicture()
    gallery.pictures.prepare(sha256)
    const asked = gallery.pictures.getVariant(sha256, 640, 'avif')
    await gallery.pictures.remove([sha256])
    await asked
    expect(await gallery.listRemains()).toEqual([])
    // The process is free: nothing more of it is under way.
    await studio.workshop.inspect(await studio.put('next', await photograph()))
    expect(await readdir(join(studio.folder, 'tmp'))).toEqual([])
    expect(gallery.onFault).not.toHaveBeenCalled()
  })

  test('leaves nothing behind though a variant was just being kept', async () => {
    const keeping = Promise.withResolvers<void>()
    const { gallery, sha256 } = await openWithPicture({
      wrap: (blobs) => ({
        ...blobs,
        async putFile(key, path) {
          if (key.startsWith('variant/')) {
            keeping.resolve()
            await setTimeout(200)
          }
          await blobs.putFile(key, path)
        },
      }),
    })
    const asked = gallery.pictures.getVariant(sha256, 640, 'jpg')
    await keeping.promise
    await gallery.pictures.remove([sha256])
    await asked
    expect(await gallery.listRemains()).toEqual([])
  })

  test('may be sent again', async () => {
    const { gallery, sha256 } = await openWithPicture()
    gallery.pictures.prepare(sha256)
    await gallery.pictures.remove([sha256])
    const bytes = await photograph({}, 700, 400)
    const again = await gallery.pictures.accept(await gallery.upload(bytes))
    expect(again.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    gallery.pictures.prepare(sha256)
    await isPrepared(gallery, sha256, 6)
  })
})
