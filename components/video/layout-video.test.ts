import { describe, expect, test } from 'vitest'
import { layoutVideo, timeVideo } from './layout-video.ts'

const sized = (width: number, height: number, count = 1) =>
  Array.from({ length: count }, () => ({ width, height }))

describe('a video’s size', () => {
  test.each([
    [1920, 1080, 960, 540],
    [1280, 960, 960, 720],
    [1080, 1920, 720, 1280],
    [639, 359, 640, 360],
    [160, 120, 480, 360],
    [4000, 500, 960, 120],
  ])('of pictures of %d x %d fits a phone, is even, and has room for text', (wide, high, w, h) => {
    const { width, height, pictureHeight, fontPixels } = layoutVideo(sized(wide, high, 3))
    expect([width, pictureHeight]).toEqual([w, h])
    expect(height % 2).toBe(0)
    expect(height - pictureHeight).toBeGreaterThan(fontPixels * 2)
    expect(fontPixels).toBeGreaterThanOrEqual(16)
  })

  test('is that of most pictures, whichever come first', () => {
    const turned = [...sized(360, 640, 3), ...sized(640, 360, 9)]
    expect(layoutVideo(turned)).toMatchObject({ width: 640, pictureHeight: 360 })
  })
})

test.each([
  [8, 4, 4],
  [96, 8, 14],
  [240, 15, 18],
])('%d frames are shown %d in a second, for %d seconds', (frames, perSecond, seconds) => {
  expect(timeVideo(frames)).toMatchObject({ perSecond, seconds })
})
