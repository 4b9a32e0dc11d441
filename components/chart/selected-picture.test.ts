import { afterEach, expect, test } from 'vitest'
import { fakeImages } from '#components/testing/fake-image.ts'
import { fakePage, restorePage, runHook } from '#components/testing/run-hook.ts'
import type { ApiPictureAt } from '#lib/api/schema/charts.ts'
import { usePictureAt } from './selected-picture.tsx'

afterEach(restorePage)

const pictures: ApiPictureAt[] = [0, 100, 200, 300].map((captured_at) => ({
  captured_at,
  url: `https://example.org/media/${captured_at}/320.webp`,
  width: 320,
  height: 180,
}))

async function open(list = pictures) {
  fakePage()
  const images = fakeImages({ manual: true })
  const { useState } = await import('react')
  let select: (at: number) => void = () => {}
  const hook = await runHook(() => {
    const [at, setAt] = useState(0)
    select = setAt
    return usePictureAt(list, at)
  })
  return { hook, images, move: (at: number) => hook.act(() => select(at)) }
}

test('the picture nearest to the selected time is shown once it has loaded', async () => {
  const { hook, images, move } = await open()
  await move(140)
  expect(hook.current).toBeNull()
  expect(images.map(({ src }) => src)).toEqual(['/media/0/320.webp', '/media/100/320.webp'])
  await hook.act(() => images[1]?.settle.loaded())
  expect(hook.current?.captured_at).toBe(100)
})

test('a sweep loads two at a time, so the last picture comes soon', async () => {
  const { hook, images, move } = await open()
  for (const at of [100, 200, 300]) await move(at)
  expect(images).toHaveLength(2)
  await hook.act(() => images[0]?.settle.loaded())
  expect(images.at(-1)?.src).toBe('/media/300/320.webp')
})

test('a late picture does not replace a nearer one', async () => {
  const { hook, images, move } = await open()
  await move(300)
  await hook.act(() => images[1]?.settle.loaded())
  expect(hook.current?.captured_at).toBe(300)
  await move(301)
  await hook.act(() => images[0]?.settle.loaded())
  expect(hook.current?.captured_at).toBe(300)
})

test('a picture that is gone is not requested again', async () => {
  const { hook, images, move } = await open()
  await hook.act(() => images[0]?.settle.failed())
  await move(5)
  expect([hook.current, images.length]).toEqual([null, 1])
})

test('without pictures nothing is requested', async () => {
  const { hook, images } = await open([])
  expect([hook.current, images.length]).toEqual([null, 0])
})
