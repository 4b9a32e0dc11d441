import { writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, test, vi } from 'vitest'
import { getTemporaryFolder } from '#lib/storage/blobs/temporary-folder.ts'
import { createFlipbooks, maxFlipbookFrames } from './flipbook.ts'
import { photograph } from './jpeg-parts.fixture.ts'
import { originalKey } from './keys.ts'
import { offerStudios, openGallery } from './pictures.fixture.ts'

const openStudio = offerStudios()

async function paint(background: string, width = 1280, height = 720): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer()
}

async function openFlipbooks(pictures: Buffer[], options: Parameters<typeof openStudio>[0] = {}) {
  const studio = await openStudio(options)
  const gallery = await openGallery(studio)
  const sha256s: string[] = []
  for (const bytes of pictures)
    sha256s.push((await gallery.pictures.accept(await gallery.upload(bytes))).sha256)
  const animate = vi.fn(studio.workshop.animate)
  const tempDir = getTemporaryFolder(studio.folder)
  const remember = vi.fn(async () => true)
  const parts = { blobs: gallery.disk, tempDir, workshop: { animate }, remember }
  const flipbooks = createFlipbooks(parts)
  return { studio, gallery, sha256s, animate, flipbooks, remember }
}

async function readFrames(bytes: Buffer | null) {
  const { pages, pageHeight, width, delay, loop } = await sharp(bytes ?? undefined, {
    animated: true,
  }).metadata()
  return { pages, pageHeight, width, delay, loop }
}

describe('what can’t be made', () => {
  const unknown = 'a'.repeat(64)

  test('nothing of nothing, of one picture, of names that are none, of pictures that are gone', async () => {
    const { flipbooks, sha256s, animate } = await openFlipbooks([await paint('#f00')])
    const [one = ''] = sha256s
    for (const names of [[], [one], ['..', one], [one, unknown], [unknown, unknown]])
      expect(await flipbooks.getFlipbook(names)).toBeNull()
    expect(animate).not.toHaveBeenCalled()
  })

  test('more frames than the image process shall hold', async () => {
    const { flipbooks } = await openFlipbooks([])
    const many = Array.from({ length: maxFlipbookFrames + 1 }, () => unknown)
    await expect(flipbooks.getFlipbook(many)).rejects.toThrow(RangeError)
  })

  test('one that takes too long is killed, twice at most, and leaves nothing behind', async () => {
    const { studio, gallery, sha256s } = await openFlipbooks(
      [await paint('#f00'), await paint('#0f0')],
      { deadlineMs: 1000 },
    )
    const before = await gallery.listRemains()
    const slow = createFlipbooks({
      blobs: {
        ...gallery.disk,
        openFile: async () => ({
          path: await studio.put('hang', Buffer.of()),
          release: async () => {},
        }),
      },
      tempDir: getTemporaryFolder(studio.folder),
      workshop: studio.workshop,
      remember: async () => true,
    })
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(slow.getFlipbook(sha256s)).rejects.toThrow('took too long')
    await expect(slow.getFlipbook(sha256s)).rejects.toThrow('can not be made')
    expect(await gallery.listRemains()).toEqual(before)
  })
})

describe('a flipbook', () => {
  test('plays the pictures in their order, for ever, and rests on the last', async () => {
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

  test('is made once, however many ask, and kept', async () => {
    const pictures = [await paint('#f00'), await paint('#0f0')]
    const { flipbooks, sha256s, animate } = await openFlipbooks(pictures)
    const asked = await Promise.all([1, 2, 3, 4, 5].map(() => flipbooks.getFlipbook(sha256s)))
    const again = await flipbooks.getFlipbook(sha256s)
    expect(animate).toHaveBeenCalledTimes(1)
    expect(asked.every((bytes) => bytes?.equals(again ?? Buffer.of()))).toBe(true)
  })

  test('is remembered with its pictures; where one of them went meanwhile it isn’t kept', async () => {
    const pictures = [await paint('#f00'), await paint('#0f0')]
    const { flipbooks, sha256s, gallery, remember } = await openFlipbooks(pictures)
    remember.mockResolvedValueOnce(false)
    const before = await gallery.listRemains()
    expect(await readFrames(await flipbooks.getFlipbook(sha256s))).toMatchObject({ pages: 2 })
    expect(await gallery.listRemains()).toEqual(before)
    await flipbooks.getFlipbook(sha256s)
    const [[made]] = remember.mock.calls as unknown as [[{ sha256: string; frames: string[] }]]
    expect(made.frames).toEqual(sha256s)
    const { sha256 } = made
    expect((await gallery.listRemains()).some((name) => name.includes(sha256))).toBe(true)
  })

  test('of other pictures is another one', async () => {
    const pictures = [await paint('#f00'), await paint('#0f0')]
    const { flipbooks, sha256s, animate } = await openFlipbooks(pictures)
    await flipbooks.getFlipbook(sha256s)
    await flipbooks.getFlipbook(sha256s.toReversed())
    expect(animate).toHaveBeenCalledTimes(2)
  })

  test('leaves out a picture that has changed on disk', async () => {
    const pictures = [await paint('#f00'), await paint('#0f0'), await paint('#00f')]
    const { flipbooks, sha256s, gallery } = await openFlipbooks(pictures)
    const file = await gallery.disk.openFile(originalKey(sha256s[1] ?? ''))
    await writeFile(file?.path ?? '', await paint('#fff'))
    expect(await readFrames(await flipbooks.getFlipbook(sha256s))).toMatchObject({ pages: 2 })
  })

  test('keeps the frame of its first picture where the camera was exchanged', async () => {
    const pictures = [await paint('#f00', 320, 240), await photograph({}, 1280, 720)]
    const { flipbooks, sha256s } = await openFlipbooks(pictures)
    const frames = await readFrames(await flipbooks.getFlipbook(sha256s))
    expect(frames).toMatchObject({ pages: 2, width: 320, pageHeight: 240 })
  })

  test('carries nothing of the camera’s own facts', async () => {
    const withExif = await sharp(await paint('#f00'))
      .withExif({ IFD0: { Copyright: 'secret' } })
      .jpeg()
      .toBuffer()
    const { flipbooks, sha256s } = await openFlipbooks([withExif, await paint('#0f0')])
    const bytes = await flipbooks.getFlipbook(sha256s)
    expect(bytes?.includes('secret')).toBe(false)
  })
})
