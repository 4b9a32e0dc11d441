'use client'

import { useCallback, useEffect, useState } from 'react'
import type { SourceWire } from '#lib/printers/wire/printer.ts'
import { fetchLastRun } from './fetch-last-run.ts'
import type { FrameWire } from './last-run.ts'

/** A whole print in about this time, however many frames it has. */
const wholeMs = 30_000
const fastestMs = 150
const slowestMs = 1_200
/** The finished part is looked at for this long before it begins again. */
const holdMs = 5_000
const retryMs = 60_000
/** Fewer are no film. */
const fewest = 2
const atOnce = 4

export interface Replay {
  frames: readonly LoadedFrame[]
  index: number
  isPlaying: boolean
  toggle(): void
  step(by: number): void
}

export interface LoadedFrame extends FrameWire {
  src: string
}

/**
 * The last print as a film, brought whole before it begins: after that it needs no network. `null` while it isn't wanted or not
 * yet there. It doesn't start by itself for those who want no motion: they see its last frame, and can step.
 */
export function useReplay(printerId: number, isWanted: boolean): Replay | null {
  const frames = useFrames(printerId, isWanted)
  const [index, setIndex] = useState(0)
  const [isPlaying, setIsPlaying] = useState(false)
  const count = frames?.length ?? 0

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
  return frames === null ? null : { frames, index, isPlaying, toggle, step }
}

/** Keeps hold of the images, so that the browser keeps their bytes. */
function useFrames(printerId: number, isWanted: boolean): readonly LoadedFrame[] | null {
  const [loaded, setLoaded] = useState<{ frames: LoadedFrame[]; images: unknown } | null>(null)

  useEffect(() => {
    if (!isWanted) {
      setLoaded(null)
      return
    }
    let isStillWanted = true
    let retry: ReturnType<typeof setTimeout> | undefined
    const bring = () => {
      loadFrames(printerId).then(
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
  }, [printerId, isWanted])

  return loaded?.frames ?? null
}

async function loadFrames(printerId: number) {
  const wanted = Math.min(1920, window.innerWidth * window.devicePixelRatio)
  const found = (await fetchLastRun(printerId)).map((frame) => ({
    ...frame,
    src: chooseSource(frame.sources, wanted),
  }))
  const images = await loadImages(found.map(({ src }) => src))
  const frames = found.filter((_, index) => images[index] !== null)
  return frames.length < fewest ? null : { frames, images }
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

/** WebP where there is any: it unpacks in half of AVIF's time. The narrowest that is wide enough, as a path of this site's. */
function chooseSource(sources: readonly SourceWire[], wanted: number): string {
  const offered = sources.filter(({ type }) => type === 'image/webp')
  const among = offered.length > 0 ? offered : sources.filter(({ type }) => type === 'image/jpeg')
  const chosen = among.find(({ width }) => width >= wanted) ?? among.at(-1)
  return new URL(chosen?.url ?? '', location.href).pathname
}
