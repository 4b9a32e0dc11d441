import { afterEach, expect, test } from 'vitest'
import { states } from '#components/printer/states.fixture.ts'
import { fakeImages } from '#components/testing/fake-image.ts'
import { fakePage, restorePage, runHook } from '#components/testing/run-hook.ts'
import type { ApiSnapshot, ApiSource } from '#lib/api/schema/printer.ts'
import { frames } from './prints.fixture.ts'
import { pickFrameSource, useFramePictures } from './use-frame-pictures.ts'

afterEach(restorePage)

async function load(count: number) {
  fakePage()
  const images = fakeImages({ manual: true })
  const list = frames(count)
  const hook = await runHook(() => useFramePictures(list))
  return { hook, images }
}

test('the first frame has the whole bandwidth, then four load at a time, in order', async () => {
  const { hook, images } = await load(8)
  expect(images).toHaveLength(1)
  await hook.act(() => images[0]?.settle.loaded())
  expect(images.map(({ src }) => src.slice(7, 11))).toEqual([
    '0000',
    '0001',
    '0002',
    '0003',
    '0004',
  ])
  await hook.act(() => images[2]?.settle.loaded())
  expect(images.at(-1)?.src).toContain('/0005')
  expect([...hook.current.keys()]).toEqual([0, 2])
})

test('a frame that fails is retried after 1, 4 and 15 s, and then given up', async () => {
  const { hook, images } = await load(1)
  for (const seconds of [1, 4, 15]) {
    const tries = images.length
    await hook.act(() => images.at(-1)?.settle.failed())
    await hook.act(() => {}, seconds * 1000 - 100)
    expect(images).toHaveLength(tries)
    await hook.act(() => {}, 100)
    expect(images).toHaveLength(tries + 1)
    expect(hook.current.has(0)).toBe(false)
  }
  await hook.act(() => images.at(-1)?.settle.failed())
  expect(hook.current.get(0)).toBeNull()
})

test('closing the flipbook stops loading', async () => {
  const { hook, images } = await load(8)
  await hook.unmount()
  images[0]?.settle.loaded()
  await Promise.resolve()
  expect(images).toHaveLength(1)
})

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
