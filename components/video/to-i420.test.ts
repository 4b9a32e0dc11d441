import { expect, test } from 'vitest'
import { toI420 } from './to-i420.ts'

type Pixel = [red: number, green: number, blue: number]

/** The planes of two by two pixels. */
const convert = (...pixels: Pixel[]) =>
  Array.from(
    toI420({
      data: new Uint8ClampedArray(pixels.flatMap((pixel) => [...pixel, 255])),
      width: 2,
      height: 2,
    }),
  )

// From the equations of ITU-R BT.709-6, for 8 bits.
test.each([
  ['white', [255, 255, 255], 235, 128, 128],
  ['black', [0, 0, 0], 16, 128, 128],
  ['red', [255, 0, 0], 63, 102, 240],
  ['green', [0, 255, 0], 173, 42, 26],
  ['blue', [0, 0, 255], 32, 240, 118],
] as const)('%s has the values of BT.709 in the limited range', (_, colour, y, u, v) => {
  const pixel: Pixel = [...colour]
  expect(convert(pixel, pixel, pixel, pixel)).toEqual([y, y, y, y, u, v])
})

test('each pixel has its own brightness, and four have one colour', () => {
  const [black, white, red] = [[0, 0, 0] as Pixel, [255, 255, 255] as Pixel, [255, 0, 0] as Pixel]
  expect(convert(black, white, white, black)).toEqual([16, 235, 235, 16, 128, 128])
  expect(convert(red, black, black, black).slice(4)).toEqual([122, 156])
})
