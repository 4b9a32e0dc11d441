import sharp from 'sharp'
import { expect, test } from 'vitest'
import { createTestQueues, openTestPictures } from './pictures.fixture.ts'

const openTestQueue = createTestQueues()

/** A checkered calibration card, out of focus by this many pixels. */
async function photographCard(blur: number): Promise<Buffer> {
  const [width, height] = [1280, 720]
  const pixels = Buffer.alloc(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      pixels[y * width + x] = ((x >> 6) + (y >> 6)) % 2 === 0 ? 60 : 190
  const card = sharp(pixels, { raw: { width, height, channels: 1 } })
  return (blur > 0 ? card.blur(blur) : card).jpeg().toBuffer()
}

test('of the same scene the sharper picture has the higher sharpness, and a plain one has zero', async () => {
  const fixture = await openTestPictures(await openTestQueue())
  const measure = async (bytes: Buffer) =>
    (await fixture.pictures.accept(await fixture.upload(bytes))).sharpness
  const sharp0 = await measure(await photographCard(0))
  const blurred = await measure(await photographCard(6))
  const unrecognisable = await measure(await photographCard(20))
  expect(sharp0).toBeGreaterThan(2 * blurred)
  expect(blurred).toBeGreaterThan(2 * unrecognisable)
  const grey = sharp({ create: { width: 64, height: 48, channels: 3, background: '#777' } })
  expect(await measure(await grey.jpeg().toBuffer())).toBe(0)
})
