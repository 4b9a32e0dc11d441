import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { setOrientation } from './orientation.ts'
import {
  combineTransforms,
  fromMoonraker,
  fromOctoPrint,
  identityTransform,
  makeTransform,
} from './transform.ts'

/** Four colours, so that every rotation is visible. */
function makeCorners() {
  const square = (background: string, left: number, top: number) => ({
    input: { create: { width: 32, height: 24, channels: 3 as const, background } },
    left,
    top,
  })
  return sharp({ create: { width: 64, height: 48, channels: 3, background: '#000' } })
    .composite([
      square('#f00', 0, 0),
      square('#0f0', 32, 0),
      square('#00f', 0, 24),
      square('#fff', 32, 24),
    ])
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer()
}

async function readCorners(image: Sharp): Promise<string[]> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) =>
    [0, 1, 2].map((channel) => (data[(y * info.width + x) * 3 + channel] ?? 0) > 127).join()
  const [right, bottom] = [info.width - 5, info.height - 5]
  return [at(4, 4), at(right, 4), at(4, bottom), at(right, bottom)]
}

describe('flips first, then rotates clockwise', () => {
  const cases = [false, true].flatMap((flipH) =>
    [false, true].flatMap((flipV) =>
      [0, 90, 180, 270].map((angle) => [flipH, flipV, angle] as const),
    ),
  )
  test.each(cases)('flipH %s, flipV %s, %d degrees', async (flipH, flipV, angle) => {
    const jpeg = await makeCorners()
    const flipped = await sharp(jpeg).flop(flipH).flip(flipV).png().toBuffer()
    const expected = await readCorners(sharp(flipped).rotate(angle))
    const turned = setOrientation(jpeg, makeTransform(flipH, flipV, angle))
    expect(await readCorners(sharp(turned).autoOrient())).toEqual(expected)
  })
})

test('combined with the picture’s own orientation, without its other EXIF data', async () => {
  const own = await sharp(await makeCorners())
    .withExif({ IFD0: { Copyright: 'somebody' } })
    .withMetadata({ orientation: 6 })
    .toBuffer()
  const expected = await readCorners(sharp(await sharp(own).autoOrient().flop().png().toBuffer()))
  const turned = setOrientation(own, makeTransform(true, false, 0))
  expect(await readCorners(sharp(turned).autoOrient())).toEqual(expected)
  expect(turned.includes('somebody')).toBe(false)
})

test('an identity transform changes nothing', async () => {
  const jpeg = await makeCorners()
  expect(setOrientation(jpeg, identityTransform)).toBe(jpeg)
})

test('OctoPrint rotates counterclockwise, Moonraker clockwise', () => {
  expect(fromOctoPrint({ flipH: false, flipV: false, rotate90: true }).clockwise).toBe(270)
  expect(fromMoonraker({ rotation: 90 }).clockwise).toBe(90)
  expect(fromOctoPrint({ flipH: null, flipV: null, rotate90: null })).toEqual(identityTransform)
  const there = makeTransform(true, false, 90)
  expect(combineTransforms(there, there)).toEqual(identityTransform)
})
