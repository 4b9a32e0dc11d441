import { createHash } from 'node:crypto'
import { access } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DomainError } from '#lib/core/errors.ts'
import { photograph } from './jpeg-parts.fixture.ts'
import { badPictureCodes, badPictures, goodPictures, orientedPicture } from './jpegs.fixture.ts'
import { offerStudios, openGallery } from './pictures.fixture.ts'

const openStudio = offerStudios()
const openSharedStudio = offerStudios(afterAll)
let shared: Awaited<ReturnType<typeof openGallery>>
beforeAll(async () => {
  shared = await openGallery(await openSharedStudio())
})

describe('a picture that is no good', () => {
  test.each(Object.keys(badPictures))(
    '%s: refused with its code, nothing left behind',
    async (name) => {
      const path = await shared.upload((await badPictures[name]?.()) ?? Buffer.of())
      await expect(shared.pictures.accept(path)).rejects.toMatchObject({
        name: 'DomainError',
        code: badPictureCodes[name],
        message: expect.stringMatching(/(Send|Take|Set|Check) .*\.$/),
      })
      expect(await shared.listRemains()).toEqual([])
    },
  )

  test('what can be told from its header never reaches the decoder', async () => {
    const gallery = await openGallery(await openStudio())
    for (const name of [
      '57 65500x65500 pixels',
      '51 12-bit',
      '58 1x1 pixel',
      '61 PNG',
      '43 no bytes',
    ]) {
      const path = await gallery.upload((await badPictures[name]?.()) ?? Buffer.of())
      await expect(gallery.pictures.accept(path)).rejects.toThrow(DomainError)
    }
    expect(gallery.inspect).not.toHaveBeenCalled()
  })

  test('the decoder itself opens nothing but JPEGs', async () => {
    const studio = await openStudio()
    for (const name of [
      '61 PNG',
      '61 GIF',
      '61 WebP',
      '61 AVIF',
      '61 TIFF',
      '62 SVG with a script',
    ]) {
      const path = await studio.put('upload', (await badPictures[name]?.()) ?? Buffer.of())
      await expect(studio.workshop.inspect(path)).rejects.toMatchObject({
        code: 'image-unsupported-format',
      })
    }
  })
})

describe('a picture that cameras really send', () => {
  test.each(Object.keys(goodPictures))('%s: accepted and kept as it came', async (name) => {
    const bytes = (await goodPictures[name]?.()) ?? Buffer.of()
    const path = await shared.upload(bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(await shared.pictures.accept(path)).toMatchObject({ sha256, bytes: bytes.length })
    expect(await shared.listRemains()).toEqual([`original/${sha256}`])
    expect(await shared.disk.get(`original/${sha256}`)).toEqual(bytes)
    await shared.pictures.remove([sha256])
  })
})

test('a full disk loses neither the answer nor room: the file is gone, the fault is told', async () => {
  const full = new DomainError('insufficient-storage', 'The disk is full. Make room.')
  const gallery = await openGallery(await openStudio(), {
    wrap: (blobs) => ({ ...blobs, putFile: () => Promise.reject(full) }),
  })
  const path = await gallery.upload(await photograph())
  await expect(gallery.pictures.accept(path)).rejects.toBe(full)
  expect(await gallery.listRemains()).toEqual([])
})

test('a crash of the decoder is a fault of ours, and the file is gone all the same', async () => {
  const { put } = await openStudio()
  const workerPath = await put('quitter.mjs', Buffer.from('process.exit(1)'))
  const studio = await openStudio({ workerPath })
  const gallery = await openGallery(studio)
  const path = await gallery.upload(await photograph())
  await expect(gallery.pictures.accept(path)).rejects.toMatchObject({
    code: 'image-process-unavailable',
  })
  await expect(access(path)).rejects.toThrow('ENOENT')
})

describe('the facts of a picture', () => {
  test('its size is told as people see it, after its orientation', async () => {
    const gallery = await openGallery(await openStudio())
    const upright = await gallery.pictures.accept(await gallery.upload(await orientedPicture(1)))
    const onItsSide = await gallery.pictures.accept(await gallery.upload(await orientedPicture(6)))
    expect(upright).toMatchObject({ width: 320, height: 180 })
    expect(onItsSide).toMatchObject({ width: 180, height: 320 })
  })

  test('black is 0, white is 255', async () => {
    const gallery = await openGallery(await openStudio())
    const lumaOf = async (background: string) => {
      const flat = sharp({ create: { width: 640, height: 360, channels: 3, background } })
      const path = await gallery.upload(await flat.jpeg().toBuffer())
      return (await gallery.pictures.accept(path)).luma
    }
    expect(await lumaOf('#000')).toBeLessThan(1)
    expect(await lumaOf('#fff')).toBeGreaterThan(254)
    expect(await lumaOf('#00f')).toBeCloseTo(29, -1)
  })

  test('the placeholder is a WebP of at most 16 px in fewer than 300 bytes, upright', async () => {
    const gallery = await openGallery(await openStudio())
    for (const make of [() => photograph({}, 1280, 720), () => orientedPicture(6)]) {
      const facts = await gallery.pictures.accept(await gallery.upload(await make()))
      const [head, base64 = ''] = facts.placeholder.split(',')
      expect(head).toBe('data:image/webp;base64')
      expect(facts.placeholder.length).toBeLessThan(300)
      const tiny = await sharp(Buffer.from(base64, 'base64')).metadata()
      expect(Math.max(tiny.width, tiny.height)).toBe(16)
      expect(tiny.width > tiny.height).toBe(facts.width > facts.height)
    }
  })
})
