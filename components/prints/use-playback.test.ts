import { afterEach, expect, test } from 'vitest'
import { fakePage, restorePage, runHook } from '#components/testing/run-hook.ts'
import { usePlayback } from './use-playback.ts'

afterEach(restorePage)

const play = (count: number, isReady: (index: number) => boolean = () => true, speed = 10) =>
  runHook(() => usePlayback(count, speed, isReady))

test('opening a flipbook plays it at the chosen speed and stops at the last frame', async () => {
  fakePage()
  const playback = await play(4)
  expect(playback.current).toMatchObject({ index: 0, isPlaying: true })
  await playback.act(() => {}, 100)
  expect(playback.current).toMatchObject({ index: 1, isPlaying: true })
  await playback.act(() => {}, 100)
  await playback.act(() => {}, 100)
  expect(playback.current).toMatchObject({ index: 3, isPlaying: false })
  await playback.act(() => {}, 5_000)
  expect(playback.current.index).toBe(3)
})

test('with reduced motion it waits for the visitor', async () => {
  fakePage({ isReducedMotion: true })
  const playback = await play(3)
  await playback.act(() => {}, 1_000)
  expect(playback.current).toMatchObject({ index: 0, isPlaying: false })
  await playback.act(() => playback.current.toggle())
  await playback.act(() => {}, 100)
  expect(playback.current.index).toBe(1)
})

test('it waits for a frame that is still loading and goes on when that is there', async () => {
  fakePage()
  const loaded = new Set([0, 1])
  const playback = await play(3, (index) => loaded.has(index))
  await playback.act(() => {}, 100)
  await playback.act(() => {}, 1_000)
  expect(playback.current).toMatchObject({ index: 1, isPlaying: true })
  loaded.add(2)
  await playback.act(() => playback.current.seek(0))
  await playback.act(() => playback.current.toggle())
  await playback.act(() => {}, 100)
  await playback.act(() => {}, 100)
  expect(playback.current.index).toBe(2)
})

test('scrubbing pauses, stays within the frames, and does not jump on', async () => {
  fakePage()
  const playback = await play(5)
  await playback.act(() => playback.current.seek(99))
  expect(playback.current).toMatchObject({ index: 4, isPlaying: false })
  await playback.act(() => playback.current.seek(-3))
  await playback.act(() => {}, 1_000)
  expect(playback.current).toMatchObject({ index: 0, isPlaying: false })
})

test('Play at the end starts from the beginning, Play in the middle goes on from there', async () => {
  fakePage({ isReducedMotion: true })
  const playback = await play(4)
  await playback.act(() => playback.current.seek(3))
  await playback.act(() => playback.current.toggle())
  expect(playback.current).toMatchObject({ index: 0, isPlaying: true })
  await playback.act(() => playback.current.seek(2))
  await playback.act(() => playback.current.toggle())
  expect(playback.current).toMatchObject({ index: 2, isPlaying: true })
})
