import { createHash } from 'node:crypto'
import { access } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DomainError } from '#lib/core/errors.ts'
import { photograph } from './jpeg-parts.fixture.ts'
import { badPictureCodes, badPictures, goodPictures, orientedPicture } from './jpegs.fixture.ts'
import { createTestQueues, openTestPictures, unreferenced } from './pictures.fixture.ts'

const openTestQueue = createTestQueues()
const openSharedQueue = createTestQueues(afterAll)
let shared: Awaited<ReturnType<typeof openTestPictures>>
beforeAll(async () => {
  shared = await openTestPictures(await openSharedQueue())
})

describe('an invalid picture', () => {
  test.each(Object.keys(badPictures))(
    '%s: rejected with its code, nothing left behind',
    async (name) => {
      const path = await shared.upload((await badPictures[name]?.()) ?? Buffer.of())
      await expect(shared.pictures.accept(path)).rejects.toMatchObject({
        name: 'DomainError',
        code: badPictureCodes[name],
        message: expect.stringMatching(/(Send|Take|Set|Check) .*\.$/),
      })
      expect(await shared.listFiles()).toEqual([])
    },
  )

  test('what the header check rejects never reaches the decoder', async () => {
    const fixture = await openTestPictures(await openTestQueue())
    for (const name of [
      '57 65500x65500 pixels',
      '51 12-bit',
      '58 1x1 pixel',
      '61 PNG',
      '43 no bytes',
    ]) {
      const path = await fixture.upload((await badPictures[name]?.()) ?? Buffer.of())
      await expect(fixture.pictures.accept(path)).rejects.toThrow(DomainError)
    }
    expect(fixture.inspect).not.toHaveBeenCalled()
  })

  test('the decoder opens only JPEGs', async () => {
    const testQueue = await openTestQueue()
    for (const name of [
      '61 PNG',
      '61 GIF',
      '61 WebP',
      '61 AVIF',
      '61 TIFF',
      '62 SVG with a script',
    ]) {
      const path = await testQueue.put('upload', (await badPictures[name]?.()) ?? Buffer.of())
      await expect(testQueue.queue.inspect(path)).rejects.toMatchObject({
        code: 'image-unsupported-format',
      })
    }
  })
})

describe('a picture as real cameras send it', () => {
  test.each(Object.keys(goodPictures))('%s: accepted, and stored unchanged', async (name) => {
    const bytes = (await goodPictures[name]?.()) ?? Buffer.of()
    const path = await shared.upload(bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(await shared.pictures.accept(path)).toMatchObject({ sha256, bytes: bytes.length })
    expect(await shared.listFiles()).toEqual([`original/${sha256}`])
    expect(await shared.disk.get(`original/${sha256}`)).toEqual(bytes)
    await shared.pictures.remove([sha256], unreferenced)
  })
})

test('on a full disk the error is reported and the temporary file is deleted', async () => {
  const full = new DomainError('insufficient-storage', 'The disk is full. Free some space.')
  const fixture = await openTestPictures(await openTestQueue(), {
    wrap: (blobs) => ({ ...blobs, putFile: () => Promise.reject(full) }),
  })
  const path = await fixture.upload(await photograph())
  await expect(fixture.pictures.accept(path)).rejects.toBe(full)
  expect(await fixture.listFiles()).toEqual([])
})

test('a crash of the decoder is a server error, and the temporary file is deleted', async () => {
  const { put } = await openTestQueue()
  const workerPath = await put('quitter.mjs', Buffer.from('process.exit(1)'))
  const testQueue = await openTestQueue({ workerPath })
  const fixture = await openTestPictures(testQueue)
  const path = await fixture.upload(await photograph())
  await expect(fixture.pictures.accept(path)).rejects.toMatchObject({
    code: 'image-process-unavailable',
  })
  await expect(access(path)).rejects.toThrow('ENOENT')
})

describe('the properties of a picture', () => {
  test('width and height are those after its orientation is applied', async () => {
    const fixture = await openTestPictures(await openTestQueue())
    const upright = await fixture.pictures.accept(await fixture.upload(await orientedPicture(1)))
    const onItsSide = await fixture.pictures.accept(await fixture.upload(await orientedPicture(6)))
    expect(upright).toMatchObject({ width: 320, height: 180 })
    expect(onItsSide).toMatchObject({ width: 180, height: 320 })
  })

  test('black is 0, white is 255', async () => {
    const fixture = await openTestPictures(await openTestQueue())
    const lumaOf = async (background: string) => {
      const flat = sharp({ create: { width: 640, height: 360, channels: 3, background } })
      const path = await fixture.upload(await flat.jpeg().toBuffer())
      return (await fixture.pictures.accept(path)).luma
    }
    expect(await lumaOf('#000')).toBeLessThan(1)
    expect(await lumaOf('#fff')).toBeGreaterThan(254)
    expect(await lumaOf('#00f')).toBeCloseTo(29, -1)
  })

  test('the placeholder is a WebP of at most 16 px in fewer than 300 bytes, upright', async () => {
    const fixture = await openTestPictures(await openTestQueue())
    for (const make of [() => photograph({}, 1280, 720), () => orientedPicture(6)]) {
      const facts = await fixture.pictures.accept(await fixture.upload(await make()))
      const [head, base64 = ''] = facts.placeholder.split(',')
      expect(head).toBe('data:image/webp;base64')
      expect(facts.placeholder.length).toBeLessThan(300)
      const tiny = await sharp(Buffer.from(base64, 'base64')).metadata()
      expect(Math.max(tiny.width, tiny.height)).toBe(16)
      expect(tiny.width > tiny.height).toBe(facts.width > facts.height)
    }
  })
})
