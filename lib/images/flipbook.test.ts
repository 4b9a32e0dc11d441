import { writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, test, vi } from 'vitest'
import { getTemporaryFolder } from '#lib/storage/blobs/temporary-folder.ts'
import { originalKey } from './blob-store.ts'
import { createFlipbooks, maxFlipbookFrames } from './flipbook.ts'
import { photograph } from './jpeg-parts.fixture.ts'
import { createTestQueues, openTestPictures } from './pictures.fixture.ts'

const openTestQueue = createTestQueues()

async function paint(background: string, width = 1280, height = 720): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer()
}

async function openFlipbooks(
  pictures: Buffer[],
  options: Parameters<typeof openTestQueue>[0] = {},
) {
  const testQueue = await openTestQueue(options)
  const fixture = await openTestPictures(testQueue)
  const sha256s: string[] = []
  for (const bytes of pictures)
    sha256s.push((await fixture.pictures.accept(await fixture.upload(bytes))).sha256)
  const animate = vi.fn(testQueue.queue.animate)
  const tempDir = getTemporaryFolder(testQueue.folder)
  const remember = vi.fn(async () => true)
  const parts = { blobs: fixture.disk, tempDir, queue: { animate }, remember }
  const flipbooks = createFlipbooks(parts)
  return { testQueue, fixture, sha256s, animate, flipbooks, remember }
}

async function readFrames(bytes: Buffer | null) {
  const { pages, pageHeight, width, delay, loop } = await sharp(bytes ?? undefined, {
    animated: true,
  }).metadata()
  return { pages, pageHeight, width, delay, loop }
}

describe('a flipbook that can’t be rendered', () => {
  const unknown = 'a'.repeat(64)

  test('is null for no pictures, one picture, invalid hashes and missing pictures', async () => {
    const { flipbooks, sha256s, animate } = await openFlipbooks([await paint('#f00')])
    const [one = ''] = sha256s
    for (const names of [[], [one], ['..', one], [one, unknown], [unknown, unknown]])
      expect(await flipbooks.getFlipbook(names)).toBeNull()
    expect(animate).not.toHaveBeenCalled()
  })

  test('is rejected with more frames than the image process can hold', async () => {
    const { flipbooks } = await openFlipbooks([])
    const many = Array.from({ length: maxFlipbookFrames + 1 }, () => unknown)
    await expect(flipbooks.getFlipbook(many)).rejects.toThrow(RangeError)
  })

  test('is killed when it takes too long, at most twice, and leaves nothing behind', async () => {
    const { testQueue, fixture, sha256s } = await openFlipbooks(
      [await paint('#f00'), await paint('#0f0')],
      { timeoutMs: 1000 },
    )
    const before = await fixture.listFiles()
    const slow = createFlipbooks({
      blobs: {
        ...fixture.disk,
        openFile: async () => ({
          path: await testQueue.put('hang', Buffer.of()),
          release: async () => {},
        }),
      },
      tempDir: getTemporaryFolder(testQueue.folder),
      queue: testQueue.queue,
      remember: async () => true,
    })
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(slow.getFlipbook(sha256s)).rejects.toThrow('took too long')
    await expect(slow.getFlipbook(sha256s)).rejects.toThrow('can’t be rendered')
    expect(await fixture.listFiles()).toEqual(before)
  }, 60_000)
})

describe('a flipbook', () => {
  test('plays the pictures in order, in a loop, and shows the last one longer', async () => {
    const pictures = [await paint('#f00'), await paint('#0f0'), await paint('#00f')]
    const { flipbooks, sha256s } = await openFlipbooks(pictures)
    const bytes = await flipbooks.getFlipbook(sha256s)
    expect(await readFrames(bytes)).toEqual({
      pages: 3,
      pageHeight: 360,
      width: 640,
      delay: [500, 500, 2000],
      loop: 0,
    })
    for (const [page, channel] of [0, 1, 2].entries()) {
      const { channels } = await sharp(bytes ?? undefined, { page }).stats()
      expect(channels.map(({ mean }) => mean > 200).indexOf(true)).toBe(channel)
    }
  })

  test('is rendered once for concurrent requests, and stored', async () => {
    const pictures = [await paint('#f00'), await paint('#0f0')]
    const { flipbooks, sha256s, animate } = await openFlipbooks(pictures)
    const results = await Promise.all([1, 2, 3, 4, 5].map(() => flipbooks.getFlipbook(sha256s)))
    const again = await flipbooks.getFlipbook(sha256s)
    expect(animate).toHaveBeenCalledTimes(1)
    expect(results.every((bytes) => bytes?.equals(again ?? Buffer.of()))).toBe(true)
  })

  test('is remembered with its pictures, and isn’t stored if one of them was deleted meanwhile', async () => {
    const pictures = [await paint('#f00'), await paint('#0f0')]
    const { flipbooks, sha256s, fixture, remember } = await openFlipbooks(pictures)
    remember.mockResolvedValueOnce(false)
    const before = await fixture.listFiles()
    expect(await readFrames(await flipbooks.getFlipbook(sha256s))).toMatchObject({ pages: 2 })
    expect(await fixture.listFiles()).toEqual(before)
    await flipbooks.getFlipbook(sha256s)
    const [[made]] = remember.mock.calls as unknown as [[{ sha256: string; frames: string[] }]]
    expect(made.frames).toEqual(sha256s)
    const { sha256 } = made
    expect((await fixture.listFiles()).some((name) => name.includes(sha256))).toBe(true)
  })

  test('in another order is another flipbook', async () => {
    const pictures = [await paint('#f00'), await paint('#0f0')]
    const { flipbooks, sha256s, animate } = await openFlipbooks(pictures)
    await flipbooks.getFlipbook(sha256s)
    await flipbooks.getFlipbook(sha256s.toReversed())
    expect(animate).toHaveBeenCalledTimes(2)
  })

  test('skips a picture that has changed on disk', async () => {
    const pictures = [await paint('#f00'), await paint('#0f0'), await paint('#00f')]
    const { flipbooks, sha256s, fixture } = await openFlipbooks(pictures)
    const file = await fixture.disk.openFile(originalKey(sha256s[1] ?? ''))
    await writeFile(file?.path ?? '', await paint('#fff'))
    expect(await readFrames(await flipbooks.getFlipbook(sha256s))).toMatchObject({ pages: 2 })
  })

  test('has the size of its first picture when the camera was replaced', async () => {
    const pictures = [await paint('#f00', 320, 240), await photograph({}, 1280, 720)]
    const { flipbooks, sha256s } = await openFlipbooks(pictures)
    const frames = await readFrames(await flipbooks.getFlipbook(sha256s))
    expect(frames).toMatchObject({ pages: 2, width: 320, pageHeight: 240 })
  })

  test('contains no metadata of the camera', async () => {
    const withExif = await sharp(await paint('#f00'))
      .withExif({ IFD0: { Copyright: 'secret' } })
      .jpeg()
      .toBuffer()
    const { flipbooks, sha256s } = await openFlipbooks([withExif, await paint('#0f0')])
    const bytes = await flipbooks.getFlipbook(sha256s)
    expect(bytes?.includes('secret')).toBe(false)
  })
})
