import { afterEach, describe, expect, test, vi } from 'vitest'
import { frames, print } from '#components/prints/prints.fixture.ts'
import { fakeImages } from '#components/testing/fake-image.ts'
import { fakePage, restorePage, runHook } from '#components/testing/run-hook.ts'
import { type Replay, useReplay } from './use-replay.ts'

afterEach(restorePage)

interface Options {
  chosen?: number | 'last' | null
  count?: number
  isReducedMotion?: boolean
  isFailing?: (src: string) => boolean
}

/** Replays a print of `count` frames from an API that `respond` can change. */
async function replay({ chosen = 7, count = 4, isReducedMotion, isFailing }: Options = {}) {
  fakePage({ isReducedMotion: isReducedMotion ?? false })
  const images = fakeImages({ isFailing: isFailing ?? (() => false) })
  const api = {
    prints: [
      { ...print, number: 9, ended: null },
      { ...print, number: 8, picture: null },
      { ...print, number: 7 },
    ],
    isDown: false,
    requests: [] as string[],
  }
  vi.stubGlobal('fetch', async (path: string) => {
    api.requests.push(path)
    if (api.isDown) throw new TypeError('fetch failed')
    if (path.includes('prints?')) return Response.json({ prints: api.prints, next: null })
    if (path.endsWith('/prints/99')) return new Response(null, { status: 404 })
    return Response.json(path.endsWith('/frames') ? { frames: frames(count) } : print)
  })
  const hook = await runHook(() => useReplay(1, chosen))
  await hook.act()
  const shown = () => hook.current as Replay // where the test has loaded one
  return { hook, shown, api, images }
}

describe('which print', () => {
  test('the last is the newest that has ended and has a picture', async () => {
    const { shown, api } = await replay({ chosen: 'last' })
    expect(shown().print.number).toBe(7)
    expect(api.requests.at(-1)).toBe('/api/3dprinter/1/prints/7/frames')
  })

  test('none is requested where none is chosen', async () => {
    const { hook, api } = await replay({ chosen: null })
    expect([hook.current, api.requests]).toEqual([null, []])
  })

  test.each<[string, Options]>([
    ['does not exist', { chosen: 99 }],
    ['has a single picture', { count: 1 }],
  ])('one that %s is "nothing"', async (_, options) => {
    expect((await replay(options)).hook.current).toBe('nothing')
  })
})

describe('playing', () => {
  test('starts at the first frame, runs to the last, holds that, and starts over', async () => {
    const { hook, shown } = await replay()
    expect(shown()).toMatchObject({
      index: 0,
      count: 4,
      isPlaying: true,
      beganAt: frames(1)[0]?.captured_at,
    })
    for (const index of [1, 2, 3]) {
      await hook.act(() => {}, 1_200)
      expect(shown().index).toBe(index)
    }
    await hook.act(() => {}, 4_900)
    expect(shown().index).toBe(3)
    await hook.act(() => {}, 100)
    expect(shown().index).toBe(0)
  })

  test('takes about half a minute, however many frames there are', async () => {
    const { hook, shown } = await replay({ count: 120 })
    await hook.act(() => {}, 240)
    expect(shown().index).toBe(0)
    await hook.act(() => {}, 10)
    expect(shown().index).toBe(1)
  })

  test('with reduced motion shows the finished print and does not move', async () => {
    const { hook, shown } = await replay({ isReducedMotion: true })
    await hook.act(() => {}, 60_000)
    expect(shown()).toMatchObject({ index: 3, isPlaying: false })
  })

  test('stepping pauses and goes round at both ends', async () => {
    const { hook, shown } = await replay()
    await hook.act(() => shown().step(-1))
    expect(shown()).toMatchObject({ index: 3, isPlaying: false })
    await hook.act(() => shown().step(1))
    expect(shown().index).toBe(0)
    await hook.act(() => {}, 10_000)
    expect(shown().index).toBe(0)
    await hook.act(() => shown().toggle())
    await hook.act(() => {}, 1_200)
    expect(shown().index).toBe(1)
  })
})

describe('a bad network', () => {
  test('all frames load before it starts, so a replay never stalls', async () => {
    const { shown, images } = await replay({ count: 6 })
    expect(shown().count).toBe(6)
    expect(images).toHaveLength(6)
  })

  test('a picture that retention has deleted is left out', async () => {
    const { shown } = await replay({ isFailing: (src) => src.includes('/0001') })
    expect(shown().count).toBe(3)
  })

  test('is retried after a minute', async () => {
    const { hook, api } = await replay()
    api.isDown = true
    const other = await runHook(() => useReplay(1, 3))
    await other.act()
    expect(other.current).toBeNull()
    api.isDown = false
    await other.act(() => {}, 60_000)
    expect(other.current).toMatchObject({ count: 4 })
    await hook.unmount()
  })
})
