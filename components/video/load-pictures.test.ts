import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { loadPicture, loadPictures } from './load-pictures.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const { signal } = new AbortController()

function answer(...answers: (number | 'offline')[]) {
  const fetched = vi.fn(async (_src: string) => {
    const status = answers.length > 1 ? answers.shift() : answers[0]
    if (status === 'offline') throw new TypeError('Failed to fetch')
    return new Response('bytes', { status: status ?? 500 })
  })
  vi.stubGlobal('fetch', fetched)
  return fetched
}

test('a picture that is gone is left out at once', async () => {
  for (const status of [404, 410, 500]) {
    const fetched = answer(status)
    expect(await loadPicture('/a', signal)).toBeNull()
    expect(fetched).toHaveBeenCalledTimes(1)
  }
})

test('what a busy site or a tunnel refuses is tried again for 20 seconds', async () => {
  answer('offline', 503, 429, 200)
  const loading = loadPicture('/a', signal)
  await vi.advanceTimersByTimeAsync(20_000)
  expect((await loading)?.size).toBe(5)

  answer('offline')
  const failing = loadPicture('/a', signal)
  const failed = expect(failing).rejects.toMatchObject({ name: 'VideoProblem' })
  await vi.advanceTimersByTimeAsync(20_000)
  await failed
})

test('pictures come in order, at most four ahead of what is drawn', async () => {
  const fetched = answer(200)
  const sources = ['/0', '/1', '/2', '/3', '/4', '/5']
  const pictures = loadPictures(sources, signal)
  await pictures.next()
  expect(fetched.mock.calls.map(([src]) => src)).toEqual(['/0', '/1', '/2', '/3'])
  await pictures.next()
  expect(fetched).toHaveBeenCalledTimes(5)
  let rest = 0
  for await (const picture of pictures) rest += picture?.size ?? 0
  expect(rest).toBe(20)
  expect(fetched).toHaveBeenCalledTimes(6)
})

test('cancelled, it requests nothing more', async () => {
  const fetched = answer('offline')
  const controller = new AbortController()
  const loading = loadPicture('/a', controller.signal)
  const failed = expect(loading).rejects.toMatchObject({ name: 'AbortError' })
  controller.abort()
  await vi.advanceTimersByTimeAsync(20_000)
  await failed
  expect(fetched).toHaveBeenCalledTimes(1)
})
