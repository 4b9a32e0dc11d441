import { expect, test, vi } from 'vitest'
import { checkJpegHeader } from './jpeg-header.ts'
import { photograph, segment, withSegments } from './jpeg-parts.fixture.ts'
import { badPictures } from './jpegs.fixture.ts'

const readerOf = (bytes: Buffer, size = 65_536) =>
  vi.fn(async (position: number) => bytes.subarray(position, position + size))

test('a file with too many segments is rejected after a thousand', async () => {
  const jpeg = withSegments(await photograph(), ...Array(100_000).fill(segment(0xe1, 'x')))
  const read = readerOf(jpeg, 4)
  await expect(checkJpegHeader(read)).rejects.toMatchObject({ code: 'image-corrupt' })
  expect(read.mock.calls.length).toBeLessThan(5000)
})

test.each(['44 SOI and zeros', '44 SOI and fill bytes'])(
  '%s: not read to its end',
  async (name) => {
    const read = readerOf((await badPictures[name]?.()) ?? Buffer.of(), 1000)
    await expect(checkJpegHeader(read)).rejects.toMatchObject({ code: 'image-corrupt' })
    expect(read.mock.calls.length).toBeLessThan(12)
  },
)

test.each([4, 7, 20, 21])('a header may span several reads of %i bytes', async (size) => {
  const jpeg = await photograph()
  await checkJpegHeader(readerOf(jpeg, size))
  const tooSmall = (await badPictures['58 8x8 pixels']?.()) ?? Buffer.of()
  await expect(checkJpegHeader(readerOf(tooSmall, size))).rejects.toMatchObject({
    code: 'image-too-small',
    message: expect.stringContaining('8x8'),
  })
})

test('an ordinary header needs one read', async () => {
  const read = readerOf(await photograph())
  await checkJpegHeader(read)
  expect(read).toHaveBeenCalledTimes(1)
})
