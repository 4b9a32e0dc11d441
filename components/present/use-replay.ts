'use client'

import { useCallback, useEffect, useState } from 'react'
import { loadImage } from '#components/printer/load-image.ts'
import { pickSmall } from '#components/printer/pick-small.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { fetchReplay, type LoadedFrame, minFrames, type ShownFrame } from './replay-frames.ts'

/** Duration of a replay, within the limits per frame. */
const replayMs = 30_000
const minFrameMs = 150
const maxFrameMs = 1_200
/** The last frame stays for this long before the replay starts over. */
const holdMs = 5_000
const retryMs = 60_000
/** Few: pictures that were never requested are rendered one after the other, and other visitors wait too. */
const concurrency = 4

export interface Replay extends ShownFrame {
  isPlaying: boolean
  toggle(): void
  step(by: number): void
}

/**
 * Replays a print. All frames load before it starts; after that it needs no network. `null` while none is chosen or it is loading,
 * `'nothing'` if the print has no pictures. With reduced motion it doesn't start by itself: it shows the last frame and can be
 * stepped through.
 */
export function useReplay(
  printerId: number,
  chosen: number | 'last' | null,
): Replay | 'nothing' | null {
  const loaded = useLoadedReplay(printerId, chosen)
  const frames = loaded === 'nothing' || loaded === null ? [] : loaded.frames
  const [index, setIndex] = useState(0)
  const [isPlaying, setIsPlaying] = useState(false)
  const count = frames.length

  useEffect(() => {
    if (count === 0) return
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
    setIndex(isStill ? count - 1 : 0)
    setIsPlaying(!isStill)
  }, [count])

  useEffect(() => {
    if (!isPlaying || count === 0) return
    const frameMs = Math.min(maxFrameMs, Math.max(minFrameMs, replayMs / count))
    const timer = setTimeout(
      () => setIndex((index + 1) % count),
      index === count - 1 ? holdMs : frameMs,
    )
    return () => clearTimeout(timer)
  }, [isPlaying, index, count])

  const toggle = useCallback(() => setIsPlaying((playing) => !playing), [])
  const step = useCallback(
    (by: number) => {
      setIsPlaying(false)
      setIndex((current) => (current + by + count) % Math.max(1, count))
    },
    [count],
  )
  if (loaded === null || loaded === 'nothing') return loaded
  const [first] = loaded.frames
  return {
    print: loaded.print,
    frame: loaded.frames[index] ?? first,
    index,
    count,
    beganAt: first.captured_at,
    isPlaying,
    toggle,
    step,
  }
}

interface LoadedReplay {
  print: ApiPrint
  frames: readonly [LoadedFrame, ...LoadedFrame[]]
  /** Referenced, so that the browser keeps them in memory. */
  images: unknown
}

function useLoadedReplay(
  printerId: number,
  chosen: number | 'last' | null,
): LoadedReplay | 'nothing' | null {
  const [loaded, setLoaded] = useState<LoadedReplay | 'nothing' | null>(null)

  useEffect(() => {
    setLoaded(null)
    if (chosen === null) return
    let isStillWanted = true
    let retry: ReturnType<typeof setTimeout> | undefined
    const load = () => {
      loadReplay(printerId, chosen).then(
        (result) => {
          if (isStillWanted) setLoaded(result)
        },
        () => {
          if (isStillWanted) retry = setTimeout(load, retryMs)
        },
      )
    }
    load()
    return () => {
      isStillWanted = false
      clearTimeout(retry)
    }
  }, [printerId, chosen])

  return loaded
}

async function loadReplay(
  printerId: number,
  chosen: number | 'last',
): Promise<LoadedReplay | 'nothing'> {
  const pixels = Math.min(1920, window.innerWidth * window.devicePixelRatio)
  const replay = await fetchReplay(printerId, chosen)
  if (replay === null) return 'nothing'
  const frames = replay.frames.map((frame) => ({
    ...frame,
    src: pickSmall(frame.sources, pixels),
  }))
  const images = await loadImages(frames.map(({ src }) => src))
  const [first, ...rest] = frames.filter((_, index) => images[index] !== null)
  if (first !== undefined && 1 + rest.length >= minFrames)
    return { print: replay.print, frames: [first, ...rest], images }
  if (frames.length >= minFrames) throw new Error('Too few pictures of the replay loaded.')
  return 'nothing'
}

async function loadImages(urls: readonly string[]): Promise<(HTMLImageElement | null)[]> {
  const images: (HTMLImageElement | null)[] = []
  for (let start = 0; start < urls.length; start += concurrency)
    images.push(...(await Promise.all(urls.slice(start, start + concurrency).map(loadImage))))
  return images
}
