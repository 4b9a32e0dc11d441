import { expect, test } from 'vitest'
import { states } from '#components/printer/states.fixture.ts'
import type { ApiSnapshot, ApiSource } from '#lib/api/schema/printer.ts'
import { pickFrameSource } from './pick-frame-source.ts'

const withSources = (
  ...sources: [type: 'avif' | 'webp' | 'jpeg', width: number][]
): ApiSnapshot => ({
  ...(states.printing.snapshot as ApiSnapshot), // the fixture's printer has one
  sources: sources.map(
    ([type, width]): ApiSource => ({
      type: `image/${type}`,
      width,
      url: `https://example.org/media/a/${width}.${type}`,
    }),
  ),
})
const all = withSources(['avif', 320], ['webp', 320], ['webp', 640], ['webp', 960], ['webp', 1280])

test.each([
  [200, '/media/a/320.webp'],
  [321, '/media/a/640.webp'],
  [640, '/media/a/640.webp'],
  [5000, '/media/a/960.webp'],
])('for %d device pixels: %s, never the largest', (pixels, path) => {
  expect(pickFrameSource(all, pixels)).toBe(path)
})

test('without WebP it is a JPEG, and a large one if there is no other', () => {
  expect(pickFrameSource(withSources(['avif', 640], ['jpeg', 640]), 300)).toBe('/media/a/640.jpeg')
  expect(pickFrameSource(withSources(['jpeg', 1920]), 300)).toBe('/media/a/1920.jpeg')
})
