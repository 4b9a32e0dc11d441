'use client'

import { useCallback, useEffect, useState } from 'react'
import { pickSmall } from '#components/printer/sources.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { fetchReplay } from './fetch-replay.ts'
import { fewestFrames as fewest, type LoadedFrame, type ShownFrame } from './first-frame.ts'

/** A whole print in about this time, however many frames it has. */
const wholeMs = 30_000
const fastestMs = 150
const slowestMs = 1_200
/** The finished part is looked at for this long before it begins again. */
const holdMs = 5_000
const retryMs = 60_000
const atOnce = 4

export interface Replay extends ShownFrame {
  isPlaying: boolean
  toggle(): void
  step(by: number): void
}

/**
 * A print as a film, brought whole before it begins: after that it needs no network. `null` while none is wanted or it isn't there
 * yet, `'nothing'` where there are no pictures to make one of. It doesn't start by itself for those who want no motion: they see
 * its last frame, and can step.
 */
export function useReplay(
  printerId: number,
  chosen: number | 'last' | null,
): Replay | 'nothing' | null {
  const film = useFilm(printerId, chosen)
  const frames = film === 'nothing' || film === null ? [] : film.frames
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
    const frameMs = Math.min(slowestMs, Math.max(fastestMs, wholeMs / count))
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
  if (film === null || film === 'nothing') return film
  const [first] = film.frames
  return {
    print: film.print,
    frame: film.frames[index] ?? first,
    index,
    count,
    beganAt: first.captured_at,
    isPlaying,
    toggle,
    step,
  }
}

interface Film {
  print: ApiPrint
  frames: readonly [LoadedFrame, ...LoadedFrame[]]
  /** Held, so that the browser keeps their bytes. */
  images: unknown
}

function useFilm(printerId: number, chosen: number | 'last' | null): Film | 'nothing' | null {
  const [loaded, setLoaded] = useState<Film | 'nothing' | null>(null)

  useEffect(() => {
    setLoaded(null)
    if (chosen === null) return
    let isStillWanted = true
    let retry: ReturnType<typeof setTimeout> | undefined
    const bring = () => {
      loadFilm(printerId, chosen).then(
        (brought) => {
          if (isStillWanted) setLoaded(brought)
        },
        () => {
          if (isStillWanted) retry = setTimeout(bring, retryMs)
        },
      )
    }
    bring()
    return () => {
      isStillWanted = false
      clearTimeout(retry)
    }
  }, [printerId, chosen])

  return loaded
}

async function loadFilm(printerId: number, chosen: number | 'last'): Promise<Film | 'nothing'> {
  const wanted = Math.min(1920, window.innerWidth * window.devicePixelRatio)
  const replay = await fetchReplay(printerId, chosen)
  if (replay === null) return 'nothing'
  const found = replay.frames.map((frame) => ({
    ...frame,
    src: pickSmall(frame.sources, wanted),
  }))
  const images = await loadImages(found.map(({ src }) => src))
  const [first, ...rest] = found.filter((_, index) => images[index] !== null)
  if (first !== undefined && 1 + rest.length >= fewest)
    return { print: replay.print, frames: [first, ...rest], images }
  if (found.length >= fewest) throw new Error('The pictures did not come.')
  return 'nothing'
}

/** A few at a time: pictures that nobody has asked for yet are made one after the other, and others want some as well. */
async function loadImages(addresses: readonly string[]): Promise<(HTMLImageElement | null)[]> {
  const images: (HTMLImageElement | null)[] = []
  for (let start = 0; start < addresses.length; start += atOnce)
    images.push(...(await Promise.all(addresses.slice(start, start + atOnce).map(loadImage))))
  return images
}

/** A picture that retention has taken in between is left out. */
async function loadImage(src: string): Promise<HTMLImageElement | null> {
  const image = new Image()
  image.src = src
  return image.decode().then(
    () => image,
    () => null,
  )
}
